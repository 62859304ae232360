"""Translating segments: with context and a budget, only what changed, and one failed batch costs that batch."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from reelwright.errors import ProviderFailed, QuotaExceeded
from reelwright.productions.dub.document import DubDocument, Segment, Speaker, Term, Translation
from reelwright.productions.dub.fit.length import letters
from reelwright.productions.dub.model_translation import ModelTranslation
from reelwright.productions.dub.translating import Translating, best_fitting, rewriter, translate_dub
from reelwright.providers.text import TextAnswer, TextRequest


class Model:
    """A model that answers every line in three lengths, and keeps what it was asked."""

    name, version = "scripted", "1"

    def __init__(self, fails_on: str = "", leaves_out: str = "") -> None:
        self.asked: list[TextRequest] = []
        self._fails_on, self._leaves_out = fails_on, leaves_out

    def generate(self, request: TextRequest) -> TextAnswer:
        self.asked.append(request)
        lines = json.loads(request.content)["lines"]
        if self._fails_on and any(self._fails_on in line["text"] for line in lines):
            raise ProviderFailed("the model fell over")
        rows = [
            {"id": line["id"], "texts": [f"es {line['text']}", "corto", f"es {line['text']} " + "y más palabras " * 4]}
            for line in lines
            if line["id"] != self._leaves_out
        ]
        return TextAnswer({"translations": rows})

    @property
    def lines(self) -> list[str]:
        return [line["id"] for request in self.asked for line in json.loads(request.content)["lines"]]


def document(count: int = 30, seconds: float = 3) -> DubDocument:
    length = round(seconds * 1000)
    segments = tuple(
        Segment(f"s{i}", "A", i * (length + 500), i * (length + 500) + length, f"This is sentence number {i}.")
        for i in range(count)
    )
    return DubDocument("talk.mp4", "0" * 64, count * (length + 500), "en", (Speaker("A"),), segments)


def translate(told: DubDocument, model: Model, **how: object):
    return translate_dub(told, Translating("es", ModelTranslation(model), **how), lambda done, total: None)  # type: ignore[arg-type]


def test_every_line_is_translated_once_with_the_lines_around_it() -> None:
    model = Model()
    told = translate(document(), model)
    assert sorted(model.lines) == sorted(segment.id for segment in document().segments)
    assert told.document.outdated("es") == ()
    assert (told.failures, told.calls) == ({}, 3)
    second = json.loads(model.asked[1].content)
    assert second["before"][-1] == "This is sentence number 11."
    assert second["after"][0] == "This is sentence number 24."
    assert "Spanish" in model.asked[0].instructions
    assert "English" in model.asked[0].instructions
    assert second["lines"][0]["letters"][0] < second["lines"][0]["letters"][1]


def test_only_a_changed_line_is_translated_again_and_a_persons_own_is_left() -> None:
    before = translate(document(), Model()).document
    segments = tuple(
        replace(each, text="Something else.") if each.id in ("s3", "s4") else each for each in before.segments
    )
    changed = replace(before, segments=segments).with_translation(
        "es", "s4", Translation("Mío.", "old", is_edited=True)
    )
    model = Model()
    after = translate(changed, model).document
    assert model.lines == ["s3"]
    assert after.translation("es", "s4") == Translation("Mío.", "old", is_edited=True)


def test_the_candidate_that_fits_is_taken_and_the_natural_one_is_kept() -> None:
    told = translate(document(2, seconds=0.5), Model()).document
    short = told.translation("es", "s0")
    assert short is not None
    assert (short.text, short.full) == ("corto", "es This is sentence number 0.")
    roomy = translate(document(2, seconds=1.9), Model()).document.translation("es", "s0")
    assert roomy is not None
    assert (roomy.text, roomy.full) == ("es This is sentence number 0.", "")
    assert best_fitting(("abcd", "ab"), 10, 20) == "abcd"
    assert best_fitting((), 1, 2) == ""


def test_a_batch_that_fails_and_a_line_left_out_are_told_by_segment() -> None:
    told = translate(document(), Model(fails_on="number 13.", leaves_out="s0"))
    assert set(told.failures) == {"s0", *(f"s{i}" for i in range(12, 24))}
    assert told.document.translation("es", "s25") is not None
    with pytest.raises(ProviderFailed):
        translate(document(5), Model(fails_on="number 2."))

    class Spent(Model):
        def generate(self, request: TextRequest) -> TextAnswer:
            raise QuotaExceeded("spent")

    with pytest.raises(QuotaExceeded):
        translate(document(), Spent())


def test_only_terms_that_occur_are_told() -> None:
    told = replace(document(14), glossary=(Term("number 13", "el trece"), Term("Sentence"), Term("rice", "arroz")))
    model = Model()
    translate(told, model, register="formal", about="counting")
    first, second = (request.instructions for request in model.asked)
    assert '"Sentence": keep as it is' in first
    assert "trece" not in first
    assert 'say "el trece"' in second
    assert "rice" not in first + second
    assert "formal" in first
    assert "counting" in first


def test_another_length_is_one_of_the_candidates_or_asked_for() -> None:
    told = translate(document(3), Model()).document
    model = Model()
    rewrite = rewriter(told, Translating("es", ModelTranslation(model)))
    segment, have = told.segments[1], told.translation("es", "s1")
    assert have is not None
    assert rewrite(segment, have, 1, 6) == "corto"
    assert model.asked == []
    answered = rewrite(segment, replace(have, candidates=()), 40, 80)
    assert answered is not None
    assert letters(answered) >= 40
    line = json.loads(model.asked[0].content)["lines"][0]
    assert (line["translated before as"], line["letters"]) == (have.text, [40, 80])
