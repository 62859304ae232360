"""The providers of one person at one machine: what is paid for is kept with the project, else with the user's data."""

from __future__ import annotations

import os
from pathlib import Path

from reelwright.app.cache_folder import chunk_folder, data_folder
from reelwright.app.providers.choosing import Providers, providers_here
from reelwright.productions.project.paid_calls import FolderBooks
from reelwright.productions.voices.folder_library import FolderLibrary
from reelwright.providers.answers import FolderAnswers
from reelwright.providers.shelf import FolderShelf


def own_providers(project: Path | None = None, budget_micros: int | None = None) -> Providers:
    """``budget_micros`` bounds what the project ever spends."""
    folder = project / ".reel" if project else data_folder(os.environ) / "own"
    return providers_here(
        payments=FolderBooks(folder / "paid-calls", budget_micros),
        shelf=FolderShelf(folder / "paid-files"),
        answers=FolderAnswers(chunk_folder().parent / "answers"),
        voices=own_library(),
    )


def own_library() -> FolderLibrary:
    """The clones of whoever works at this machine."""
    return FolderLibrary(data_folder(os.environ) / "voices")
