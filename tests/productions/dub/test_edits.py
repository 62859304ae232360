"""Edits of a dub: pure, exact, and refused where they cannot be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reelwright.errors import InvalidInput
from reelwright.productions.dub.document import (
    DubDocument,
    Segment,
    SourceWord,
    Speaker,
    Translation,
    checked,
    same_video,
)
from reelwright.productions.dub.edits import (
    changed_between,
    merge_segments,
    replacements,
    split_segment,
    with_own_translation,
    with_replacements,
    with_rows,
    with_speaker,
    with_text,
    with_times,
    with_voice,
)
from reelwright.productions.dub.segment_table import read_rows, write_rows


def words(text: str, start: int, pace: int = 500) -> tuple[SourceWord, ...]:
    return tuple(SourceWord(word, start + i * pace, start + (i + 1) * pace) for i, word in enumerate(text.split()))


DOCUMENT = DubDocument(
    "talk.mp4", "0" * 64, 20_000, "en", (Speaker("A"), Speaker("B")),
    (
        Segment("s1", "A", 0, 3000, "Rice grows in water, you know.", words("Rice grows in water, you know.", 0)),
        Segment("s2", "B", 4000, 5000, "Really?"),
        Segment("s3", "A", 6000, 9000, "Yes, the rice does."),
    ),
    {"es": {key: Translation(f"es {key} arroz", source) for key, source in (("s1", "Rice grows in water, you know."), ("s3", "Yes, the rice does."))}},
)  # fmt: skip


def test_a_segment_is_divided_between_words_and_joined_again() -> None:
    split = split_segment(DOCUMENT, "s1", 2100)
    first, second = split.segments[:2]
    assert (first.id, first.text, first.end_ms) == ("s1", "Rice grows in water,", 2000)
    assert (second.id, second.text, second.start_ms) == ("s1.2", "you know.", 2000)
    assert split.translation("es", "s1") is None
    assert split.translation("es", "s3") == DOCUMENT.translation("es", "s3")
    joined = merge_segments(split, "s1")
    assert (joined.segments[0].text, joined.segments[0].end_ms) == (DOCUMENT.segments[0].text, 3000)
    assert split_segment(DOCUMENT, "s3", 7000).segments[2].text == "Yes,"
    for segment, at in (("s1", 0), ("s1", 5000), ("s2", 4500), ("nobody", 1)):
        with pytest.raises(InvalidInput):
            split_segment(DOCUMENT, segment, at)
    with pytest.raises(InvalidInput):
        merge_segments(DOCUMENT, "s3")


def test_joined_translations_are_joined() -> None:
    merged = merge_segments(DOCUMENT, "s1")
    assert [each.id for each in merged.segments] == ["s1", "s2"]
    assert merged.translation("es", "s1").text == "es s1 arroz es s3 arroz"  # type: ignore[union-attr]
    assert merged.outdated("es") == (merged.segments[1],)


def test_replacements_are_shown_before_they_are_made() -> None:
    touched = replacements(DOCUMENT, "RICE", "maize", None)
    assert [(each.id, each.after) for each in touched] == [
        ("s1", "maize grows in water, you know."),
        ("s3", "Yes, the maize does."),
    ]
    assert replacements(DOCUMENT, "ric", "x", None) == []
    assert len(replacements(DOCUMENT, "ric", "x", None, whole_words=False)) == 2
    done = with_replacements(DOCUMENT, touched)
    assert [each.id for each in done.outdated("es")] == ["s1", "s2", "s3"]
    with pytest.raises(InvalidInput, match="meanwhile"):
        with_replacements(done, touched)
    es = with_replacements(DOCUMENT, replacements(DOCUMENT, "arroz", "maíz", "es"))
    assert es.translation("es", "s1").is_edited  # type: ignore[union-attr]
    with pytest.raises(InvalidInput):
        replacements(DOCUMENT, " ", "x", None)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidInput):
        with_text(DOCUMENT, "s1", "  ")
    with pytest.raises(InvalidInput):
        with_times(DOCUMENT, "s1", 0, 7000)  # into s3 of the same speaker
    with pytest.raises(InvalidInput):
        with_voice(DOCUMENT, "es", "s2", "espeak:es")
    assert with_times(DOCUMENT, "s1", 100, 3100).segment("s1").start_ms == 100
    assert {each.id for each in with_speaker(DOCUMENT, "s2", "C").speakers} == {"A", "B", "C"}


def test_an_empty_translation_asks_for_a_new_one() -> None:
    own = with_own_translation(DOCUMENT, "es", "s1", "Mío.")
    assert with_own_translation(own, "es", "s1", "").translation("es", "s1") is None


def test_a_table_carries_everything_and_captions_times_and_words() -> None:
    table = write_rows(DOCUMENT, "es", ".tsv").replace("Really?", "Oh, really?").replace("es s3 arroz", "sí")
    done, changed = with_rows(DOCUMENT, "es", read_rows(table, "a.tsv"), "a.tsv")
    assert changed == ["s2", "s3"]
    assert done.segment("s2").text == "Oh, really?"
    srt = write_rows(DOCUMENT, None, ".srt").replace("00:00:04,000", "00:00:03,500")
    moved, changed = with_rows(DOCUMENT, None, read_rows(srt, "a.srt"), "a.srt")
    assert changed == ["s2"]
    assert moved.segment("s2").start_ms == 3500
    fewer = "\n\n".join(srt.split("\n\n")[:2])
    assert with_rows(DOCUMENT, None, read_rows(fewer, "a.srt"), "a.srt")[1] == ["s2"]


@pytest.mark.parametrize(
    "text",
    [
        "id\ttext\n",
        "id\tstart\tend\ns1\tsoon\t3\n",
        "id\tstart\tend\ns1\t3\t2\n",
        "start\tend\n50\t51\n",
        "id\tstart\tend\ns9\t1\t2\n",
    ],
)
def test_a_table_that_cannot_be_is_refused_naming_the_place(text: str) -> None:
    with pytest.raises(InvalidInput):
        with_rows(DOCUMENT, "es", read_rows(text, "a.tsv"), "a.tsv")


def test_what_changed_is_named() -> None:
    assert changed_between(DOCUMENT, DOCUMENT) == []
    assert changed_between(DOCUMENT, with_own_translation(DOCUMENT, "es", "s3", "Sí.")) == ["s3"]
    split = split_segment(DOCUMENT, "s1", 2100)
    assert changed_between(DOCUMENT, split) == ["s1", "s1.2"]
    assert changed_between(split, merge_segments(split, "s1")) == ["s1", "s1.2"]


def test_a_document_of_another_video_is_refused() -> None:
    assert same_video(DOCUMENT, with_text(DOCUMENT, "s2", "Oh?"), "it").segments[1].text == "Oh?"
    for other in (replace(DOCUMENT, source_sha256="1" * 64), replace(DOCUMENT, duration_ms=10**12)):
        with pytest.raises(InvalidInput, match="another video"):
            same_video(DOCUMENT, other, "it")


@pytest.mark.parametrize("name", ["", "..", "../s1", "a/b", ".hidden", "a" * 65])
def test_ids_that_cannot_name_files_are_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="usable id"):
        checked(replace(DOCUMENT, segments=(replace(DOCUMENT.segments[0], id=name),)))
