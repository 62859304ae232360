"""One frame of a document."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from reelwright.render.still import Stills
from reelwright.timeline.reading import read_document
from reelwright.units.time import exact
from reelwright.worker.stages.work import StageWork
from reelwright.workflows.materials import needs_materials, with_materials


def frame(work: StageWork) -> dict[str, Any]:
    """Written to the path asked for; past the end it is the last frame."""
    reading = read_document(json.dumps(work.request["document"]))
    if needs_materials(reading):
        reading = with_materials(reading, work.tools, work.folder / "made", work.progress)
    path = Path(work.request["path"])
    path.parent.mkdir(parents=True, exist_ok=True)
    with Stills(reading, work.folder, work.request["width"]) as stills:
        stills.write(stills.frame_at(Fraction(exact(work.request["seconds"]))), path)
    return {}
