"""Progress on a terminal: stage, bar, speed, time left. Silent in pipes."""

from __future__ import annotations

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text


class _Speed(ProgressColumn):
    """Steps a second; for frames also how many times faster than they play."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        if not speed:
            return Text("")
        fps = task.fields.get("fps")
        return Text(f"{speed:.0f} fps {speed / fps:.1f}x" if fps else "")


class StageBars:
    """One bar for each stage, made when the stage begins. Drawn on stderr, and only on a terminal."""

    def __init__(self, labels: dict[str, str], fps: float | None = None) -> None:
        console = Console(stderr=True)
        self._labels = labels
        self._fps = fps
        self._tasks: dict[str, int] = {}
        self._bars = Progress(
            TextColumn("{task.description:<9}"), BarColumn(bar_width=32), MofNCompleteColumn(), _Speed(), TimeRemainingColumn(compact=True),
            console=console, disable=not sys.stderr.isatty(),
        )  # fmt: skip

    def __enter__(self) -> StageBars:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def show(self, stage: str, done: int, total: int) -> None:
        if stage not in self._tasks:
            fps = self._fps if stage == "render" else None
            self._tasks[stage] = self._bars.add_task(self._labels.get(stage, stage), total=total, fps=fps)
        self._bars.update(self._tasks[stage], completed=done, total=total)  # type: ignore[arg-type]
