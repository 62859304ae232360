"""Stage results kept under the hash of their inputs, as plain files with names a person can read.

A result is a few files that share a label (``speech/003-rice-needs-water-1f2e3d4c.wav`` and ``.json``) and a record in
``.state/results/`` that is written last. Without its record, or with a byte changed, a result does not exist.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelwright.productions.project.atomic_files import move_atomic, sha256_of, sweep_parts, write_atomic
from reelwright.productions.project.disk_errors import writing
from reelwright.timeline.fingerprint import digest

_TAG = 8
_OURS = re.compile(r".*-[0-9a-f]{8}\.[a-z0-9.]+")


def stage_key(stage: str, inputs: Mapping[str, Any]) -> str:
    """The identity of a result: the stage's name and everything its content depends on, as JSON values."""
    return digest({"stage": stage, "inputs": dict(inputs)})


@dataclass(frozen=True)
class Kept:
    """A complete, verified result: ``files`` by suffix, ``value`` the small facts stored beside them."""

    key: str
    files: Mapping[str, Path]
    value: Any


class ResultStore:
    """The results of one project folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._records = folder / ".state" / "results"
        self._used: set[str] = set()

    def find(self, key: str) -> Kept | None:
        """The result of ``key``, or None when it was never finished or no longer is what was stored."""
        record = self._read_record(key)
        if record is None:
            return None
        files: dict[str, Path] = {}
        for suffix, facts in record["files"].items():
            path = self._locate(key, record, suffix, facts)
            if path is None:
                return None
            files[suffix] = path
        self._used.add(key)
        with contextlib.suppress(OSError):
            os.utime(self._record_path(key))
        return Kept(key, files, record["value"])

    def keep(self, key: str, place: str, files: Mapping[str, bytes | Path], value: Any = None) -> Kept:
        """Stores a finished result. ``place`` is folder and label (``"speech/003-rice"``); a ``Path`` among the
        files is moved in. Raises ``OutputUnwritable``.
        """
        paths: dict[str, Path] = {}
        facts: dict[str, Any] = {}
        for suffix, content in files.items():
            path = self._path(key, place, suffix)
            if isinstance(content, Path):
                with writing(path):
                    facts[suffix] = {"sha256": sha256_of(content), "size": content.stat().st_size}
                move_atomic(content, path)
            else:
                facts[suffix] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
                write_atomic(path, content)
            paths[suffix] = path
        self._write_record(key, {"key": key, "place": place, "files": facts, "value": value})
        self._used.add(key)
        return Kept(key, paths, value)

    def relabel(self, kept: Kept, place: str) -> Kept:
        """The same result under another label; a stop in the middle loses nothing."""
        record = self._read_record(kept.key)
        moved = {suffix: self._path(kept.key, place, suffix) for suffix in kept.files}
        if record is None or moved == dict(kept.files):
            return kept
        for suffix, path in kept.files.items():
            with writing(moved[suffix]):
                moved[suffix].parent.mkdir(parents=True, exist_ok=True)
                path.replace(moved[suffix])
        self._write_record(kept.key, {**record, "place": place})
        return Kept(kept.key, moved, kept.value)

    def prune(self, keep_unused: Mapping[str, int]) -> None:
        """Removes results this run did not touch, but the latest few: so many per folder of the project, as
        ``keep_unused`` says (a folder it does not name keeps none).
        """
        unused: dict[str, list[tuple[float, str, dict[str, Any]]]] = {}
        claimed: set[Path] = set()
        for path in self._records.glob("*.json"):
            record = self._read_record(path.stem)
            if record is None:
                path.unlink(missing_ok=True)
            elif path.stem in self._used:
                claimed |= {self._path(path.stem, record["place"], suffix) for suffix in record["files"]}
            else:
                folder = record["place"].rpartition("/")[0]
                unused.setdefault(folder, []).append((path.stat().st_mtime, path.stem, record))
        for folder, rows in unused.items():
            rows.sort(key=lambda row: row[0], reverse=True)
            for index, (_, key, record) in enumerate(rows):
                if index < keep_unused.get(folder, 0):
                    claimed |= {self._path(key, record["place"], suffix) for suffix in record["files"]}
                else:
                    self._record_path(key).unlink(missing_ok=True)
        for folder in keep_unused:
            for path in (self.folder / folder).glob("*"):
                if path.is_file() and _OURS.fullmatch(path.name) and path not in claimed:
                    path.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Clears what killed runs left half written."""
        for folder in [self.folder, self._records, *(path for path in self.folder.glob("*") if path.is_dir())]:
            sweep_parts(folder)

    def _path(self, key: str, place: str, suffix: str) -> Path:
        return self.folder / f"{place}-{key[:_TAG]}{suffix}"

    def _locate(self, key: str, record: Mapping[str, Any], suffix: str, facts: Mapping[str, Any]) -> Path | None:
        """The stored file under its recorded name, or, after a relabelling that was cut short, under another."""
        expected = self._path(key, record["place"], suffix)
        for path in [expected, *expected.parent.glob(f"*-{key[:_TAG]}{suffix}")]:
            with contextlib.suppress(OSError):
                if path.stat().st_size == facts["size"] and sha256_of(path) == facts["sha256"]:
                    return path
        return None

    def _record_path(self, key: str) -> Path:
        return self._records / f"{key}.json"

    def _write_record(self, key: str, record: dict[str, Any]) -> None:
        body = {**record, "check": digest(record)}
        write_atomic(self._record_path(key), (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode())

    def _read_record(self, key: str) -> dict[str, Any] | None:
        try:
            record = json.loads(self._record_path(key).read_text("utf-8"))
            check = record.pop("check")
            return record if record["key"] == key and digest(record) == check else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
