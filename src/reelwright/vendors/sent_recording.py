"""Recordings that are sent to vendors."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from reelwright.errors import MediaUnusable
from reelwright.media.audio_write import write_sound
from reelwright.media.probe import probe
from reelwright.timeline.resolved import AudioSettings
from reelwright.vendors.made_sound import blocks_of

_TYPES = {
    ".mp3": "audio/mpeg", ".wav": "audio/wav", ".flac": "audio/flac", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".opus": "audio/ogg",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SentRecording:
    """``seconds`` long; ``sha256`` of the file it came from is what the books know it by."""

    path: Path
    content_type: str
    seconds: float
    sha256: str

    @property
    def name(self) -> str:
        """A name that says nothing of the user's file."""
        return f"{self.sha256[:16]}{self.path.suffix.lower()}"


def sent_recording(path: Path, folder: Path) -> SentRecording:
    """The sound of a file: as it is when it is a usual sound file, else as FLAC in ``folder``. Raises ``MediaUnusable``."""
    info = probe(path)
    if info.audio is None:
        raise MediaUnusable("there is no sound in the file")
    seconds = float(info.duration or 0)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    content_type = _TYPES.get(path.suffix.lower())
    if info.video is None and content_type:
        return SentRecording(path, content_type, seconds, sha256)
    target = folder / f"{sha256[:16]}.flac"
    if not target.is_file():
        write_sound(blocks_of(path, seconds), target, AudioSettings("flac", None, 16), alone=True)
    return SentRecording(target, "audio/flac", seconds, sha256)
