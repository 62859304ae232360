"""Conversations: written by a model, shared out between voices, with the pauses people leave."""

from __future__ import annotations

from typing import Any

import pytest

from reelwright.errors import InvalidInput, ProviderFailed
from reelwright.productions.narrate.script import Script, Section, Sentence
from reelwright.productions.podcast.conversation import shared_out, voices_of, with_breath, written
from reelwright.providers.text import TextAnswer, TextRequest

LONG = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen."


def script(*sections: tuple[str, ...], speakers: tuple[str, ...] = ()) -> Script:
    told = tuple(
        Section(f"Part {number}", tuple(Sentence(text, speaker=speakers[place % len(speakers)] if speakers else "") for place, text in enumerate(rows)))
        for number, rows in enumerate(sections)
    )  # fmt: skip
    return Script("Title", "en", told)


def test_an_article_is_told_in_turns() -> None:
    """Sentences keep their order; nobody goes on for long; a question is answered by another; a chapter changes the voice."""
    told = shared_out(script((LONG,) * 5, ("But why is that?", "Because of heat.", "Short.")), ("Ada", "Ben"))
    said = [(each.speaker, each.text) for each in told.sentences]
    assert [text for _, text in said] == [*[LONG] * 5, "But why is that?", "Because of heat.", "Short."]
    assert [who for who, _ in said] == ["Ada", "Ada", "Ben", "Ben", "Ada", "Ben", "Ada", "Ada"]


def test_answers_come_quicker_than_new_thoughts() -> None:
    told = with_breath(script(("Why?", "So.", "And more."), ("Next.",), speakers=("Ada", "Ben", "Ben")))
    pauses = [each.pause or 0.0 for each in told.sentences]
    assert 0 < pauses[0] <= pauses[1] < pauses[2]


def test_a_pause_that_is_written_stays() -> None:
    sentence = Sentence("Wait.", pause=2.5, speaker="Ada")
    told = with_breath(Script("T", "en", (Section("", (sentence, Sentence("Yes.", speaker="Ben"))),)))
    assert told.sentences[0].pause == 2.5


def test_too_many_voices_and_lines_of_nobody_are_refused() -> None:
    with pytest.raises(InvalidInput, match="5 speakers"):
        voices_of(script(("a.", "b.", "c.", "d.", "e."), speakers=("A", "B", "C", "D", "E")))
    with pytest.raises(InvalidInput, match="nobody says"):
        voices_of(Script("T", "en", (Section("", (Sentence("Hi.", speaker="Ada"), Sentence("And so on."))),)))


class Model:
    name, version = "scripted", "1"

    def __init__(self, *answers: dict[str, Any]) -> None:
        self._answers = list(answers)
        self.asked: list[TextRequest] = []

    def generate(self, request: TextRequest) -> TextAnswer:
        self.asked.append(request)
        return TextAnswer(self._answers.pop(0))


def answer(*speakers: str) -> dict[str, Any]:
    lines = [{"speaker": who, "text": "One thing. And another."} for who in speakers]
    return {"title": "Bread", "chapters": [{"title": "Start", "lines": lines}]}


def test_a_model_writes_a_conversation_of_all_speakers() -> None:
    """One in which somebody is silent is sent back."""
    model = Model(answer("Ada", "Ada"), answer("Ada", "Ben"))
    told, _ = written(model, "Bread", ("Ada", "Ben"), "en", 60)
    assert [each.speaker for each in told.sentences] == ["Ada", "Ada", "Ben", "Ben"]
    assert "Ben says nothing" in model.asked[1].content
    with pytest.raises(ProviderFailed):
        written(Model(answer("Ada"), answer("Ada")), "Bread", ("Ada", "Ben"), "en", 60)
