"""A transcript that a person brings: captions, words, a table, or a dub document."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reelwright.captions.cues import Cue
from reelwright.captions.formats.ass import parse_ass
from reelwright.captions.formats.srt import parse_srt
from reelwright.captions.formats.vtt import parse_vtt
from reelwright.errors import InvalidInput
from reelwright.productions.dub.document import Segment, SourceWord, Speaker, Translation, read_dub
from reelwright.productions.dub.segment_table import read_rows
from reelwright.productions.dub.segmenting import Said, segments_of_words
from reelwright.productions.narrate.language import detect_language
from reelwright.transcript import Word, parse_words
from reelwright.transcript.text_file import read_text_file

_NAMED = re.compile(r"^\s*(?:[-–—]\s*)?(?P<name>[^\W\d_][\w .'-]{0,30}?)\s*:\s+(?=\S)")
"""``Anna: …`` at the beginning of a caption says who speaks."""


@dataclass(frozen=True, slots=True)
class OwnTranscript:
    speakers: tuple[Speaker, ...]
    segments: tuple[Segment, ...]
    translations: dict[str, dict[str, Translation]] = field(default_factory=dict[str, dict[str, Translation]])


def read_transcript(path: Path, duration_ms: int) -> OwnTranscript:
    """Segments of a ``.srt``, ``.vtt``, ``.ass``, ``.json`` or ``.tsv`` file; what lies beyond the video is left out.

    Captions become sentences again: their breaks are made for reading. Raises ``InvalidInput``.
    """
    text = read_text_file(path)
    suffix = path.suffix.lower()
    if suffix == ".tsv":
        return _of_table(text, path.name, duration_ms)
    if suffix == ".json" and _is_dub(text):
        document = read_dub(text, path.name)
        return OwnTranscript(document.speakers, document.segments, document.translations)
    said = _said_words(parse_words(text, path.name)) if suffix == ".json" else _said_cues(_cues(text, path))
    inside = [each for each in said if each.word.start_ms < duration_ms]
    bounded = [Said(_within(each.word, duration_ms), each.speaker) for each in inside]
    language = detect_language(" ".join(each.word.text for each in bounded))
    segments = segments_of_words(_apart(bounded), language)
    names = dict.fromkeys(segment.speaker for segment in segments)
    return OwnTranscript(tuple(Speaker(name, name if len(names) > 1 else "") for name in names), segments)


def read_spoken_text(path: Path) -> list[tuple[str, str]]:
    """The words of a plain text, each with who says it: as ``Anna: …`` at the beginning of a line tells, else nobody (empty).

    Whoever spoke last goes on. Raises ``InvalidInput`` for a file that cannot be read, or without words.
    """
    found: list[tuple[str, str]] = []
    speaker = ""
    for line in read_text_file(path).splitlines():
        match = _NAMED.match(line)
        if match:
            speaker = " ".join(match["name"].split())
        found += [(word, speaker) for word in line[match.end() if match else 0 :].split()]
    if not any(char.isalnum() for word, _ in found for char in word):
        raise InvalidInput(f"there are no words in {path.name}")
    return found


def _cues(text: str, path: Path) -> list[Cue]:
    parsers = {".srt": parse_srt, ".vtt": parse_vtt, ".ass": parse_ass, ".ssa": parse_ass}
    parse = parsers.get(path.suffix.lower())
    if parse is None:
        raise InvalidInput(
            f"{path.name} is no transcript", hint="give .srt, .vtt, .ass, .tsv, .json (words) or .txt (what is said)"
        )
    return parse(text, path.name)


def _is_dub(text: str) -> bool:
    try:
        tree = json.loads(text)
    except json.JSONDecodeError:
        return False
    return isinstance(tree, dict) and "segments" in tree and "version" in tree


def _said_words(words: Sequence[Word]) -> list[Said]:
    return [Said(SourceWord(word.text, round(word.start * 1000), round(word.end * 1000)), "A") for word in words]


def _said_cues(cues: Sequence[Cue]) -> list[Said]:
    """Words of cues; a name before a colon says whose they are, and whoever spoke last goes on without one."""
    said: list[Said] = []
    speaker = "A"
    for cue in cues:
        words = list(cue.words)
        match = _NAMED.match(cue.text.replace("\n", " "))
        if match:
            speaker = " ".join(match["name"].split())
            named = len(match[0].split())
            words = words[named:]
        said += [Said(each.word, speaker) for each in _said_words(words)]
    return said


def _apart(said: Sequence[Said]) -> list[Said]:
    """Words of one speaker do not overlap: captions sometimes do by a few milliseconds."""
    last: dict[str, int] = {}
    found: list[Said] = []
    for each in sorted(said, key=lambda each: each.word.start_ms):
        start = max(each.word.start_ms, last.get(each.speaker, 0))
        end = max(each.word.end_ms, start + 1)
        last[each.speaker] = end
        found.append(Said(SourceWord(each.word.text, start, end, each.word.confidence), each.speaker))
    return found


def _within(word: SourceWord, duration_ms: int) -> SourceWord:
    return SourceWord(word.text, word.start_ms, max(word.start_ms + 1, min(word.end_ms, duration_ms)), word.confidence)


def _of_table(text: str, name: str, duration_ms: int) -> OwnTranscript:
    rows = read_rows(text, name)
    segments = tuple(
        Segment(row.id or f"s{number}", row.speaker or "A", row.start_ms, min(row.end_ms, duration_ms), row.text)
        for number, row in enumerate(sorted(rows, key=lambda row: row.start_ms), 1)
        if row.start_ms < duration_ms
    )
    names = dict.fromkeys(segment.speaker for segment in segments)
    return OwnTranscript(tuple(Speaker(each, each if len(names) > 1 else "") for each in names), segments)
