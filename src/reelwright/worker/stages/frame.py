"""One frame of a document."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from reelwright.render.still import Stills
from reelwright.timeline.reading import Reading, read_document
from reelwright.units.time import exact
from reelwright.worker.stages.gather import gather
from reelwright.worker.stages.work import StageWork
from reelwright.workflows.materials import needs_materials, with_materials


def frame(work: StageWork) -> dict[str, Any]:
    """Written to the path asked for; past the end it is the last frame."""
    reading = read_document(json.dumps(work.request["document"]))
    if needs_materials(reading):
        reading = with_materials(reading, work.tools, work.folder / "made", work.progress)
    with Stills(reading, work.folder, work.request["width"]) as stills:
        stills.write(stills.frame_at(Fraction(exact(work.request["seconds"]))), _path(work))
    return {}


def preview(work: StageWork) -> dict[str, Any]:
    """A part (0 to 1) of the way through a document with its data, its files brought together first. Nothing is made for it that
    may cost: such a document has no preview."""
    reading: Reading = read_document(json.dumps(work.request["document"]), work.request["data"])
    if work.request.get("sources"):
        gather(work)
    with Stills(reading, work.folder, work.request["width"]) as stills:
        stills.write(round(work.request["part"] * (stills.timeline.frames - 1)), _path(work))
    return {}


def _path(work: StageWork) -> Path:
    path = Path(work.request["path"])
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
