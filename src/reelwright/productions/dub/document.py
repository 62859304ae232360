"""The dub document: what was said, by whom and when, and what is said instead. Everything a person may edit is in it.

Times are whole milliseconds of the source video. Documents are frozen; an edit answers a new one.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from reelwright.errors import InvalidInput

VERSION = 1
_ID = re.compile(r"\w[\w.-]{0,63}")
Gender = Literal["female", "male", "neutral"]


@dataclass(frozen=True, slots=True)
class SourceWord:
    """A recognised word; ``confidence`` 0 to 1, negative when nobody told."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float = -1.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence or breath group of one speaker. ``id`` stays when the segment is edited; its parts get new ones when it is split.

    ``words`` may be empty (a transcript a person brought); their texts need not join to ``text`` once that was edited.
    """

    id: str
    speaker: str
    start_ms: int
    end_ms: int
    text: str
    words: tuple[SourceWord, ...] = ()

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms


@dataclass(frozen=True, slots=True)
class Translation:
    """What is said instead of a segment. ``full`` is the translation without regard to time, where ``text`` was made shorter.

    ``source`` is the segment's text it was made from: another one there means that it is out of date. ``voice`` overrides the
    speaker's. ``is_edited``: a person wrote it, so it is not translated again.
    """

    text: str
    source: str
    full: str = ""
    voice: str = ""
    is_edited: bool = False
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """``pitch_hz`` is the median of the fundamental frequency (0: not known); ``voices`` the voice taken for each language.

    ``clone_consent`` is the SHA-256 of the record of consent that allows the voice to be cloned.
    """

    id: str
    name: str = ""
    gender: Gender = "neutral"
    pitch_hz: float = 0.0
    voices: dict[str, str] = field(default_factory=dict[str, str])
    clone_consent: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary and how it is said in the target language; an empty ``target`` keeps it as it is."""

    source: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class DubDocument:
    """``segments`` in order of time; ``translations`` by language (BCP 47) and segment id; ``source_sha256`` of the video."""

    source: str
    source_sha256: str
    duration_ms: int
    language: str
    speakers: tuple[Speaker, ...]
    segments: tuple[Segment, ...]
    translations: dict[str, dict[str, Translation]] = field(default_factory=dict[str, dict[str, Translation]])
    glossary: tuple[Term, ...] = ()

    def segment(self, segment_id: str) -> Segment:
        """Raises ``InvalidInput`` for one that is not there."""
        for each in self.segments:
            if each.id == segment_id:
                return each
        raise InvalidInput(f"there is no segment {segment_id[:40]!r}", hint="`reel segments list` lists them")

    def speaker(self, speaker_id: str) -> Speaker:
        """Raises ``InvalidInput`` for one that is not there."""
        for each in self.speakers:
            if each.id == speaker_id:
                return each
        raise InvalidInput(
            f"there is no speaker {speaker_id[:40]!r}", hint=f"there are {', '.join(s.id for s in self.speakers)}"
        )

    def translation(self, language: str, segment_id: str) -> Translation | None:
        return self.translations.get(language, {}).get(segment_id)

    def with_translation(self, language: str, segment_id: str, translation: Translation) -> DubDocument:
        """The document with one translation put in place."""
        of_language = self.translations.get(language, {}) | {segment_id: translation}
        return replace(self, translations=self.translations | {language: of_language})

    def outdated(self, language: str) -> tuple[Segment, ...]:
        """Segments without a translation, or whose text changed since it was made (a person's own stands)."""
        found: list[Segment] = []
        for each in self.segments:
            have = self.translation(language, each.id)
            if have is None or (not have.is_edited and have.source != each.text):
                found.append(each)
        return tuple(found)


def write_dub(document: DubDocument) -> str:
    """The document as JSON text; equal documents give equal text."""
    tree = {
        "version": VERSION,
        "source": document.source, "sourceSha256": document.source_sha256, "duration": document.duration_ms,
        "language": document.language,
        "speakers": [_speaker_tree(each) for each in document.speakers],
        "glossary": [{"source": term.source, "target": term.target} for term in document.glossary],
        "segments": [_segment_tree(each) for each in document.segments],
        "translations": {
            language: {key: _translation_tree(value) for key, value in sorted(rows.items())}
            for language, rows in sorted(document.translations.items())
        },
    }  # fmt: skip
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"


def read_dub(text: str, name: str = "dub.json") -> DubDocument:
    """A document from its JSON. Raises ``InvalidInput`` naming what is wrong."""
    try:
        tree: Any = json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidInput(f"{name} is not JSON: {error.msg} at line {error.lineno}") from None
    try:
        if tree["version"] != VERSION:
            raise InvalidInput(f"{name} is of version {tree['version']}; this Reelwright reads {VERSION}")
        document = DubDocument(
            str(tree["source"]), str(tree["sourceSha256"]), int(tree["duration"]), str(tree["language"]),
            tuple(_speaker(row) for row in tree["speakers"]), tuple(_segment(row) for row in tree["segments"]),
            {
                str(language): {str(key): _translation(row) for key, row in rows.items()}
                for language, rows in tree.get("translations", {}).items()
            },
            tuple(Term(str(row["source"]), str(row.get("target", ""))) for row in tree.get("glossary", [])),
        )  # fmt: skip
    except InvalidInput:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidInput(f"{name} is not a dub document: {type(error).__name__} at {error}") from None
    return checked(document, name)


def checked(document: DubDocument, name: str = "dub.json") -> DubDocument:
    """The document. Raises ``InvalidInput`` for times out of order or of bounds, ids twice, or speakers nobody declared."""
    seen: set[str] = set()
    last: dict[str, Segment] = {}
    known = {speaker.id for speaker in document.speakers}
    for each in document.segments:
        place = f"{name}: segment {each.id!r}"
        if each.id in seen:
            raise InvalidInput(f"{place} is there twice")
        if not _ID.fullmatch(each.id):  # files are named by it
            raise InvalidInput(f"{place} has no usable id", hint="up to 64 letters, digits, points and dashes")
        if each.speaker not in known:
            raise InvalidInput(f"{place} is of speaker {each.speaker!r}, who is not declared")
        if not 0 <= each.start_ms < each.end_ms <= document.duration_ms:
            raise InvalidInput(f"{place} lasts from {each.start_ms} to {each.end_ms} ms, outside of the video")
        before = last.get(each.speaker)
        if before is not None and each.start_ms < before.end_ms:
            raise InvalidInput(f"{place} begins before {before.id!r} of the same speaker ends")
        seen.add(each.id)
        last[each.speaker] = each
    starts = [each.start_ms for each in document.segments]
    if starts != sorted(starts):
        raise InvalidInput(f"{name}: segments are not in order of time")
    return document


def same_video(before: DubDocument, after: DubDocument, name: str) -> DubDocument:
    """``after``, which a person sent in place of ``before``. Raises ``InvalidInput`` for the dub of another video."""
    if (before.source_sha256, before.duration_ms) != (after.source_sha256, after.duration_ms):
        raise InvalidInput(f"{name} is the dub of another video", hint="send the one of this dub, edited")
    return after


def _segment_tree(each: Segment) -> dict[str, Any]:
    words = [
        [word.text, word.start_ms, word.end_ms] + ([round(word.confidence, 3)] if word.confidence >= 0 else [])
        for word in each.words
    ]
    row: dict[str, Any] = {
        "id": each.id,
        "speaker": each.speaker,
        "start": each.start_ms,
        "end": each.end_ms,
        "text": each.text,
    }
    return row | ({"words": words} if words else {})


def _segment(row: Any) -> Segment:
    words = tuple(
        SourceWord(str(told[0]), int(told[1]), int(told[2]), float(told[3]) if len(told) > 3 else -1.0)
        for told in row.get("words", [])
    )
    return Segment(str(row["id"]), str(row["speaker"]), int(row["start"]), int(row["end"]), str(row["text"]), words)


def _translation_tree(each: Translation) -> dict[str, Any]:
    row: dict[str, Any] = {"text": each.text, "source": each.source}
    optional = {"full": each.full, "voice": each.voice, "edited": each.is_edited, "candidates": list(each.candidates)}
    return row | {name: value for name, value in optional.items() if value}


def _translation(row: Any) -> Translation:
    return Translation(
        str(row["text"]), str(row.get("source", "")), str(row.get("full", "")), str(row.get("voice", "")),
        bool(row.get("edited", False)), tuple(str(each) for each in row.get("candidates", [])),
    )  # fmt: skip


def _speaker_tree(each: Speaker) -> dict[str, Any]:
    row: dict[str, Any] = {"id": each.id, "name": each.name, "gender": each.gender, "pitch": round(each.pitch_hz, 1)}
    row["voices"] = dict(sorted(each.voices.items()))
    return row | ({"cloneConsent": each.clone_consent} if each.clone_consent else {})


def _speaker(row: Any) -> Speaker:
    gender: Gender = row.get("gender", "neutral")
    if gender not in ("female", "male", "neutral"):
        raise InvalidInput(f"speaker {row['id']!r} has a gender nobody knows", hint="female, male or neutral")
    return Speaker(
        str(row["id"]), str(row.get("name", "")), gender, float(row.get("pitch", 0)),
        {str(key): str(value) for key, value in row.get("voices", {}).items()}, str(row.get("cloneConsent", "")),
    )  # fmt: skip
