"""The stage that brings the mouths of a video in line with a sound."""

from __future__ import annotations

from typing import Any

from reelwright.app.lip_wiring import lip_tools
from reelwright.render.files import Files
from reelwright.worker.stages.work import StageWork
from reelwright.workflows.lip_sync import LipWish, lip_sync

_CONTAINERS = (".mp4", ".mkv", ".mov", ".webm")


def lips(work: StageWork) -> dict[str, Any]:
    """The video with the sound as its only one, and the numbers."""
    asked = work.request
    files = Files(work.folder)
    video, sound = (files.path_of(asked[name]) for name in ("video", "sound"))
    suffix = video.suffix.lower() if video.suffix.lower() in _CONTAINERS else ".mkv"
    output = work.deliver / f"synced{suffix}"
    wish = LipWish(video, sound, work.folder / ".reel" / "lips", webm=suffix == ".webm", provider=asked.get("provider"))

    def tell(stage: str, done: int, total: int) -> None:
        share = done / max(1, total)
        work.progress(0.25 * share if stage == "faces" else 0.25 + 0.75 * share, 1.0)

    made = lip_sync(wish, output, lip_tools(work.providers, asked.get("provider")), tell)
    result = {"duration": made.duration, "lips": made.report, "notes": list(made.notes)}
    return {"deliver": [f"deliver/{output.name}"], "result": result}
