"""A whole model into the store: all of its files, or none."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2

from reelwright.app.models.download import download
from reelwright.app.models.remote_file import RemoteFile
from reelwright.errors import FetchRefused, InvalidInput, OutputUnwritable
from reelwright.providers.models import ModelStore, StoredModel

_PARTIAL = ".partial"
_TRUSTED = ".trusted.json"
_SPARE_BYTES = 100_000_000
"""Left free on the disk."""

OnProgress = Callable[[str, int, int], None]
"""Called with the file that is being fetched, the bytes that are here, and all there will be (0: not known)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """``files`` by their path in the model's folder. ``facts`` go into its record: where it came from, its licence.

    ``trusts`` takes files without a checksum as they come the first time, and holds them to that afterwards.
    """

    name: str
    files: Mapping[str, RemoteFile]
    facts: Mapping[str, Any]
    trusts: bool = False


def fetch(store: ModelStore, wanted: Wanted, client: httpx2.Client, on_progress: OnProgress) -> StoredModel:
    """The model, fetched unless it is here. What was fetched before a break is kept for the next call.

    Raises ``FetchFailed``, ``FetchRefused``, ``NotFound``, ``OutputUnwritable`` (also for a disk that is too full), and
    ``InvalidInput`` while another process fetches it.
    """
    target = store.place(wanted.name)
    if (here := store.model(wanted.name)) is not None:
        return here
    files = _with_trusted(store, wanted)
    with _only_one(store, wanted.name):
        if (here := store.model(wanted.name)) is not None:
            return here
        folder = _partial_folder(store, wanted.name, files)
        _check_room(folder, files)
        rows = _all_files(files, folder, client, on_progress)
        store.keep_record(folder / "files", {**wanted.facts, "name": wanted.name, "files": rows})
        _keep_trusted(store, files, rows)
        _put_in_place(folder, target)
    stored = store.model(wanted.name)
    assert stored is not None
    return stored


def remove(store: ModelStore, name: str) -> None:
    """Delete a model, or forget one that was added from elsewhere: its files stay. Raises ``InvalidInput``, ``OutputUnwritable``."""
    folder = store.place(name)
    left = list((store.folder / _PARTIAL).glob(f"{name}@*"))
    if not folder.exists() and not left:
        raise InvalidInput(f"the model {name!r} is not here", hint="`reel models list` shows what is")
    try:
        for each in (*left, folder):
            if each.exists():
                shutil.rmtree(each)
    except OSError as error:
        raise OutputUnwritable(f"{error.filename} cannot be deleted: {error.strerror}") from None


def add(store: ModelStore, path: Path, name: str) -> StoredModel:
    """Know a model's file or folder by a name; it stays where it is. Raises ``InvalidInput`` for a name that is taken."""
    place = path.expanduser()
    if not place.exists():
        raise InvalidInput(f"there is no file or folder {path}")
    if store.model(name) is not None:
        raise InvalidInput(
            f"there is a model {name!r} already", hint=f"choose another --name, or: reel models remove {name}"
        )
    store.keep_record(store.place(name), {"name": name, "at": str(place.resolve())})
    stored = store.model(name)
    assert stored is not None
    return stored


def _all_files(
    files: Mapping[str, RemoteFile], folder: Path, client: httpx2.Client, on_progress: OnProgress
) -> dict[str, dict[str, Any]]:
    total = sum(max(0, file.size) for file in files.values()) if all(file.size >= 0 for file in files.values()) else 0
    done = 0
    rows: dict[str, dict[str, Any]] = {}
    for path, file in files.items():
        target = folder / "files" / path
        begun = done
        if not target.is_file():
            part = folder / f"{hashlib.sha256(path.encode()).hexdigest()[:16]}.part"
            download(client, file, part, lambda count, path=path, begun=begun: on_progress(path, begun + count, total))
            target.parent.mkdir(parents=True, exist_ok=True)
            part.replace(target)
        size = target.stat().st_size
        done += size
        on_progress(path, done, total)
        rows[path] = {
            "size": size, "sha256": _sha256(target), "from": str(httpx2.URL(file.url).copy_with(query=None)),
            "checked": file.told_by if file.sha256 or file.git_sha1 else "first use",
        }  # fmt: skip
    return rows


def _partial_folder(store: ModelStore, name: str, files: Mapping[str, RemoteFile]) -> Path:
    """Where this very content is gathered; what was gathered of other content under the name is dropped."""
    told = json.dumps(
        [[path, file.url, file.sha256 or file.git_sha1, file.size] for path, file in sorted(files.items())]
    )
    key = hashlib.sha256(told.encode()).hexdigest()[:12]
    folder = store.folder / _PARTIAL / f"{name}@{key}"
    for other in folder.parent.glob(f"{name}@*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    try:
        (folder / "files").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputUnwritable(f"{folder} cannot be made: {error.strerror}", hint="set REELWRIGHT_MODELS") from None
    return folder


def _check_room(folder: Path, files: Mapping[str, RemoteFile]) -> None:
    here = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    needed = sum(max(0, file.size) for file in files.values()) - here
    free = shutil.disk_usage(folder).free
    if needed > 0 and free < needed + _SPARE_BYTES:
        raise OutputUnwritable(
            f"{needed / 1e6:.0f} MB are to be fetched, and {free / 1e6:.0f} MB are free at {folder.parent.parent}",
            hint="free some room, or set REELWRIGHT_MODELS to a folder on another disk",
        )


def _put_in_place(folder: Path, target: Path) -> None:
    try:
        if target.exists():  # without a record: not a model, and nothing we wrote whole
            shutil.rmtree(target)
        (folder / "files").replace(target)
        shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise OutputUnwritable(f"{target} cannot be written: {error.strerror}") from None


def _with_trusted(store: ModelStore, wanted: Wanted) -> dict[str, RemoteFile]:
    """Files without a checksum get the one of their first time; without one they must be trusted expressly."""
    trusted = _trusted(store)
    files: dict[str, RemoteFile] = {}
    for path, file in wanted.files.items():
        if not (file.sha256 or file.git_sha1):
            if known := trusted.get(file.url):
                file = replace(file, sha256=known, told_by="first use")
            elif not wanted.trusts:
                raise FetchRefused(
                    f"nobody tells the checksum of {path}",
                    hint="give it with --sha256, or take the file as it comes with --trust",
                )
        files[path] = file
    return files


def _trusted(store: ModelStore) -> dict[str, str]:
    try:
        data = json.loads((store.folder / _TRUSTED).read_text("utf-8"))
        return {str(url): str(digest) for url, digest in data.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _keep_trusted(store: ModelStore, files: Mapping[str, RemoteFile], rows: Mapping[str, dict[str, Any]]) -> None:
    fresh = {files[path].url: row["sha256"] for path, row in rows.items() if row["checked"] == "first use"}
    if not fresh:
        return
    part = store.folder / f"{_TRUSTED}.{os.getpid()}.part"
    part.write_text(json.dumps(_trusted(store) | fresh, indent=1, sort_keys=True) + "\n", "utf-8")
    part.replace(store.folder / _TRUSTED)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _only_one(store: ModelStore, name: str) -> Iterator[None]:
    """Ends with the process, however it ends."""
    lock = store.folder / _PARTIAL / f"{name}.lock"
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        file = lock.open("w")
    except OSError as error:
        raise OutputUnwritable(
            f"{lock.parent} cannot be written: {error.strerror}", hint="set REELWRIGHT_MODELS"
        ) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InvalidInput(f"the model {name} is being fetched by another process", hint="wait for it") from None
        yield
        with suppress(OSError):
            lock.unlink()
