"""The browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.studio.chromium import CHROMIUM


@pytest.fixture
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
