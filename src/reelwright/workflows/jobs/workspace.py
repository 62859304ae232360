"""A production's files as a folder on whichever machine works on it, and as blobs between machines.

The manifest, itself a blob, maps each file's path to its content's key. A file that is here already with that content is left as
it is; what a killed run left beside is kept too, since every result in a project is checked before it is used.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event, get_ident
from typing import Any

from sqlalchemy import delete

from reelwright.database.open import Database
from reelwright.database.tables import BlobUse, Job
from reelwright.errors import Cancelled
from reelwright.storage.blobs import BlobStore
from reelwright.workflows.jobs.content_type import content_type_of

_LEFT_OUT = (".reel/chunks", ".reel/lips", ".reel/lock", ".reel/workspace.json", "out", "deliver", "draw")
_WAIT_SECONDS = 0.2


class Workspace:
    """One folder of work and the blobs it is kept as."""

    def __init__(self, store: BlobStore, folder: Path) -> None:
        self._store = store
        self.folder = folder
        self._index = folder / ".reel" / "workspace.json"

    @contextmanager
    def in_use(self, stop: Event) -> Iterator[None]:
        """Hold the folder against other stages on this machine. Raises ``Cancelled`` when ``stop`` is set meanwhile."""
        lock = self.folder.parent / f".{self.folder.name}.lock"
        lock.parent.mkdir(parents=True, exist_ok=True)
        with lock.open("w") as file:
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except OSError:
                    if stop.wait(_WAIT_SECONDS):
                        raise Cancelled("stopped while another stage held the folder") from None
            yield

    def restore(self, manifest_key: str | None) -> None:
        """Lay out the files of a manifest. Raises what the store raises."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if manifest_key is None:
            return
        manifest: dict[str, str] = json.loads(b"".join(self._store.read(manifest_key)))
        known = self._known()
        for name, key in manifest.items():
            path = self.folder / name
            if known.get(name) != [key, *_stamp(path)]:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._store.fetch(key, path)
                known[name] = [key, *_stamp(path)]
        self._write_index(known)

    def save(self, database: Database, job: Job) -> str:
        """Store every file that changed; the key of the manifest. The job, or its video, then uses those blobs and no others."""
        known = self._known()
        manifest: dict[str, str] = {}
        uses: dict[str, tuple[str, int, str]] = {}
        for path in self._files():
            name, stamp = path.relative_to(self.folder).as_posix(), _stamp(path)
            held = known.get(name)
            if held is None or held[1:] != stamp:
                held = [self._store.put_file(path, content_type_of(path)).key, *stamp]
                known[name] = held
            manifest[name] = held[0]
            uses[name] = (held[0], path.stat().st_size, content_type_of(path))
        text = json.dumps(dict(sorted(manifest.items()))).encode()
        kept = self._store.put_bytes(text, "application/json")
        self._write_index({name: known[name] for name in manifest})
        _note_uses(database, job, uses | {".manifest": (kept.key, len(text), "application/json")})
        return kept.key

    def store_chunks(self, paths: list[str]) -> dict[str, str]:
        """Finished chunks of a rendering, by file name, for the machine that joins them."""
        chunks = self.folder / ".reel" / "chunks"
        return {name: self._store.put_file(chunks / name).key for name in paths}

    def fetch_chunks(self, chunks: Mapping[str, str]) -> int:
        """Bring chunks that other machines drew to where the renderer looks for them; how many there are."""
        for name, key in chunks.items():
            path = self.folder / ".reel" / "chunks" / name
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                self._store.fetch(key, path)
        return len(chunks)

    def _files(self) -> list[Path]:
        found = []
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            is_left_out = any(name == out or name.startswith(f"{out}/") for out in _LEFT_OUT) or ".part" in path.name
            if path.is_file() and not path.is_symlink() and not is_left_out:
                found.append(path)
        return found

    def _known(self) -> dict[str, list[Any]]:
        try:
            return json.loads(self._index.read_text("utf-8"))
        except (OSError, ValueError):
            return {}

    def _write_index(self, known: dict[str, list[Any]]) -> None:
        self._index.parent.mkdir(parents=True, exist_ok=True)
        part = self._index.with_name(f".{self._index.name}.{os.getpid()}.{get_ident()}.part")
        part.write_text(json.dumps(known), "utf-8")
        os.replace(part, self._index)


def _stamp(path: Path) -> list[Any]:
    try:
        facts = path.stat()
    except OSError:
        return []
    return [facts.st_size, facts.st_mtime_ns]


def _note_uses(database: Database, job: Job, uses: dict[str, tuple[str, int, str]]) -> None:
    kind, owner = ("video", job.video_id) if job.video_id else ("job", job.id)
    with database.system_session() as session:
        session.execute(
            delete(BlobUse).where(BlobUse.user_kind == kind, BlobUse.user_id == owner, BlobUse.name.startswith("work/"))
        )
        for name, (key, size, content_type) in uses.items():
            session.add(
                BlobUse(
                    owner_id=job.owner_id,
                    user_kind=kind,
                    user_id=owner,
                    name=f"work/{name}",
                    key=key,
                    size=size,
                    content_type=content_type,
                )
            )


def sweep_workspaces(scratch: Path, unused_seconds: float) -> int:
    """Remove folders of work nobody touched for a while; how many. They come back from their blobs when they are needed."""
    removed = 0
    for folder in scratch.glob("*") if scratch.is_dir() else ():
        index = folder / ".reel" / "workspace.json"
        touched = max((path.stat().st_mtime for path in (folder, index) if path.exists()), default=0.0)
        if folder.is_dir() and time.time() - touched > unused_seconds:
            lock = folder.parent / f".{folder.name}.lock"
            with lock.open("w") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    continue
                shutil.rmtree(folder, ignore_errors=True)
                removed += 1
    return removed
