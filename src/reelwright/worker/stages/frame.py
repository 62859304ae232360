"""One frame of a document nobody edits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reelwright.render.still import Stills
from reelwright.timeline.reading import Reading, read_document
from reelwright.worker.stages.gather import gather
from reelwright.worker.stages.work import StageWork


def preview(work: StageWork) -> dict[str, Any]:
    """A part (0 to 1) of the way through a document with its data, its files brought together first. Nothing is made for it that
    may cost: such a document has no preview."""
    reading: Reading = read_document(json.dumps(work.request["document"]), work.request["data"])
    if work.request.get("sources"):
        gather(work)
    path = Path(work.request["path"])
    path.parent.mkdir(parents=True, exist_ok=True)
    with Stills(reading, work.folder, work.request["width"]) as stills:
        stills.write(round(work.request["part"] * (stills.timeline.frames - 1)), path)
    return {}
