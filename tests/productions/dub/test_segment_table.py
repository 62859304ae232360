"""Segments as files: what goes out comes back as it was, whatever its words look like."""

from __future__ import annotations

import pytest

from reelwright.productions.dub.document import DubDocument, Segment, Speaker
from reelwright.productions.dub.edits import with_own_translation, with_rows
from reelwright.productions.dub.segment_table import read_rows, write_rows

SUFFIXES = (".srt", ".vtt", ".tsv")
_SEGMENTS = (Segment("s1", "A", 1000, 2500, "First."), Segment("s2", "A", 3000, 4000, "Second."))


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "text",
    ["Fish & chips < 3 £ &amp; more", "NOTE this", "<b>Sí</b> --> no", 'Di "hola" ya', "42", "{\\an8} Sí", "&lt;i&gt;"],
)
def test_words_that_look_like_markup_come_back_as_they_went(suffix: str, text: str) -> None:
    document = DubDocument("talk.mp4", "0" * 64, 10_000, "en", (Speaker("A"),), _SEGMENTS)
    document = with_own_translation(with_own_translation(document, "es", "s1", "Uno."), "es", "s2", text)
    name = f"lines{suffix}"
    assert with_rows(document, "es", read_rows(write_rows(document, "es", suffix), name), name) == (document, [])


def test_a_table_with_a_byte_order_mark_is_read_by_its_ids() -> None:
    document = DubDocument("talk.mp4", "0" * 64, 10_000, "en", (Speaker("A"),), _SEGMENTS)
    table = "\ufeff" + write_rows(document, None, ".tsv").replace("Second.", "Last.")
    assert [row.id for row in read_rows(table, "lines.tsv")] == ["s1", "s2"]
    assert with_rows(document, None, read_rows(table, "lines.tsv"), "lines.tsv")[1] == ["s2"]
