"""The job of designing thumbnails."""

from __future__ import annotations

from typing import Any

from reelwright.render.files import Files
from reelwright.worker.stages.work import StageWork
from reelwright.workflows.thumbnails import ThumbnailWish, make_thumbnails


def design(work: StageWork) -> dict[str, Any]:
    """The pictures, and what each is made of."""
    asked = work.request
    wish = ThumbnailWish(
        Files(work.folder).path_of(asked["file"]), asked["title"], tuple(asked.get("texts", ())), tuple(asked.get("designs", ())),
        tuple(asked.get("sizes", ("youtube",))), int(asked.get("count", 3)), int(asked.get("seed", 0)), bool(asked.get("picture")),
    )  # fmt: skip
    makers = work.tools.image_makers if wish.picture else ()
    made, notes = make_thumbnails(wish, work.deliver, makers, lambda done, total: work.progress(0.8 * done, total))
    rows = [
        {
            "name": each.path.name, "size": each.size, "design": each.design, "title": each.title, "seconds": each.seconds,
            "contrast": each.contrast,
        }
        for each in made
    ]  # fmt: skip
    deliver = [f"deliver/{each.path.name}" for each in made]
    return {"deliver": deliver, "result": {"thumbnails": rows, "notes": notes}}
