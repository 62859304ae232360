"""What is told of a video: within YouTube's limits, from the script, by a model where there is one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.errors import InvalidInput, ProviderUnavailable
from reelwright.productions.narrate.script import Script, Section, Sentence
from reelwright.productions.publish.chapters import chapter_lines
from reelwright.productions.publish.suggest import suggested
from reelwright.providers.publishing import Publication, check_publication
from reelwright.providers.text import Source, TextAnswer, TextRequest

NOW = datetime(2026, 11, 1, tzinfo=UTC)
SCRIPT = Script(
    "How rice grows",
    "en",
    (
        Section("Water", (Sentence("Rice stands in water for weeks."), Sentence("Water keeps weeds from the rice."))),
        Section("Harvest", (Sentence("The harvest begins when the field is dry."),)),
    ),
    (Source("Rice", "https://example.com/rice"),),
)


class Model:
    name, version = "writer", "writer-1"

    def __init__(self, *answers: dict[str, Any] | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[TextRequest] = []

    def generate(self, request: TextRequest) -> TextAnswer:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return TextAnswer(answer)


def test_the_script_says_enough() -> None:
    found = suggested(SCRIPT, "x", [("Water", 0), ("Weeds", 20), ("Harvest", 45)], 60, None, ["Pictures: Ann"])
    assert (found.title, found.language, found.by) == ("How rice grows", "en", "")
    assert found.tags[0] == "rice"
    assert {"rice", "water"} <= set(found.tags)
    parts = found.description.split("\n\n")
    assert parts[0].startswith("Rice stands in water for weeks.")
    assert parts[1:] == ["0:00 Water\n0:20 Weeds\n0:45 Harvest", "Rice: https://example.com/rice", "Pictures: Ann"]


def test_a_model_that_says_nothing_twice_is_a_note() -> None:
    blank = {"title": " ", "description": "One.", "tags": []}
    model = Model(blank, blank)
    found = suggested(SCRIPT, "x", model=model)
    assert (found.title, found.by) == ("How rice grows", "")
    assert "the title is empty" in found.notes[0]
    assert "the title is empty" in model.asked[1].content


def test_a_model_writes_and_is_sent_back_what_youtube_refuses() -> None:
    good = {"title": "Rice in water", "description": "One.\n\nTwo.", "tags": ["rice", "#paddy", "rice"]}
    model = Model(good | {"title": "<b>Rice</b>"}, good)
    found = suggested(SCRIPT, "x", model=model)
    assert (found.title, found.tags, found.by) == ("Rice in water", ("rice", "paddy"), "writer-1")
    assert len(model.asked) == 2
    assert "Harvest" in model.asked[0].content


def test_a_model_that_is_away_is_a_note() -> None:
    found = suggested(SCRIPT, "x", model=Model(ProviderUnavailable("away")))
    assert found.title == "How rice grows"
    assert "away" in found.notes[0]


def test_without_a_script_the_title_stays() -> None:
    assert suggested(None, "My video").title == "My video"


@given(st.text(min_size=1, max_size=300), st.lists(st.text(max_size=400), max_size=30))
def test_what_is_suggested_can_be_published(title: str, sentences: list[str]) -> None:
    script = Script(title, "en", (Section("", tuple(Sentence(text) for text in sentences)),))
    found = suggested(script, title, [(text[:50], 11.0 * n) for n, text in enumerate(sentences)], None, None, sentences)
    check_publication(Publication(found.title or "x", found.description, found.tags), NOW)


def test_chapters_that_youtube_would_not_take_are_joined_or_left_out() -> None:
    rows = [("Start", 0.0), ("Too soon", 4.0), ("Middle", 12.0), ("Late", 30.0), ("Too late", 58.0)]
    assert chapter_lines(rows, 60) == ["0:00 Start", "0:12 Middle", "0:30 Late"]
    assert chapter_lines(rows[:3], 60) == []
    assert chapter_lines([("A", 3), ("B", 3000), ("C", 3700)]) == ["0:00:00 A", "0:50:00 B", "1:01:40 C"]


@pytest.mark.parametrize(
    "wrong",
    [
        Publication(""),
        Publication("x" * 101),
        Publication("a > b"),
        Publication("t", "ä" * 2501),
        Publication("t", tags=("x" * 251, "y" * 250)),
        Publication("t", privacy="public", publish_at=datetime(2027, 1, 1, tzinfo=UTC)),
        Publication("t", publish_at=NOW),
    ],
)
def test_what_no_place_would_take_is_refused(wrong: Publication) -> None:
    with pytest.raises(InvalidInput):
        check_publication(wrong, NOW)
