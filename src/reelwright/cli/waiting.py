"""A line on the terminal while something is made elsewhere: what it is at, how far, for how long. Silent in pipes."""

from __future__ import annotations

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


class WaitLine:
    """``show`` is an ``OnWait`` of the clip port. ``has_begun`` once the provider has taken the work."""

    def __init__(self) -> None:
        self.has_begun = False
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description:<9}"),
            BarColumn(bar_width=32),
            TimeElapsedColumn(),
            TextColumn("Ctrl-C stops waiting, not the work"),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
            transient=True,
        )
        self._task = self._bars.add_task("sending", total=None)

    def __enter__(self) -> WaitLine:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def show(self, state: str, part: float | None) -> None:
        self.has_begun = state != "sending"
        self._bars.update(self._task, description=state, total=None if part is None else 1.0, completed=part or 0.0)
