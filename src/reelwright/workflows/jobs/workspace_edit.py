"""Looking into a production's files, and changing one, without laying them out."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import delete

from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import BlobUse, Video
from reelwright.storage.blobs import BlobStore


def files_in(store: BlobStore, manifest_key: str | None) -> dict[str, str]:
    """Each file's path and its blob; none without a manifest."""
    return {} if manifest_key is None else json.loads(b"".join(store.read(manifest_key)))


def text_in(store: BlobStore, manifest_key: str | None, name: str) -> str | None:
    """A file's text; ``None`` when it is not there."""
    key = files_in(store, manifest_key).get(name)
    return None if key is None else b"".join(store.read(key)).decode("utf-8")


def with_texts(
    store: BlobStore, manifest_key: str | None, texts: Mapping[str, str], blobs: Mapping[str, str] | None = None
) -> str:
    """The key of a manifest like the other, but for these files: texts, and ``blobs`` that are stored already."""
    files = files_in(store, manifest_key) | dict(blobs or {})
    for name, text in texts.items():
        files[name] = store.put_bytes(text.encode(), "text/plain").key
    return store.put_bytes(json.dumps(dict(sorted(files.items()))).encode(), "application/json").key


def keep_texts(
    session: OwnedSession,
    store: BlobStore,
    video: Video,
    texts: Mapping[str, str],
    blobs: Mapping[str, str] | None = None,
) -> str:
    """Change files of a video at rest: the key of its new manifest, written down with the blobs it needs."""
    key = with_texts(store, video.workspace_key, texts, blobs)
    files = files_in(store, key)
    rows = {name: (files[name], len(text.encode()), "text/plain") for name, text in texts.items()}
    for name, blob in (blobs or {}).items():
        facts = store.facts(blob)
        rows[name] = (blob, facts.size, facts.content_type)
    rows[".manifest"] = (key, store.facts(key).size, "application/json")
    names = [f"work/{name}" for name in rows]
    session.execute(
        delete(BlobUse).where(BlobUse.user_kind == "video", BlobUse.user_id == video.id, BlobUse.name.in_(names))
    )
    for name, (blob, size, content_type) in rows.items():
        use = BlobUse(owner_id=video.owner_id, user_kind="video", user_id=video.id, name=f"work/{name}")
        use.key, use.size, use.content_type = blob, size, content_type
        session.add(use)
    video.workspace_key = key
    return key
