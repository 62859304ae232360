"""Where everything of a document lies in time, for editors: clips in seconds, captions with their words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reelwright.captions.cues import build_cues
from reelwright.captions.reading import read_words
from reelwright.captions.styles import placement
from reelwright.render.files import Files
from reelwright.render.painters.captions import caption_limits
from reelwright.timeline.clips import CaptionsClip, ImageClip, VideoClip
from reelwright.timeline.content import caption_text
from reelwright.timeline.document import Document
from reelwright.timeline.reading import Reading
from reelwright.timeline.resolve import scheduled
from reelwright.timeline.schedule import Placed
from reelwright.transcript import Word
from reelwright.units.time import frame_at, parse_rate


def layout_of(reading: Reading, files: Files) -> dict[str, Any]:
    """Times in seconds of the document. ``pointer`` names a clip as it is written; several clips of a repetition share one.

    Raises what resolving raises.
    """
    document = reading.document
    fps = parse_rate(document.canvas.fps)
    plan = scheduled(reading, files.facts_of, files.text_of)
    tracks: list[dict[str, Any]] = [
        {"name": track.name, "pointer": reading.origin(f"/tracks/{number}"), "clips": []}
        for number, track in enumerate(document.tracks)
    ]
    captions: list[dict[str, Any]] = []
    for placed in plan.clips:
        row = _clip(placed, reading, files)
        tracks[placed.track]["clips"].append(row)
        if isinstance(placed.clip, CaptionsClip):
            captions.append(
                {"pointer": row["pointer"], "start": row["start"], **_captions(placed.clip, document, files)}
            )
    frames = frame_at(plan.duration, fps)
    return {
        "duration": float(frames / fps), "frames": frames, "fps": float(fps),
        "width": document.canvas.width, "height": document.canvas.height, "tracks": tracks, "captions": captions,
    }  # fmt: skip


def _clip(placed: Placed, reading: Reading, files: Files) -> dict[str, Any]:
    clip = placed.clip
    source = getattr(clip, "src", None)
    row: dict[str, Any] = {
        "pointer": reading.origin(placed.pointer), "id": clip.id, "type": clip.type, "start": float(placed.start),
        "end": float(placed.end), "overlap": float(placed.overlap), "label": _label(clip), "source": source,
        "from": 0.0, "speed": 1.0, "mediaSeconds": None, "hasSound": False,
    }  # fmt: skip
    if placed.window is not None:
        row["from"] = float(placed.window.start)
    if source and clip.type in ("video", "audio"):
        facts = files.facts_of(source)
        row["mediaSeconds"] = None if facts.duration is None else float(facts.duration)
        row["hasSound"] = facts.has_audio
        speed = getattr(clip, "speed", 1.0)
        row["speed"] = speed if isinstance(speed, (int, float)) else 1.0
    row["hasPicture"] = isinstance(clip, (VideoClip, ImageClip))
    return row


def _label(clip: Any) -> str:
    """A few words a person knows the clip by."""
    if getattr(clip, "text", None):
        return str(clip.text)[:80]
    if getattr(clip, "spans", None):
        return "".join(span.text for span in clip.spans)[:80]
    if getattr(clip, "src", None):
        return str(clip.src).rpartition("/")[2][:80]
    return str(clip.id or clip.type)


def _captions(clip: CaptionsClip, document: Document, files: Files) -> dict[str, Any]:
    """Words (times from the clip's start) and the captions they make: seconds and the numbers of the first word and the one after the last."""
    canvas = (document.canvas.width, document.canvas.height)
    content = caption_text(clip, canvas)
    words = (
        [Word(*word) for word in content.words] if content.source is None else read_words(files.path_of(content.source))
    )
    limits = caption_limits(placement(canvas, clip.style).limits, content)
    return {"words": [_word(word) for word in words], "cues": list(_cues(words, build_cues(words, limits)))}


def _word(word: Word) -> dict[str, Any]:
    told: dict[str, Any] = {"text": word.text, "start": round(word.start, 3), "end": round(word.end, 3)}
    return told | {"cue": word.cue} if word.cue else told


def _cues(words: list[Word], cues: list[Any]) -> Iterator[dict[str, Any]]:
    places = {id(word): place for place, word in enumerate(words)}
    for cue in cues:
        first, last = places[id(cue.words[0])], places[id(cue.words[-1])] + 1
        yield {"start": round(cue.start, 3), "end": round(cue.end, 3), "first": first, "last": last}
