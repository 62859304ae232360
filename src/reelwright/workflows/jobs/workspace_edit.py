"""Looking into a production's files, and changing one, without laying them out."""

from __future__ import annotations

import json
from collections.abc import Mapping

from reelwright.storage.blobs import BlobStore


def files_in(store: BlobStore, manifest_key: str | None) -> dict[str, str]:
    """Each file's path and its blob; none without a manifest."""
    return {} if manifest_key is None else json.loads(b"".join(store.read(manifest_key)))


def text_in(store: BlobStore, manifest_key: str | None, name: str) -> str | None:
    """A file's text; ``None`` when it is not there."""
    key = files_in(store, manifest_key).get(name)
    return None if key is None else b"".join(store.read(key)).decode("utf-8")


def with_texts(store: BlobStore, manifest_key: str | None, texts: Mapping[str, str]) -> str:
    """The key of a manifest like the other, but for these files."""
    files = files_in(store, manifest_key)
    for name, text in texts.items():
        files[name] = store.put_bytes(text.encode(), "text/plain").key
    return store.put_bytes(json.dumps(dict(sorted(files.items()))).encode(), "application/json").key
