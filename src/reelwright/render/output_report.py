"""What is said about each file that a render made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reelwright.render.output_plan import PlannedOutput, is_named_by
from reelwright.timeline.resolved import ResolvedTimeline


@dataclass(frozen=True)
class OutputReport:
    """``frames`` are those shown, ``duration`` is in seconds, ``bytes`` of all its files. ``None``: there is none of it."""

    path: Path
    format: str
    video_codec: str | None
    audio_codec: str | None
    width: int | None
    height: int | None
    frames: int
    duration: float
    bytes: int


def report_of(output: PlannedOutput, timeline: ResolvedTimeline, frames: int) -> OutputReport:
    """The facts about a finished output; ``frames`` is how many the render had."""
    settings = output.settings
    size = output.encodings[0].size if output.encodings else (None, None)
    shown = -(-frames // output.encodings[0].step) if output.encodings else 0
    return OutputReport(
        output.path, settings.format, settings.video.codec if settings.video else None, settings.audio.codec if settings.audio else None,
        *size, shown, float(frames / timeline.fps), _bytes(output),
    )  # fmt: skip


def _bytes(output: PlannedOutput) -> int:
    """Of the file, or of the folder that belongs to it."""
    path = output.path
    if path.is_file() and output.settings.ladder is None:
        return path.stat().st_size
    if output.settings.ladder is not None:
        folder = path if output.is_folder else path.with_suffix("")
        own = path.stat().st_size if path.is_file() else 0
        return own + sum(item.stat().st_size for item in folder.rglob("*") if item.is_file())
    folder = path if output.is_folder else path.parent
    assert output.pattern is not None
    return sum(item.stat().st_size for item in folder.iterdir() if is_named_by(output.pattern, item.name))
