"""What a worker process has at hand for its jobs. Set once, before the engine is launched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reelwright.business.credits.tariff import Tariff
from reelwright.database.open import Database
from reelwright.isolation.limits import Limits
from reelwright.storage.blobs import BlobStore


@dataclass(frozen=True)
class WorkContext:
    """``scratch`` is a local folder for workspaces, ``child`` the module stages run in, ``settings`` what it is told."""

    database: Database
    store: BlobStore
    scratch: Path
    child: str
    settings: Mapping[str, Any] = field(default_factory=dict, repr=False)
    limits: Limits = Limits()
    tariff: Tariff | None = None
    """What work costs its users, where it costs any."""


_present: list[WorkContext] = []


def set_context(context: WorkContext) -> None:
    """Say what the workflows of this process work with."""
    _present[:] = [context]


def context() -> WorkContext:
    if not _present:
        raise RuntimeError("no worker is set up in this process")
    return _present[0]
