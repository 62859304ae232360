"""Whether a rendering is long enough to be shared among workers, and in which parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reelwright.app.server_settings import ServerSettings
from reelwright.render.fan_out import draw_part, parts_of
from reelwright.render.job import RenderWish
from reelwright.render.output_plan import OutputWish
from reelwright.timeline.reading import Reading
from reelwright.worker.stages.work import StageWork


def parts_worth_sharing(reading: Reading, base: Path, settings: ServerSettings) -> list[str]:
    """Parts as "first-last" of frames; none for a video of fewer than two."""
    if not settings.part_seconds:
        return []
    parts = parts_of(reading, base, settings.part_seconds)
    return [f"{first}-{last}" for first, last in parts] if len(parts) > 1 else []


def drawn(work: StageWork, reading: Reading, outputs: list[OutputWish]) -> dict[str, Any]:
    """One part of a rendering: the names of its chunks' files."""
    assert work.part
    wish = RenderWish(work.settings.render_jobs, on_progress=work.progress, cache=work.chunks)
    return {"chunks": draw_part(reading, work.folder, outputs, work.part, wish)}
