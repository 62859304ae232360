"""The stage that speaks a text."""

from __future__ import annotations

import json
from typing import Any

from reelwright.captions.cues import build_cues
from reelwright.captions.formats.by_suffix import written
from reelwright.captions.styles import placement
from reelwright.render.job import RenderWish, render_outputs
from reelwright.render.output_plan import OutputWish
from reelwright.timeline.clips import CaptionsClip
from reelwright.timeline.reading import Reading, read_document
from reelwright.transcript import Word, words_json
from reelwright.worker.stages.work import StageWork
from reelwright.workflows.materials import with_materials


def say(work: StageWork) -> dict[str, Any]:
    """The text as sound, its words with their times, and captions."""
    asked = work.request
    clip = {
        "type": "speech",
        "id": "voice",
        "text": asked["text"],
        "voice": asked.get("voice"),
        "language": asked.get("language"),
    }
    captions = {"type": "captions", "of": "voice", "start": "voice.start", "style": "classic"}
    reading = _made(work, [clip, captions])
    facts = _sound(work, reading, "speech")
    words = [
        Word(*word)
        for track in reading.document.tracks
        for clip in track.clips
        if isinstance(clip, CaptionsClip)
        for word in _words(clip)
    ]
    (work.deliver / "words.json").write_text(words_json(words), "utf-8")
    cues = build_cues(words, placement((1920, 1080), "classic").limits)
    (work.deliver / "speech.vtt").write_text(written(words, cues, ".vtt"), "utf-8")
    return {
        "deliver": [*facts["files"], "deliver/words.json", "deliver/speech.vtt"],
        "result": facts["result"] | {"words": len(words)},
    }


def _made(work: StageWork, clips: list[dict[str, Any]]) -> Reading:
    tracks = [{"clips": [{name: value for name, value in clip.items() if value is not None}]} for clip in clips]
    reading = read_document(json.dumps({"version": 1, "tracks": tracks}))
    return with_materials(reading, work.tools, work.folder / "made", work.progress)


def _sound(work: StageWork, reading: Reading, name: str) -> dict[str, Any]:
    path = work.deliver / f"{name}.{work.request.get('format', 'mp3')}"
    report = render_outputs(reading, work.folder, [OutputWish(path)], RenderWish(work.settings.render_jobs))
    return {"files": [f"deliver/{path.name}"], "result": {"duration": report.duration, "loudness": report.loudness}}


def _words(clip: CaptionsClip) -> list[tuple[str, float, float]]:
    return [(word.text, float(word.start), float(word.end)) for word in clip.words or ()]
