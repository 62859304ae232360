"""The job of a generated clip; called off, the work is stopped at the provider, too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reelwright.media.probe import probe
from reelwright.providers.clips import ClipGeneration, ClipRequest
from reelwright.render.files import Files
from reelwright.worker.stages.work import StageWork
from reelwright.workflows.generated_clips import deliver, make_clip, makers_named, no_makers, stop_clip

_SHARES = {"sending": 0.0, "queued": 0.02, "working": 0.05, "done": 0.95}
"""How far a job is shown to be in each state; a provider that tells how far it is moves it on from there."""


def clip(work: StageWork) -> dict[str, Any]:
    """The clip, and who made it."""

    def waiting(state: str, part: float | None) -> None:
        share = _SHARES.get(state, 0.0)
        work.progress(max(share, 0.95 * part) if part is not None else share, 1.0)

    made = make_clip(_makers(work), _request(work), waiting)
    target = work.deliver / f"clip{made.clip.path.suffix}"
    deliver(made, target)
    info = probe(target)
    result = {
        "provider": made.by, "model": made.version, "reference": made.clip.reference, "note": made.note,
        "duration": float(info.duration or 0), "width": info.video.width if info.video else 0,
        "height": info.video.height if info.video else 0,
    }  # fmt: skip
    return {"deliver": [f"deliver/{target.name}"], "result": result}


def call_off(work: StageWork) -> dict[str, Any]:
    """Stop what a cancelled job left at work."""
    return {"result": {"told": stop_clip(_makers(work), _request(work))}}


def _makers(work: StageWork) -> list[ClipGeneration]:
    makers = makers_named(work.tools.clip_makers, work.request.get("provider"))
    if not makers:
        raise no_makers()
    return list(makers)


def _request(work: StageWork) -> ClipRequest:
    asked = work.request

    def file(source: str | None) -> Path | None:
        return Files(work.folder).path_of(source) if source else None

    references = [path for source in asked.get("references") or [] if (path := file(source))]
    return ClipRequest(
        asked["prompt"], float(asked["seconds"]), asked["aspect"], int(asked["height"]), asked.get("style", ""), asked.get("avoid", ""),
        file(asked.get("first")), file(asked.get("last")), tuple(references), asked.get("seed"), bool(asked.get("sound")),
    )  # fmt: skip
