"""The dub document: written and read again the same, and refused with a reason when it cannot be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reelwright.errors import InvalidInput
from reelwright.productions.dub.document import (
    DubDocument,
    Segment,
    SourceWord,
    Speaker,
    Term,
    Translation,
    checked,
    read_dub,
    write_dub,
)

DOCUMENT = DubDocument(
    "talk.mp4", "ab" * 32, 10_000, "en",
    (Speaker("A", "Anna", "female", 201.4, {"es": "espeak:es+f3"}), Speaker("B")),
    (
        Segment("s1", "A", 0, 2000, "Hello there.", (SourceWord("Hello", 0, 900, 0.91), SourceWord("there.", 900, 2000))),
        Segment("s2", "B", 1900, 4000, "Hi!"),
        Segment("s3", "A", 4000, 9000, "Rice grows."),
    ),
    {"es": {"s1": Translation("Hola.", "Hello there.", "Hola a todos.", candidates=("Hola.", "Hola a todos."))}},
    (Term("Reelwright"), Term("rice", "arroz")),
)  # fmt: skip


def test_a_document_is_read_as_it_was_written() -> None:
    assert read_dub(write_dub(DOCUMENT)) == DOCUMENT


def test_what_needs_translating_is_what_has_none_or_an_older_one() -> None:
    assert [each.id for each in DOCUMENT.outdated("es")] == ["s2", "s3"]
    changed = replace(DOCUMENT, segments=(replace(DOCUMENT.segments[0], text="Hello you."), *DOCUMENT.segments[1:]))
    assert [each.id for each in changed.outdated("es")] == ["s1", "s2", "s3"]
    own = changed.with_translation("es", "s1", Translation("Buenas.", "Hello there.", is_edited=True))
    assert [each.id for each in own.outdated("es")] == ["s2", "s3"]
    assert DOCUMENT.translation("es", "s1") == Translation(
        "Hola.", "Hello there.", "Hola a todos.", candidates=("Hola.", "Hola a todos.")
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"segments": (DOCUMENT.segments[0], replace(DOCUMENT.segments[1], id="s1"))}, "twice"),
        ({"segments": (replace(DOCUMENT.segments[0], speaker="C"),)}, "not declared"),
        ({"segments": (replace(DOCUMENT.segments[0], end_ms=11_000),)}, "outside"),
        ({"segments": (replace(DOCUMENT.segments[0], end_ms=0),)}, "outside"),
        ({"segments": (DOCUMENT.segments[0], replace(DOCUMENT.segments[2], start_ms=1500))}, "same speaker"),
        ({"segments": (DOCUMENT.segments[2], DOCUMENT.segments[1])}, "order"),
    ],
)
def test_a_document_that_cannot_be_is_refused_naming_the_segment(change: dict[str, object], told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        checked(replace(DOCUMENT, **change))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 2}', write_dub(DOCUMENT).replace('"segments"', '"parts"')]
)
def test_what_is_no_dub_document_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_dub(text)
