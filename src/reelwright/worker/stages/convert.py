"""Jobs on one file of the user's: in other formats, or as captions in other formats."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from reelwright.captions.cues import build_cues
from reelwright.captions.formats.by_suffix import SUFFIXES, written
from reelwright.captions.reading import words_of
from reelwright.captions.styles import placement
from reelwright.errors import InvalidInput, MediaUnusable
from reelwright.media.probe import probe
from reelwright.render.files import Files
from reelwright.render.job import RenderWish, render_outputs
from reelwright.render.output_plan import OutputWish
from reelwright.timeline.reading import read_document
from reelwright.worker.stages.work import StageWork
from reelwright.workflows.enhance import size_and_rate


def transcode(work: StageWork) -> dict[str, Any]:
    """The file in each format asked for, at its own size and rate."""
    source = str(work.request["sources"][0])
    path = Files(work.folder).path_of(source)
    reading = read_document(json.dumps(_as_document(path, source)))
    rows = work.request["outputs"]
    wishes = [
        OutputWish(work.deliver / f"{number}.{row['format']}", None, row.get("quality"), row.get("height"))
        for number, row in enumerate(rows)
    ]
    wish = RenderWish(work.settings.render_jobs, on_progress=work.progress, cache=work.chunks)
    report = render_outputs(reading, work.folder, wishes, wish)
    return {
        "deliver": [f"deliver/{wish.path.name}" for wish in wishes],
        "result": {"duration": report.duration, "frames": report.frames},
    }


def captions(work: StageWork) -> dict[str, Any]:
    """Words or captions in every caption format."""
    path = Files(work.folder).path_of(str(work.request["sources"][0]))
    if path.suffix.lower() not in SUFFIXES:
        raise InvalidInput(
            f"captions are made of words or captions, not of {path.suffix or 'this'}",
            hint="hand in .json, .srt, .vtt or .ass",
        )
    words = words_of(path.read_text("utf-8-sig"), path.name)
    limits = placement((1920, 1080), "classic").limits
    given = {
        "max_chars": work.request.get("max_chars"),
        "max_words": work.request.get("max_words"),
        "max_lines": work.request.get("max_lines"),
    }
    cues = build_cues(words, replace(limits, **{name: value for name, value in given.items() if value is not None}))
    for suffix in SUFFIXES:
        (work.deliver / f"captions{suffix}").write_text(written(words, cues, suffix), "utf-8")
    return {
        "deliver": [f"deliver/captions{suffix}" for suffix in SUFFIXES],
        "result": {"words": len(words), "captions": len(cues)},
    }


def _as_document(path: Path, source: str) -> dict[str, Any]:
    info = probe(path)
    if info.video is None and info.audio is None:
        raise MediaUnusable("there is neither picture nor sound in the file")
    if info.video is None:
        return {"version": 1, "tracks": [{"clips": [{"type": "audio", "src": source}]}]}
    return {
        "version": 1, "canvas": size_and_rate(info),
        "tracks": [{"clips": [{"type": "video", "src": source, "fit": "contain"}]}],
    }  # fmt: skip
