"""The lips of a dub: the source's pictures with mouths that say its first language, made once and found again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelwright.media.audio_write import write_sound
from reelwright.productions.dub.mix import Bed, Voice, mixed, segment_levels
from reelwright.productions.project.atomic import write_atomically
from reelwright.productions.project.store import Store, file_digest
from reelwright.providers.lip_sync import SpokenSpan
from reelwright.timeline.fingerprint import digest
from reelwright.timeline.resolved import AudioSettings
from reelwright.workflows.lip_sync import LipTools, LipWish, lip_synced_pictures, syncers_of

LIPS = 1
"""Raised when the same dub gives other lips."""


@dataclass(frozen=True)
class DubLips:
    """``voices`` with their places in ``language``; ``source_sha256`` is the video's. ``again``: look whether what was made is still
    what would be made; without it an earlier result stands, so that a machine without the model can finish the dub."""

    source: Path
    source_sha256: str
    duration_ms: int
    language: str
    voices: Sequence[Voice]
    provider: str
    webm: bool
    is_between: bool
    again: bool


@dataclass(frozen=True)
class KeptLips:
    """``pictures`` without sound, ``report`` as JSON, ``notes`` for the person who asked."""

    pictures: Path
    report: dict[str, Any]
    notes: tuple[str, ...] = ()


def dub_lips(
    wish: DubLips, folder: Path, tools: Callable[[], LipTools], on_step: Callable[[int, int], None]
) -> KeptLips:
    """Work on the way lies in ``.reel/lips`` of the project's ``folder``, the result in ``lips``.

    Raises what ``lip_synced_pictures`` raises; what is finished by then is kept.
    """
    inputs = {
        "lips": LIPS, "source": wish.source_sha256, "duration": wish.duration_ms, "provider": wish.provider, "webm": wish.webm,
        "between": wish.is_between,
        "voices": [
            [file_digest(each.sound), each.speaker, each.placement.start_ms, each.placement.end_ms, each.placement.stretch]
            for each in wish.voices
        ],
    }  # fmt: skip
    record = folder / "lips" / f"{wish.language}.json"
    kept = _kept(record, digest(inputs))
    if kept is not None and not (wish.again and _is_outdated(kept, wish, tools())):
        return kept
    spans = tuple(
        SpokenSpan(each.placement.start_ms / 1000, each.placement.end_ms / 1000, each.speaker) for each in wish.voices
    )
    asked = LipWish(
        wish.source, _voices_alone(wish, folder, inputs), folder / ".reel" / "lips", spans, wish.webm, wish.is_between,
        wish.provider,
    )  # fmt: skip
    made = lip_synced_pictures(asked, tools(), lambda stage, done, total: on_step(*_step(stage, done, total)))
    path = folder / "lips" / made.pictures.name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.hardlink_to(made.pictures)
        except OSError:  # a file system without
            shutil.copyfile(made.pictures, path)
    row = {
        "key": digest(inputs), "pictures": path.name, "sha256": file_digest(path), "report": made.report, "notes": list(made.notes),
    }  # fmt: skip
    write_atomically(record, json.dumps(row, ensure_ascii=False, indent=1) + "\n")
    for other in path.parent.glob(f"pictures-*{path.suffix}"):  # what an edit has replaced; its parts are kept
        if other != path:
            other.unlink(missing_ok=True)
    return KeptLips(path, made.report, made.notes)


def _step(stage: str, done: int, total: int) -> tuple[int, int]:
    """Looking for faces is a quarter of the way, about."""
    total = max(1, total)
    return (done, total * 4) if stage == "faces" else (total + done * 3, total * 4)


def _voices_alone(wish: DubLips, folder: Path, inputs: dict[str, Any]) -> Path:
    """The new voices without what is below them: mouths should not follow the music."""

    def write(part: Path) -> dict[str, Any]:
        bed = Bed(None, None, wish.source)
        blocks = mixed(wish.voices, bed, wish.duration_ms, segment_levels(wish.voices, bed))
        write_sound(blocks, part, AudioSettings("flac", None, 16), alone=True)
        return {}

    voices = {name: inputs[name] for name in ("source", "duration", "voices")}
    return Store(folder / ".reel" / "lips").keep("voices", ".flac", voices, write).path


def _kept(record: Path, key: str) -> KeptLips | None:
    try:
        row = json.loads(record.read_text("utf-8"))
        path = record.parent / row["pictures"]
        if row["key"] == key and row["sha256"] == file_digest(path):
            return KeptLips(path, row["report"], tuple(row["notes"]))
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _is_outdated(kept: KeptLips, wish: DubLips, tools: LipTools) -> bool:
    """Whether somebody else, or another model, would do it now."""
    first = syncers_of(tools, wish.provider)[0]
    return (kept.report.get("by"), kept.report.get("version")) != (first.name, first.version)
