"""Segments as files that people edit elsewhere: a table (.tsv) or captions (.srt, .vtt), out and back in."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.captions.formats.srt import parse_srt
from reelwright.captions.formats.vtt import parse_vtt
from reelwright.errors import InvalidInput
from reelwright.productions.dub.document import DubDocument, Segment

COLUMNS = ("id", "start", "end", "speaker", "text", "translation", "voice")
SUFFIXES = (".tsv", ".srt", ".vtt")
_MARKUP = re.compile(r"<|-->|&[#\w]+;|\{\\")
"""What readers of captions take for something else than words."""
_STAMP = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2}(?:[.,]\d{1,3})?)")


@dataclass(frozen=True, slots=True)
class Row:
    """A segment as it stands in a file; ``id`` is empty in captions. ``text`` is the source's words, ``translation`` the other's."""

    start_ms: int
    end_ms: int
    id: str = ""
    speaker: str = ""
    text: str = ""
    translation: str | None = None
    voice: str | None = None


def write_rows(document: DubDocument, language: str | None, suffix: str) -> str:
    """All segments: as a table with both languages, or as captions of one (``None``: the source's). Raises ``InvalidInput``."""
    if suffix == ".tsv":
        buffer = io.StringIO()
        table = csv.writer(buffer, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
        table.writerow(COLUMNS)
        for each in document.segments:
            have = document.translation(language, each.id) if language else None
            table.writerow(
                (each.id, _stamp(each.start_ms), _stamp(each.end_ms), each.speaker, _flat(each.text), _flat(have.text) if have else "",
                 have.voice if have else "")
            )  # fmt: skip
        return buffer.getvalue()
    if suffix not in SUFFIXES:
        raise InvalidInput(f"segments are not written as {suffix or 'that'}", hint="choose .tsv, .srt, .vtt or .json")
    blocks = [
        _block(number, each, _shown(document, language, each), suffix)
        for number, each in enumerate(document.segments, 1)
    ]
    return ("WEBVTT\n\n" if suffix == ".vtt" else "") + "\n".join(blocks)


def read_rows(text: str, name: str) -> list[Row]:
    """Rows of a file. Raises ``InvalidInput`` naming the line."""
    if name.lower().endswith(".tsv"):
        return _table_rows(text, name)
    parse = parse_vtt if name.lower().endswith(".vtt") else parse_srt
    return [
        Row(round(cue.start * 1000), round(cue.end * 1000), translation=_flat(cue.text).strip())
        for cue in parse(text, name)
    ]


def _table_rows(text: str, name: str) -> list[Row]:
    lines = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter="\t"))
    header = [each.strip().lower() for each in lines[0]] if lines else []
    if "start" not in header or "end" not in header:
        raise InvalidInput(f"{name} wants a first line with the columns {', '.join(COLUMNS)}", hint="separated by tabs")
    rows: list[Row] = []
    for number, line in enumerate(lines[1:], 2):
        if not any(each.strip() for each in line):
            continue
        told = dict(zip(header, (each.strip() for each in line), strict=False))
        start, end = _ms(told.get("start", ""), name, number), _ms(told.get("end", ""), name, number)
        if end <= start:
            raise InvalidInput(f"{name}: line {number} ends before it starts")
        rows.append(
            Row(
                start,
                end,
                told.get("id", ""),
                told.get("speaker", ""),
                told.get("text", ""),
                told.get("translation"),
                told.get("voice"),
            )
        )
    return rows


def matched(document: DubDocument, rows: Sequence[Row], name: str) -> list[tuple[Segment, Row]]:
    """Each row with its segment: by id, by place where as many came back as went out, else by the time they share.

    Raises ``InvalidInput`` for a row that fits none, or two that fit the same.
    """
    by_id = {each.id: each for each in document.segments}
    found: list[tuple[Segment, Row]] = []
    if rows and not any(row.id for row in rows) and len(rows) == len(document.segments):
        return list(zip(document.segments, rows, strict=True))
    for number, row in enumerate(rows, 1):
        segment = (
            by_id.get(row.id) if row.id else max(document.segments, key=lambda each: _shared(each, row), default=None)
        )
        if segment is None or (not row.id and _shared(segment, row) <= 0):
            raise InvalidInput(
                f"{name}: entry {number} ({_stamp(row.start_ms)}) belongs to no segment",
                hint="add segments with `split`",
            )
        if any(segment.id == other.id for other, _ in found):
            raise InvalidInput(f"{name}: entry {number} belongs to segment {segment.id}, as one before it does")
        found.append((segment, row))
    return found


def _shared(segment: Segment, row: Row) -> int:
    return min(segment.end_ms, row.end_ms) - max(segment.start_ms, row.start_ms)


def _shown(document: DubDocument, language: str | None, each: Segment) -> str:
    have = document.translation(language, each.id) if language else None
    return _flat(have.text if have else "" if language else each.text) or "…"


def _block(number: int, each: Segment, text: str, suffix: str) -> str:
    mark, point = (each.id, ".") if suffix == ".vtt" else (str(number), ",")
    return f"{mark}\n{_stamp(each.start_ms, point)} --> {_stamp(each.end_ms, point)}\n{_marked(text, suffix)}\n"


def _marked(text: str, suffix: str) -> str:
    """Escaped as WebVTT asks; in SubRip, whose readers do not agree, only where it would not be read as what it is."""
    is_plain = suffix == ".srt" and not _MARKUP.search(text)
    return text if is_plain else html.escape(text, quote=False).replace("{\\", "&#123;\\")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _stamp(ms: int, point: str = ".") -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"


def _ms(text: str, name: str, line: int) -> int:
    match = _STAMP.fullmatch(text.strip())
    if match:
        hours, minutes, seconds = int(match[1] or 0), int(match[2]), float(match[3].replace(",", "."))
        return round((hours * 3600 + minutes * 60 + seconds) * 1000)
    try:
        return round(float(text) * 1000)
    except ValueError:
        raise InvalidInput(
            f"{name}: line {line} has no time in {text[:20]!r}", hint="write 00:01:02.500, or seconds"
        ) from None
