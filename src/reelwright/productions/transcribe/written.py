"""A transcript as text, as JSON and as captions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from reelwright.captions.cues import Cue, CueLimits, build_cues
from reelwright.captions.joining import joined
from reelwright.providers.recognition import Recognised, SpokenPart


def transcript_text(recognised: Recognised) -> str:
    """A paragraph for each turn of a speaker, with the time it begins; without speakers, one for each minute or so of speech."""
    return "\n\n".join(_paragraph(recognised, turn) for turn in _turns(recognised)) + "\n"


def transcript_json(recognised: Recognised, by: str, notes: tuple[str, ...] = ()) -> str:
    """``{"language", "seconds", "by", "notes", "words": [{"text", "start", "end"}], "parts": [{"speaker", "start", "end", "text"}]}``.

    Every tool of ours that takes a list of words takes it, too.
    """
    words = recognised.words
    rows = [{"text": word.text, "start": round(word.start, 3), "end": round(word.end, 3)} for word in words]
    for row, confidence in zip(rows, recognised.confidence, strict=False):
        row["confidence"] = round(confidence, 3)
    parts = [
        {
            "speaker": part.speaker, "start": rows[part.first]["start"], "end": rows[part.last - 1]["end"],
            "first": part.first, "last": part.last, "text": _text(recognised, part),
        }
        for part in recognised.parts
    ]  # fmt: skip
    told = {
        "language": recognised.language, "seconds": round(recognised.seconds, 3), "by": by, "notes": list(notes),
        "words": rows, "parts": parts,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def transcript_cues(recognised: Recognised, limits: CueLimits) -> list[Cue]:
    """Captions, none of which holds words of two speakers."""
    cues: list[Cue] = []
    for turn in _speakers(recognised):
        made = build_cues(recognised.words[turn[0].first : turn[-1].last], limits)
        if cues and made and cues[-1].end > made[0].start:
            cues[-1] = replace(cues[-1], end=made[0].start)
        cues += made
    return cues


_PARAGRAPH_SECONDS = 60.0


def _turns(recognised: Recognised) -> Iterator[list[SpokenPart]]:
    for turn in _speakers(recognised):
        paragraph: list[SpokenPart] = []
        for part in turn:
            begins = recognised.words[paragraph[0].first].start if paragraph else 0.0
            if paragraph and recognised.words[part.last - 1].end - begins > _PARAGRAPH_SECONDS:
                yield paragraph
                paragraph = []
            paragraph.append(part)
        yield paragraph


def _speakers(recognised: Recognised) -> Iterator[list[SpokenPart]]:
    for _, parts in groupby(recognised.parts, key=lambda part: part.speaker):
        yield list(parts)


def _paragraph(recognised: Recognised, parts: list[SpokenPart]) -> str:
    seconds = int(recognised.words[parts[0].first].start)
    clock = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    head = f"[{clock}] {parts[0].speaker}: " if parts[0].speaker else f"[{clock}] "
    return head + " ".join(_text(recognised, part) for part in parts)


def _text(recognised: Recognised, part: SpokenPart) -> str:
    return joined([word.text for word in recognised.words[part.first : part.last]])
