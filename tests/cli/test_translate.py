"""`reel translate`, as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reelwright.errors import InvalidInput, ProviderFailed
from reelwright.providers.translation import Translated, TranslationRequest
from reelwright.workflows.translate_file import TranslateRequest, translate_file
from tests.cli.test_dub import reel
from tests.vendors.vendor_server import Asked, Reply, VendorServer

SRT = "1\n00:00:01,000 --> 00:00:02,000\nHello Anna.\n\n2\n00:00:03,000 --> 00:00:04,000\nHello Anna.\n"
BOOK = {"Hello Anna.": "Hola, Anna.", "Hello XZ1X.": "Hola, XZ1X."}


def deepl(asked: Asked) -> Reply:
    return Reply({"translations": [{"text": BOOK.get(text, text)} for text in asked.json()["text"]]})


def test_captions_keep_their_times_and_a_second_run_asks_nobody(tmp_path: Path) -> None:
    (tmp_path / "talk.srt").write_text(SRT)
    (tmp_path / "terms.txt").write_text("Anna = doña Ana\n")
    with VendorServer([("POST", "/v2/translate", deepl)]) as server:
        env = {
            "DEEPL_API_KEY": "k",
            "REELWRIGHT_DEEPL_BASE_URL": server.url,
            "XDG_DATA_HOME": str(tmp_path),
            "HOME": str(tmp_path),
        }
        ask = (
            "translate",
            "talk.srt",
            "--to",
            "es",
            "--from",
            "en",
            "--register",
            "formal",
            "--glossary",
            "terms.txt",
            "--json",
        )
        told = reel(tmp_path, *ask, **env)
        assert told.returncode == 0, told.stderr
        row = json.loads(told.stdout)
        assert (row["by"], row["pieces"], row["output"], row["kept"]) == ("deepl", 2, "talk.es.srt", [])
        assert (tmp_path / "talk.es.srt").read_text() == SRT.replace("Hello Anna", "Hola, doña Ana")
        assert server.asked[0].json()["text"] == ["Hello XZ1X."]
        assert server.asked[0].json()["formality"] == "prefer_more"
        assert reel(tmp_path, *ask, **env).returncode == 0
        assert server.count("POST") == 1


def test_without_a_translator_it_says_how_to_get_one(tmp_path: Path) -> None:
    (tmp_path / "talk.srt").write_text(SRT)
    told = reel(
        tmp_path, "translate", "talk.srt", "--to", "es", HOME=str(tmp_path), REELWRIGHT_APERTIUM_PROGRAM="nowhere"
    )
    assert told.returncode == 5
    assert "DEEPL_API_KEY" in told.stderr


class Translator:
    name, version, heeds_length = "translator", "1", False

    def __init__(self, refuses: str = "", knows: bool = True) -> None:
        self._refuses = refuses
        self._knows = knows
        self.asked: list[TranslationRequest] = []

    def translate(self, request: TranslationRequest) -> tuple[Translated, ...]:
        self.asked.append(request)
        if self._refuses:
            raise ProviderFailed(self._refuses)
        return tuple(
            Translated(each.id, (each.text.upper(),) if self._knows and "two" not in each.text else ())
            for each in request.passages
        )


def run(folder: Path, text: str, *translators: Translator, name: str = "a.md", output: str = "b.md"):
    (folder / name).write_text(text)
    request = TranslateRequest(folder / name, folder / output, "es", "en")
    return translate_file(request, translators, lambda done, total: None)


def test_the_next_is_asked_when_the_first_fails_and_it_is_said(tmp_path: Path) -> None:
    made = run(tmp_path, "# One\n", Translator("no quota"), Translator())
    assert made.notes == ("no quota; asked the next",)
    assert (tmp_path / "b.md").read_text() == "# ONE\n"
    with pytest.raises(ProviderFailed, match="gave no translation"):
        run(tmp_path, "# One\n", Translator(knows=False))


def test_what_was_left_out_stays_and_is_named(tmp_path: Path) -> None:
    made = run(tmp_path, "one\n\ntwo `x`\n\nthree\n", Translator())
    assert made.kept == ("two `x`",)
    assert (tmp_path / "b.md").read_text() == "ONE\n\ntwo `x`\n\nTHREE\n"


def test_long_files_go_in_parts_with_the_lines_around(tmp_path: Path) -> None:
    translator = Translator()
    run(tmp_path, "\n\n".join(f"line {number} `c{number}`" for number in range(45)), translator)
    assert [len(each.passages) for each in translator.asked] == [20, 20, 5]
    assert translator.asked[1].before[-1] == "line 19 `c19`"
    assert translator.asked[1].after[0] == "line 40 `c40`"
    assert ("`c20`", "") in translator.asked[1].glossary


def test_the_output_is_of_the_sources_kind_and_another_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="another kind"):
        run(tmp_path, "one", Translator(), output="b.srt")
    with pytest.raises(InvalidInput, match="overwrite"):
        run(tmp_path, "one", Translator(), output="a.md")
