"""The files a job was asked for, stored and written down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import delete

from reelwright.database.tables import BlobUse, Job
from reelwright.workflows.jobs.content_type import content_type_of
from reelwright.workflows.jobs.context import WorkContext


def store_outputs(here: WorkContext, job: Job, folder: Path, names: list[str]) -> list[dict[str, Any]]:
    """Store files of ``folder``; a row of ``name``, ``key``, ``contentType`` and ``size`` for each."""
    rows: list[dict[str, Any]] = []
    for name in names:
        path = folder / name
        kept = here.store.put_file(path, content_type_of(path))
        rows.append({"name": path.name, "key": kept.key, "contentType": content_type_of(path), "size": kept.size})
    kind, user = ("video", job.video_id) if job.video_id else ("job", job.id)
    with here.database.system_session() as session:
        session.execute(
            delete(BlobUse).where(BlobUse.user_kind == kind, BlobUse.user_id == user, BlobUse.name.startswith("out/"))
        )
        for row in rows:
            session.add(
                BlobUse(
                    owner_id=job.owner_id,
                    user_kind=kind,
                    user_id=user,
                    name=f"out/{row['name']}",
                    key=row["key"],
                    size=row["size"],
                    content_type=row["contentType"],
                )
            )
    return rows
