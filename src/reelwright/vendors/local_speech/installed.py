"""Which local engines this machine has, found by looking at files; nothing is loaded."""

from __future__ import annotations

import re
from pathlib import Path

from reelwright.speaking.espeak_library import espeak_files

_FOLDERS = ("usr/lib/*-linux-*", "usr/lib", "usr/lib64", "usr/local/lib", "usr/local/lib64", "lib", "opt/homebrew/lib")
_SHARED = re.compile(r"(?P<stem>lib\w+)\.(?:so\.\d+|\d+\.dylib)")


def flite_file(voice: str = "") -> Path | None:
    """Flite's shared library, or that of one of its voices (``cmu_us_slt``), where system packages put it."""
    stem = f"libflite_{voice}" if voice else "libflite"
    for folder in _FOLDERS:
        for path in sorted(Path("/").glob(f"{folder}/{stem}.*")):
            found = _SHARED.fullmatch(path.name)
            if found and found["stem"] == stem:
                return path
    return None


def has_espeak() -> bool:
    return espeak_files() is not None


def has_flite() -> bool:
    """Whether the library and its best voice are there."""
    return flite_file() is not None and flite_file("cmu_us_slt") is not None


def missing_flite() -> str:
    """What is to be installed for Flite, or nothing."""
    return "" if has_flite() else "install flite (Debian: apt-get install flite)"


def missing_espeak() -> str:
    """What is to be installed for eSpeak NG, or nothing."""
    return "" if has_espeak() else "pip install espeakng-loader"
