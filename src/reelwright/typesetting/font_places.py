"""Where fonts are looked for: the package's own folder, installed font packages, the system."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from pathlib import Path

from reelwright.typesetting.font_face import SUFFIXES

ENTRY_POINT_GROUP = "reelwright.fonts"
"""A package that brings fonts names a function without parameters that returns the path of their folder."""

BUNDLED_FOLDER = Path(__file__).parent / "font_files"
MAX_FILES = 20_000


def package_folders() -> list[Path]:
    """Folders offered by installed packages, in the order of their entry point names."""
    offers = sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda offer: offer.name)
    return [Path(offer.load()()) for offer in offers]


def system_folders() -> list[Path]:
    """The operating system's font folders that exist here."""
    home = Path.home()
    if sys.platform == "darwin":
        candidates = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    elif sys.platform == "win32":
        candidates = [Path("C:/Windows/Fonts"), home / "AppData/Local/Microsoft/Windows/Fonts"]
    else:
        candidates = [
            Path("/usr/share/fonts"),
            Path("/usr/local/share/fonts"),
            home / ".local/share/fonts",
            home / ".fonts",
        ]
    return [folder for folder in candidates if folder.is_dir()]


def font_files(folders: Iterable[Path]) -> Iterator[Path]:
    """Font files below the folders, sorted within each, at most 20,000."""
    count = 0
    for folder in folders:
        for path in sorted(_walk(folder)):
            if count == MAX_FILES:
                return
            count += 1
            yield path


def _walk(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        for name in names:
            if os.path.splitext(name)[1].lower() in SUFFIXES:
                yield Path(parent, name)
