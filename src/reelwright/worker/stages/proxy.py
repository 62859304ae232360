"""The whole of a document, small and quick, to play while it is edited. Only what an edit touches is drawn again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reelwright.errors import ProviderNeeded
from reelwright.render.job import RenderWish, render_outputs
from reelwright.render.output_plan import OutputWish
from reelwright.timeline.made import unmade
from reelwright.timeline.reading import read_document
from reelwright.worker.preview.making import making
from reelwright.worker.stages.work import StageWork
from reelwright.workflows.materials import needs_materials, with_materials

_CACHE_BYTES = 600_000_000


def proxy(work: StageWork) -> dict[str, Any]:
    """Written to the path asked for, ``zoom`` times the document's size."""
    tree = dict(work.request["document"])
    tree["output"] = {
        "video": {"codec": "h264", "crf": 30, "preset": "ultrafast"},
        "audio": {"codec": "aac", "bitrate": "96k"},
    }
    reading = read_document(json.dumps(tree))
    if needs_materials(reading):
        made = set(work.request["made"])
        if any(making(clip) not in made for _, clip in unmade(reading.document)):
            raise ProviderNeeded(
                "something of the document has not been made yet", hint="render the video: it is made then"
            )
        reading = with_materials(reading, work.tools, work.folder / "made", work.progress)
    path = Path(work.request["path"])
    path.parent.mkdir(parents=True, exist_ok=True)
    wish = RenderWish(
        1,
        on_progress=work.progress,
        cache=work.folder / ".reel" / "proxy",
        cache_bytes=_CACHE_BYTES,
        zoom=work.request["zoom"],
    )
    render_outputs(reading, work.folder, [OutputWish(path)], wish)
    return {}
