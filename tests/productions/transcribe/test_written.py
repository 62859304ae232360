"""A transcript for people, for programs and as captions."""

from __future__ import annotations

import json

import pytest

from reelwright.captions.cues import CueLimits
from reelwright.productions.transcribe.speakers import with_speakers
from reelwright.productions.transcribe.written import transcript_cues, transcript_json, transcript_text
from reelwright.providers.heard_words import Heard, recognised
from reelwright.providers.recognition import Recognised
from reelwright.providers.speakers import Turn
from reelwright.transcript import parse_words


def _talk() -> Recognised:
    said = "Are you here? Yes. I am here."
    speakers = ["x", "x", "x", "y", "y", "y", "y"]
    rows = [Heard(word, at * 0.5, at * 0.5 + 0.5, speakers[at], 0.5) for at, word in enumerate(said.split())]
    return recognised(rows, 3725, "en")


def test_text_has_a_paragraph_for_each_turn() -> None:
    assert transcript_text(_talk()) == "[0:00:00] A: Are you here?\n\n[0:00:01] B: Yes. I am here.\n"


def test_long_speech_is_divided_into_paragraphs() -> None:
    rows = [Heard("Word.", at * 10 + 3600, at * 10 + 3601) for at in range(12)]
    told = transcript_text(recognised(rows, 3800, "en")).strip().split("\n\n")
    assert [paragraph[:9] for paragraph in told] == ["[1:00:00]", "[1:01:00]"]


def test_json_is_a_word_list_too() -> None:
    told = transcript_json(_talk(), "Somebody", ("a note",))
    data = json.loads(told)
    assert (data["language"], data["by"], data["notes"], data["seconds"]) == ("en", "Somebody", ["a note"], 3725)
    assert [(part["speaker"], part["text"]) for part in data["parts"]] == [
        ("A", "Are you here?"), ("B", "Yes."), ("B", "I am here."),
    ]  # fmt: skip
    assert [word.text for word in parse_words(told)] == "Are you here? Yes. I am here.".split()


def test_no_caption_holds_words_of_two_speakers() -> None:
    cues = transcript_cues(_talk(), CueLimits())
    assert [cue.text for cue in cues] == ["Are you here?", "Yes. I am here."]
    assert all(first.end <= second.start for first, second in zip(cues, cues[1:], strict=False))


def test_words_go_to_whoever_speaks_then() -> None:
    rows = [Heard(word, at, at + 0.8) for at, word in enumerate("one two three four".split())]
    told = with_speakers(recognised(rows, 9, "en"), [Turn("A", 0.5, 1.9), Turn("B", 2.0, 2.9)])
    assert [(part.speaker, part.last - part.first) for part in told.parts] == [("A", 2), ("B", 2)]
    assert with_speakers(_talk(), []) == _talk()


@pytest.mark.parametrize("text", ["你 好", "a"])
def test_scripts_without_spaces_are_joined(text: str) -> None:
    heard = recognised([Heard(word, at, at + 1) for at, word in enumerate(text.split())], 9, "zh")
    assert transcript_text(heard).strip().endswith(text.replace(" ", ""))
