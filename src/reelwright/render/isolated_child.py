"""The child process of an isolated render."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from reelwright.isolation.child import Say, answer


def _rendered(request: dict[str, Any], say: Say) -> dict[str, Any]:
    from reelwright.render.job import OutputWish, RenderWish, render_outputs  # noqa: PLC0415
    from reelwright.timeline.reading import read_tree  # noqa: PLC0415

    outputs = [
        OutputWish(Path(row["path"]), row["format"], row["quality"], row["height"]) for row in request["outputs"]
    ]
    frames = request["frames"]
    cache = Path(request["cache"]) if request["cache"] else None
    wish = RenderWish(
        request["jobs"], frames and (frames[0], frames[1]), lambda done, total: say(done=done, total=total), cache
    )
    report = render_outputs(read_tree(request["tree"], request["data"]), Path(request["base"]), outputs, wish)
    return _plain(report) | {"outputs": [_plain(output) for output in report.outputs]}


def _plain(report: Any) -> dict[str, Any]:
    """A report's fields as JSON values."""
    fields = {name: getattr(report, name) for name in report.__dataclass_fields__}
    return {name: str(value) if isinstance(value, Path) else value for name, value in fields.items()}


if __name__ == "__main__":
    sys.exit(answer(_rendered))
