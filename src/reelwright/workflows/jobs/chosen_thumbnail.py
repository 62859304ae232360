"""The picture that stands for a video, chosen among designed ones."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete

from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import BlobUse, Job, Video
from reelwright.errors import InvalidInput, NotFound

NAME = "thumbnail.jpg"
"""Of the chosen picture among a video's files. It stands before the frame that came with the video, and stays when that is made anew."""
_USE = "chosen/thumbnail"


def choose_thumbnail(session: OwnedSession, video: Video, job: Job, name: str) -> None:
    """Let a picture of a job that designed thumbnails of this video stand for it. Raises ``NotFound``, ``InvalidInput``."""
    if job.kind != "thumbnails" or job.request.get("video") != str(video.id):
        raise InvalidInput("that job designed no thumbnails of this video", hint="name one that did")
    row = next((row for row in (job.result or {}).get("outputs") or [] if row["name"] == name), None)
    if row is None:
        raise NotFound(f"the job made no picture {name[:100]!r}", hint="its outputs name them")
    forget_thumbnail(session, video)
    chosen = {"name": NAME, "key": row["key"], "contentType": row["contentType"], "size": row["size"]}
    video.outputs = with_chosen([chosen], video.outputs)
    session.add(
        BlobUse(
            owner_id=video.owner_id, user_kind="video", user_id=video.id, name=_USE, key=row["key"], size=row["size"],
            content_type=row["contentType"],
        )
    )  # fmt: skip


def forget_thumbnail(session: OwnedSession, video: Video) -> None:
    """Let the frame that came with the video stand for it again."""
    video.outputs = [row for row in video.outputs if row["name"] != NAME]
    session.execute(
        delete(BlobUse).where(BlobUse.user_kind == "video", BlobUse.user_id == video.id, BlobUse.name == _USE)
    )


def with_chosen(before: list[dict[str, Any]], outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """New files of a video with the chosen thumbnail of ``before``, ahead of every other picture."""
    chosen = [row for row in before if row["name"] == NAME]
    if not chosen:
        return list(outputs)
    place = next((at for at, row in enumerate(outputs) if row["contentType"].startswith("image/jpeg")), len(outputs))
    return [*outputs[:place], *chosen, *outputs[place:]]
