"""The stage that makes a recording clearer."""

from __future__ import annotations

from typing import Any

from reelwright.media.probe import probe
from reelwright.render.files import Files
from reelwright.render.job import RenderWish
from reelwright.worker.stages.work import StageWork
from reelwright.workflows.enhance import EnhanceWish
from reelwright.workflows.enhance import enhance as enhanced


def enhance(work: StageWork) -> dict[str, Any]:
    """The file with its sound cleaned: mp4 when it has pictures, else the sound format asked for."""
    asked = work.request
    source = Files(work.folder).path_of(str(asked["sources"][0]))
    suffix = "mp4" if probe(source).video is not None else asked.get("format", "mp3")
    output = work.deliver / f"enhanced.{suffix}"
    wish = EnhanceWish(
        source, output, work.folder / "made", asked.get("strength", "normal"), asked.get("keep", "clean"), asked.get("provider")
    )  # fmt: skip
    result = enhanced(
        wish, work.tools, RenderWish(work.settings.render_jobs, on_progress=work.progress, cache=work.chunks)
    )
    facts = {"duration": result.duration, "loudness": result.loudness, "by": result.by, "notes": list(result.notes)}
    return {"deliver": [f"deliver/{output.name}"], "result": facts}
