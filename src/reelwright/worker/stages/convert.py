"""A file of the user's in other formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reelwright.errors import MediaUnusable
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
