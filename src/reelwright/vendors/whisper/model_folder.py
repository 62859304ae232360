"""Where the model is, and whether it is one: nothing is loaded, and nothing is ever fetched."""

from __future__ import annotations

import hashlib
from pathlib import Path

from reelwright.errors import ProviderNeeded
from reelwright.providers.access import Access
from reelwright.vendors.whisper.manifest import VENDOR

_FILES = ("model.bin", "config.json", "tokenizer.json")
_SAMPLE = 1 << 16


def model_folder(access: Access) -> Path:
    """Raises ``ProviderNeeded`` for a folder that holds no whole model."""
    told = access.option("model")
    stored = access.models.model(told)
    folder = stored.path if stored is not None else Path(told).expanduser()
    hint = (
        f"set {VENDOR.variable('model')} to a folder with model.bin, config.json and tokenizer.json, such as a download of "
        "Systran/faster-whisper-small"
    )
    if not folder.is_dir():
        raise ProviderNeeded(f"there is no Whisper model at {told}", hint=hint)
    missing = [name for name in _FILES if not (folder / name).is_file()]
    if missing:
        raise ProviderNeeded(f"the Whisper model at {told} lacks {' and '.join(missing)}", hint=hint)
    return folder.resolve()


def model_mark(folder: Path) -> str:
    """Its name and a mark that another model would not have: of its size, its beginning and its end."""
    path = folder / "model.bin"
    size = path.stat().st_size
    told = hashlib.sha256(f"{size}".encode() + (folder / "config.json").read_bytes())
    with path.open("rb") as file:
        told.update(file.read(_SAMPLE))
        file.seek(max(0, size - _SAMPLE))
        told.update(file.read(_SAMPLE))
    return f"{folder.name}#{told.hexdigest()[:12]}"


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``."""
    folder = model_folder(access)
    return f"the model {folder.name} is here ({(folder / 'model.bin').stat().st_size / 1e6:.0f} MB)"
