"""Bringing a job's files together: the user's assets out of the store, and what lies at addresses, fetched with care."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from reelwright.app.user_addresses import user_guard
from reelwright.errors import ReelwrightError
from reelwright.http.fetch import FetchLimits, fetch_file
from reelwright.media.sniff import sniff
from reelwright.productions.project.atomic import write_atomically
from reelwright.render.files import SOURCES
from reelwright.timeline.document_sources import ADDRESS, document_sources
from reelwright.worker.stages.work import StageWork

FILES, PICTURES = "files", "pictures"
"""Folders of the workspace: for what documents name, and for what pictures are chosen of."""


def gather(work: StageWork) -> dict[str, Any]:
    """Lay out everything the request names; ``.reel/sources.json`` says where each thing is."""
    wanted = [str(source) for source in work.request.get("sources", [])]
    _written_inputs(work)
    found: dict[str, str] = _known(work.folder)
    pictures = set(work.request.get("pictures", []))
    for number, source in enumerate(wanted):
        work.progress(number, len(wanted))
        folder = PICTURES if source in pictures else FILES
        if source not in found or not (work.folder / found[source]).is_file():
            found[source] = _brought(work, source, folder)
        for inner in _inner(work.folder / found[source]):
            if inner not in wanted:
                wanted.append(inner)
    write_atomically(work.folder / SOURCES, json.dumps(found, indent=1))
    return {"result": {"files": len(found)}}


def _written_inputs(work: StageWork) -> None:
    """The texts of the request as the files the stages read."""
    if work.request.get("text"):
        write_atomically(work.folder / "source.md", str(work.request["text"]))
    if work.request.get("document"):
        row = {"document": work.request["document"], "data": work.request.get("data", {})}
        write_atomically(work.folder / "document.json", json.dumps(row))


def _brought(work: StageWork, source: str, folder: str) -> str:
    """One file, as a path below the workspace."""
    mark = _mark(source)
    held = work.request.get("assets", {}).get(source)
    if held is not None:
        name = file_name(folder, held["name"], source)
        work.platform.store.fetch(held["key"], work.folder / name)
        return name
    target = work.folder / folder / f"{mark}.part"
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        fetched = fetch_file(
            source, target, limits=FetchLimits(max_bytes=work.settings.upload_limit), guard=user_guard(work.settings)
        )
    except ReelwrightError as error:
        error.pointer = error.pointer or work.request.get("pointers", {}).get(source)
        raise
    suffix = _suffix(fetched.filename) or sniff(target).suffix
    name = f"{folder}/{_stem(fetched.filename)}-{mark}{suffix}"
    target.replace(work.folder / name)
    return name


def file_name(folder: str, name: str, source: str) -> str:
    """Where a file called ``name`` that a document names as ``source`` lies in the workspace."""
    return f"{folder}/{_stem(name)}-{_mark(source)}{_suffix(name)}"


def _mark(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()[:12]


def _inner(path: Path) -> list[str]:
    """What a document inside the document names."""
    if path.suffix.lower() != ".json" or path.stat().st_size > 5_000_000:
        return []
    try:
        tree = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return (
        [source for source in document_sources(tree) if ADDRESS.match(source)]
        if isinstance(tree, dict) and "tracks" in tree
        else []
    )


def _known(folder: Path) -> dict[str, str]:
    try:
        return json.loads((folder / SOURCES).read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def _stem(name: str) -> str:
    """A readable part of a file's name, fit for any disk; the ranking of pictures reads it."""
    return re.sub(r"[^\w-]+", "-", Path(name).stem, flags=re.UNICODE).strip("-")[:60] or "file"


def _suffix(name: str) -> str:
    suffix = Path(name).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""
