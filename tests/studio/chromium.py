"""Pages in a real Chromium, and everything they complain of."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Debian's package chromium is not installed")
SHOTS = os.environ.get("STUDIO_SHOTS", "")
"""A folder that keeps a picture of each page."""


class Watched:
    """A page and everything it complained of."""

    def __init__(self, context: Any) -> None:
        self.page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self._hear(said.text) if said.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self._hear(str(error)))

    def _hear(self, text: str) -> None:
        self.complaints.append(f"{self.page.url}: {text}")

    def check(self, name: str) -> None:
        """Nothing is wider than the window, and every control has a name."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, (name, wide)
        nameless = self.page.evaluate(
            """() => [...document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea')].filter((each) =>
                 each.checkVisibility() && !(each.innerText?.trim() || each.getAttribute('aria-label') || each.labels?.length)
               ).map((each) => each.outerHTML)"""
        )
        assert not nameless, (name, nameless)
        assert not self.complaints, self.complaints
        self.shot(name)

    def shot(self, name: str) -> None:
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{SHOTS}/{name}.png")
