"""The settings in force: the environment's, and before them what administrators set while the server runs."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from reelwright.app.server_settings import ServerSettings
from reelwright.business.admin.runtime_settings import chosen, standing_before
from reelwright.database.open import Database

_SECONDS = 2.0


@dataclass(frozen=True)
class InForce:
    settings: ServerSettings
    announcement: str


class LiveSettings:
    """Looked up in the database at most every two seconds, however many ask."""

    def __init__(self, settings: ServerSettings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._lock = Lock()
        self._known: tuple[float, InForce] | None = None

    def __call__(self) -> InForce:
        with self._lock:
            known = self._known
            if known is not None and time.monotonic() - known[0] < _SECONDS:
                return known[1]
            with self._database.system_reader() as session:
                found = self._made(chosen(session))
            self._known = (time.monotonic(), found)
            return found

    def last(self) -> InForce:
        """As last looked up, for those who must not wait; the environment's before that."""
        known = self._known
        return known[1] if known is not None else InForce(self._settings, "")

    def forget(self) -> None:
        """Look anew the next time: something was changed here."""
        with self._lock:
            self._known = None

    def _made(self, values: dict[str, Any]) -> InForce:
        return InForce(replace(self._settings, **standing_before(values)), str(values.get("announcement") or ""))
