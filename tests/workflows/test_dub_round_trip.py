"""Segments go out as a file, two of them are edited elsewhere, and exactly these two are made again: every call is counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reelwright.cli.segments import group
from reelwright.providers.speech import Speech, SpeechAbilities, SpeechRequest, Voice
from reelwright.vendors.local_speech.espeak import EspeakSpeech
from reelwright.workflows.dub_request import DubResult
from tests.workflows.dialogue import LINES, SPANISH, Dialogue, dialogue
from tests.workflows.test_dub import Listener, Phrasebook, run, tools

SUFFIXES = (".srt", ".vtt", ".tsv")


@dataclass
class CountedVoice:
    """eSpeak NG, with every text it was asked to say."""

    voice: EspeakSpeech = field(default_factory=EspeakSpeech)
    said: list[str] = field(default_factory=list)
    version: str = "1"

    @property
    def abilities(self) -> SpeechAbilities:
        return self.voice.abilities

    def voices(self) -> tuple[Voice, ...]:
        return self.voice.voices()

    def speak(self, request: SpeechRequest) -> Speech:
        self.said.append(request.text)
        return self.voice.speak(request)


@dataclass
class Desk:
    """A dub that was made, and everybody who worked on it."""

    folder: Path
    told: Dialogue
    heard: Listener
    book: Phrasebook
    voice: CountedVoice

    def made(self) -> DubResult:
        kit = tools(self.heard, translators=(self.book,), speech=self.voice)
        return run(self.told, self.folder, kit, stop_after="speech")

    def edited(self, suffix: str, language: str | None, change: Callable[[str], str]) -> str:
        """Export, change the file's text as an editor on Windows saves it, import; what the command said."""
        file = self.folder / f"lines{suffix}"
        to = ["--to", language] if language else []
        project = str(self.folder / "talk.dub")
        out = CliRunner().invoke(group, ["export", project, *to, "-o", str(file)])
        assert out.exit_code == 0, out.output
        before = file.read_text("utf-8")
        after = change(before)
        assert after != before
        file.write_bytes(b"\xef\xbb\xbf" + after.replace("\n", "\r\n").encode())
        put = CliRunner().invoke(group, ["import", project, str(file), *to])
        assert put.exit_code == 0, put.output
        return put.output

    def forget(self) -> None:
        self.heard.calls = 0
        self.book.asked.clear()
        self.voice.said.clear()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    told = dialogue(tmp_path / "talk.mp4")
    desk = Desk(tmp_path, told, Listener(told), Phrasebook(), CountedVoice())
    made = desk.made()
    assert (made.speech_calls, len(desk.book.asked)) == (len(desk.voice.said), len(LINES))
    desk.forget()
    return desk


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_two_edited_translations_are_two_segments_spoken_again(desk: Desk, suffix: str) -> None:
    told = desk.edited(
        suffix, "es", lambda text: text.replace("invitarme", "llamarme").replace("el agua.", "el arroz.", 9)
    )
    changed = [each.strip() for each in told.removeprefix("changed:").split(",")]
    lines = {
        line: spanish.replace("invitarme", "llamarme").replace("el agua.", "el arroz.")
        for line, spanish in SPANISH.items()
    }
    new = [text for line, text in lines.items() if text != SPANISH[line]]
    made = desk.made()
    assert made.spoken["es"] == changed
    assert {*desk.voice.said} == {*new}
    assert (desk.heard.calls, desk.book.asked, made.translation_calls) == (0, [], 0)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_two_corrected_lines_are_two_segments_translated_and_spoken_again(desk: Desk, suffix: str) -> None:
    told = desk.edited(
        suffix, None, lambda text: text.replace("four months", "five months").replace("having me", "asking me")
    )
    assert told == "changed: s2, s4\n"
    made = desk.made()
    assert desk.book.asked == ["Thank you for asking me.", "It takes five months to grow."]
    assert made.spoken["es"] == ["s2", "s4"]
    assert {*desk.voice.said} == {"No lo sé."}
    assert desk.heard.calls == 0
    again = desk.made()
    assert (again.speech_calls, again.translation_calls) == (0, 0)
