"""The stage that composes."""

from __future__ import annotations

from typing import Any

from reelwright.worker.stages.work import StageWork
from reelwright.workflows.music_file import MusicWish, write_music


def compose(work: StageWork) -> dict[str, Any]:
    """Music of a mood or a description, and a length."""
    asked = work.request
    path = work.deliver / f"music.{asked.get('format', 'mp3')}"
    wish = MusicWish(
        asked["prompt"], float(asked["duration"]), path, asked.get("seed", 0), asked.get("provider"),
        asked.get("mood"), asked.get("style"), asked.get("tempo"), asked.get("key"), asked.get("loopable", False),
    )  # fmt: skip
    made = write_music(wish, work.tools, work.folder / "made")
    facts = {"duration": made.seconds, "loudness": made.loudness, "by": made.by, "notes": list(made.notes)}
    return {"deliver": [f"deliver/{path.name}"], "result": facts}
