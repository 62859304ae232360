"""A render in a process of its own, with limits: hostile media, fonts and documents can crash or fill that process only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event
from typing import Any

from reelwright.isolation.limits import Limits
from reelwright.isolation.parent import Task, run_isolated
from reelwright.render.job import OnProgress
from reelwright.render.output_plan import OutputWish
from reelwright.render.scratch_folder import sweep


@dataclass(frozen=True)
class IsolatedRender:
    """A render to be made elsewhere: a filled or unfilled document tree, its values, the folder of its files."""

    tree: Mapping[str, Any]
    base: Path
    outputs: Sequence[OutputWish]
    data: Mapping[str, Any] | None = None
    jobs: int = 0
    frames: tuple[int, int] | None = None
    cache: Path | None = None
    limits: Limits = Limits()


def render_isolated(
    wish: IsolatedRender, on_progress: OnProgress | None = None, stop: Event | None = None
) -> dict[str, Any]:
    """Render in a child process; answers the report as plain data.

    Raises what the render raises, and what ``isolation.parent.run_isolated`` raises. However it ends, no process and no part of a
    file is left.
    """

    def hear(said: dict[str, Any]) -> None:
        if on_progress and "done" in said:
            on_progress(int(said["done"]), int(said["total"]))

    try:
        return run_isolated(Task("reelwright.render.isolated_child", _request(wish), wish.limits), hear, stop)
    finally:
        for output in wish.outputs:
            with suppress(OSError):
                sweep(output.path.absolute().parent)


def _request(wish: IsolatedRender) -> dict[str, Any]:
    outputs = [asdict(output) | {"path": str(output.path.absolute())} for output in wish.outputs]
    return {
        "tree": wish.tree, "data": wish.data or {}, "base": str(wish.base.absolute()), "outputs": outputs, "jobs": wish.jobs, "frames": wish.frames,
        "cache": None if wish.cache is None else str(wish.cache.absolute()),
    }  # fmt: skip
