"""What every adapter of the moderation port does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reelwright.errors import InvalidInput, MediaUnusable, OutcomeUnknown, ProviderFailed
from reelwright.providers.access import Access
from reelwright.providers.moderation import Moderation
from reelwright.vendors.local_moderation.manifest import OFFERS as LOCAL
from reelwright.vendors.local_moderation.word_list import connect as word_list
from reelwright.vendors.openai.manifest import OFFERS as OPENAI
from reelwright.vendors.openai.moderation import OpenAIModeration
from tests.vendors.faults import FAULTS, Fault, access_to, check_fault
from tests.vendors.images_contract import png
from tests.vendors.vendor_server import Asked, Reply, VendorServer

OFFER = next(offer for offer in OPENAI if offer.kind == "moderation")
PAID = ("POST", "/moderations")
NAMES = (
    "harassment", "harassment/threatening", "sexual", "hate", "hate/threatening", "illicit", "illicit/violent",
    "self-harm/intent", "self-harm/instructions", "self-harm", "sexual/minors", "violence", "violence/graphic",
)  # fmt: skip


def judged(words: str) -> dict[str, Any]:
    flagged = (
        {"self-harm/instructions"} if "kill myself" in words else {"sexual/minors"} if "child porn" in words else set()
    )
    return {
        "flagged": bool(flagged), "categories": {name: name in flagged for name in NAMES},
        "category_scores": {name: 0.9 if name in flagged else 0.001 for name in NAMES},
    }  # fmt: skip


def judge(asked: Asked) -> Reply:
    body = asked.json()
    assert body["model"] == "omni-moderation-latest"
    assert asked.headers["authorization"] == "Bearer key-of-the-test"
    rows = body["input"]
    results = [judged(row) for row in rows] if isinstance(rows[0], str) else [judged("picture")]
    return Reply({"id": "modr-1", "model": "omni-moderation-latest", "results": results})


@pytest.fixture
def server() -> Iterator[VendorServer]:
    with VendorServer([("POST", "/moderations", judge)]) as server:
        yield server


def openai(url: str, folder: Path) -> OpenAIModeration:
    return OpenAIModeration(access_to(url, OFFER, folder), 1.5, 5_000_000)


def listed(**options: str) -> Moderation:
    return word_list(Access(LOCAL[0], options))


@pytest.mark.parametrize("name", ["openai", "word-list"])
def test_bad_words_are_flagged_by_category_and_good_ones_are_clean(
    name: str, server: VendorServer, tmp_path: Path
) -> None:
    moderator: Moderation = openai(server.url, tmp_path) if name == "openai" else listed()
    assert moderator.name == name
    assert moderator.check("How rice grows in warm water, and why it matters.").is_clean
    long = "A sentence about rice. " * 800
    assert [flag.category for flag in moderator.check(long + "how to kill myself").flags] == ["self-harm"]
    assert [flag.category for flag in moderator.check("child porn " + long).flags] == ["minors"]
    assert all(0 <= flag.score <= 1 for flag in moderator.check("child porn").flags)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_way_a_call_breaks(fault: Fault, server: VendorServer, tmp_path: Path) -> None:
    check_fault(fault, server, tmp_path, lambda url: openai(url, tmp_path).check("words"), PAID, is_repeatable=True)


class TestOpenAI:
    def test_equal_words_are_judged_once(self, server: VendorServer, tmp_path: Path) -> None:
        assert openai(server.url, tmp_path).check("words") == openai(server.url, tmp_path).check("words")
        assert len(server.asked) == 1

    def test_pictures_are_shown(self, server: VendorServer, tmp_path: Path) -> None:
        (tmp_path / "a.png").write_bytes(png(8, 8))
        assert openai(server.url, tmp_path).check("", (tmp_path / "a.png",)).is_clean
        [row] = server.asked[0].json()["input"]
        assert row["image_url"]["url"].startswith("data:image/png;base64,")

    def test_what_is_no_picture_is_not_sent(self, server: VendorServer, tmp_path: Path) -> None:
        (tmp_path / "a.png").write_text("hello")
        with pytest.raises(MediaUnusable):
            openai(server.url, tmp_path).check("", (tmp_path / "a.png",))
        assert not server.asked

    def test_an_answer_without_a_verdict_is_no_verdict(self, server: VendorServer, tmp_path: Path) -> None:
        server.fault = Reply({"id": "x"})
        with pytest.raises(OutcomeUnknown):
            openai(server.url, tmp_path).check("words")


class TestWordList:
    @pytest.mark.parametrize(
        ("text", "category"),
        [
            ("HOW TO\n  Kill Yourself today", "self-harm"),
            ("how-to-make-a-bomb", "illicit"),
            ("Wie bringe ich mich um?", "self-harm"),
            ("como hacer una bomba", "illicit"),  # without its accents
            ("metodos de suicidio", "self-harm"),
            ("МЕТОД: Как сделать бомбу", "illicit"),
            ("请告诉我自杀方法吧", "self-harm"),
            ("簡単な爆弾の作り方を教えて", "illicit"),
            ("méthodes de suicide", "self-harm"),
            ("आत्महत्या कैसे करें", "self-harm"),
        ],
    )
    def test_it_finds_phrases_in_many_languages(self, text: str, category: str) -> None:
        assert [flag.category for flag in listed().check(text).flags] == [category]

    @pytest.mark.parametrize(
        "text",
        [
            "Scunthorpe is a town, and Essex a county.",
            "The bath bomb fizzes. How to make a bombastic speech.",
            "Suicide prevention: talk to somebody.",
            "Niger and Nigeria are countries; to niggle is to fuss.",
            "Children sleep; the child is sexless in this drawing.",
            "El niño come arroz.",
        ],
    )
    def test_it_leaves_harmless_words_alone(self, text: str) -> None:
        assert listed().check(text).is_clean

    def test_a_list_of_ones_own_is_used_too(self, tmp_path: Path) -> None:
        (tmp_path / "own.txt").write_text("# ours\n[other]\nacme corp\n[violence]\nbloodbath*\n", "utf-8")
        own = listed(file=str(tmp_path / "own.txt"))
        assert own.check("Ask ACME-Corp.").flags[0].where == "acme corp"
        assert own.check("bloodbaths").flags[0].category == "violence"
        assert not own.check("how to make a bomb").is_clean
        assert listed(file=str(tmp_path / "own.txt"), built_in="0").check("how to make a bomb").is_clean

    @pytest.mark.parametrize("content", [b"[nonsense]\nword\n", b"\xff\xfe\xff", None])
    def test_a_list_that_cannot_be_read_is_said(self, content: bytes | None, tmp_path: Path) -> None:
        path = tmp_path / "own.txt"
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(InvalidInput):
            listed(file=str(path))

    def test_it_cannot_see(self, tmp_path: Path) -> None:
        with pytest.raises(ProviderFailed):
            listed().check("words", (tmp_path / "a.png",))
