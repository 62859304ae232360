"""The stage that gathers everything of a user's in one zip."""

from __future__ import annotations

import json
import uuid
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, inspect, select

from reelwright.database.columns import Owned
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Asset, AuditEntry, Base, ModerationItem, User, Video
from reelwright.errors import ReelwrightError
from reelwright.worker.stages.work import StageWork

_LEFT_OUT = {"refresh_tokens", "password_resets", "idempotent_replies", "blob_uses", "uploads", "mails"}
"""What only the machine needs."""
_SECRET = {"password_hash", "token_hash", "digest"}
"""Beside these, whatever is sealed, and by which of the server's secrets."""
_ABOUT = """Everything of yours at this server.

data/      one JSON file for each kind of thing: your account, projects, videos, templates, jobs, credits, sign-ins
videos/    the finished files of each video
files/     what you uploaded

Passwords and keys are not here: the server keeps only what it needs to check or use them.
"""


def export(work: StageWork) -> dict[str, Any]:
    """``deliver/your-data.zip``."""
    path = work.deliver / "your-data.zip"
    missing: list[str] = []
    with (
        work.platform.database.reader_of(work.owner) as session,
        zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive,
    ):
        archive.writestr("README.txt", _ABOUT)
        for name, rows in _tables(session, work.owner):
            archive.writestr(f"data/{name}.json", json.dumps(rows, indent=1, default=_plain, ensure_ascii=False))
        files = list(_files(session))
        for number, (place, key) in enumerate(files):
            work.progress(number, len(files))
            try:
                with archive.open(place, "w", force_zip64=True) as target:
                    for part in work.platform.store.read(key):
                        target.write(part)
            except ReelwrightError:
                missing.append(place)
        if missing:
            archive.writestr("missing.json", json.dumps(missing, indent=1))
    return {"deliver": ["deliver/your-data.zip"], "result": {"files": len(files) - len(missing), "missing": missing}}


def _tables(session: OwnedSession, owner: uuid.UUID) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    user = session.get_one(User, owner)
    yield "account", [_row(user)]
    for mapper in sorted(Base.registry.mappers, key=lambda each: each.local_table.name):  # pyright: ignore[reportAttributeAccessIssue]
        table = mapper.class_
        if issubclass(table, Owned) and table.__tablename__ not in _LEFT_OUT and table is not AuditEntry:  # type: ignore[attr-defined]
            yield table.__tablename__, [_row(each) for each in session.scalars(select(table))]  # type: ignore[attr-defined]


def _row(row: Any) -> dict[str, Any]:
    columns = [
        column.key
        for column in inspect(type(row)).columns
        if not (column.key in _SECRET or column.key.endswith("key_id") or isinstance(column.type, LargeBinary))
    ]
    return {name: getattr(row, name) for name in columns}


def _files(session: OwnedSession) -> Iterator[tuple[str, str]]:
    """Places in the zip, each once, and the keys of blobs."""
    taken: set[str] = set()

    def place(folder: str, name: str, unique: object) -> str:
        clean = (
            "".join(letter if letter.isalnum() or letter in " ._-()" else "_" for letter in name).strip(" .") or "file"
        )
        wanted = f"{folder}/{clean}"
        wanted = wanted if wanted not in taken else f"{folder}/{str(unique)[:8]} {clean}"
        taken.add(wanted)
        return wanted

    for asset in session.scalars(select(Asset).where(Asset.blob_key.is_not(None))):
        yield place("files", asset.name, asset.id), str(asset.blob_key)
    for video in session.scalars(select(Video)):
        folder = place("videos", video.title[:80] or "untitled", video.id)
        for row in video.outputs:
            yield place(folder, row["name"], row["key"]), row["key"]
    for item in session.scalars(select(ModerationItem).where(ModerationItem.blob_key.is_not(None))):
        yield place("moderation", f"{item.id}.jpg", item.id), str(item.blob_key)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return "" if isinstance(value, bytes) else str(value)
