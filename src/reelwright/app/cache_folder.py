"""The user's folders: where finished chunks, data and models are kept."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def usable(folder: Path) -> bool:
    """Whether files can be kept there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def chunk_folder(environment: Mapping[str, str] | None = None) -> Path:
    """``REELWRIGHT_CACHE``, or a folder where the system keeps such things for the user."""
    env = os.environ if environment is None else environment
    if env.get("REELWRIGHT_CACHE", "").strip():
        return Path(env["REELWRIGHT_CACHE"].strip()).expanduser() / "chunks"
    if sys.platform == "win32":
        home = Path(env.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        home = Path.home() / "Library" / "Caches"
    else:
        home = Path(env.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "reelwright" / "chunks"


def data_folder(environment: Mapping[str, str]) -> Path:
    """Where the system keeps a program's data for the user."""
    if sys.platform == "win32":
        home = Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        home = Path.home() / "Library" / "Application Support"
    else:
        home = Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return home / "reelwright"


def models_folder(environment: Mapping[str, str] | None = None) -> Path:
    """``REELWRIGHT_MODELS``, or a folder among the user's data."""
    env = os.environ if environment is None else environment
    told = env.get("REELWRIGHT_MODELS", "").strip()
    return Path(told).expanduser() if told else data_folder(env) / "models"
