"""The studio in a real Chromium: no errors, no sideways scrolling, at phone and desk width, in both themes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.served import served
from tests.studio.site import PASSWORD

_CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(_CHROMIUM is None, reason="Debian's package chromium is not installed")
_ADDRESS_PAGES = (
    "/dashboard",
    "/videos",
    "/new?example",
    "/jobs",
    "/templates",
    "/settings",
    "/settings/tokens",
    "/settings/providers",
)
_SHOTS = os.environ.get("STUDIO_SHOTS", "")
_ARTICLE = "# Tea\n\nTea is made of leaves. Hot water draws the taste out of them."


@pytest.fixture
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


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
        if _SHOTS:
            Path(_SHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{_SHOTS}/{name}.png")


@pytest.mark.slow
def test_a_person_registers_makes_a_video_and_plays_it(chromium: Any, tmp_path: Path) -> None:
    with served(tmp_path / "data", ACCOUNTS="1", JOBS_PER_MINUTE="0") as address:
        context = chromium.new_context(viewport={"width": 1440, "height": 900})
        watched = Watched(context)
        page = watched.page
        page.goto(f"{address}/")
        watched.check("landing-1440")
        page.get_by_role("link", name="Make an account").first.click()
        page.get_by_label("E-mail").fill("ann@example.com")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Make my account").click()
        page.wait_for_url("**/dashboard")
        watched.check("first-run-1440-light")
        page.get_by_role("link", name="Use my own text").click()
        page.get_by_label("An article").check()
        page.get_by_label("Text", exact=False).last.fill(_ARTICLE)
        page.wait_for_selector("text=Length when spoken")
        page.reload()
        assert _ARTICLE in page.locator("textarea[name=text]").input_value(), "a reload must not lose what was typed"
        context.clear_cookies()
        page.get_by_role("button", name="Make the video").click()
        page.get_by_label("E-mail").fill("ann@example.com")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/new")
        assert _ARTICLE in page.locator("textarea[name=text]").input_value(), "nor a sign-in that ended"
        page.get_by_label("Music").select_option("none")
        page.get_by_role("button", name="Make the video").click()
        page.wait_for_url("**/videos/*")
        watched.check("making-1440-light")
        page.wait_for_selector("video", timeout=240_000)  # live: nobody reloads
        page.wait_for_function("document.querySelector('video').readyState >= 1")
        assert page.evaluate("document.querySelector('video').duration") > 2
        place = page.url.removeprefix(address).partition("?")[0]
        watched.check("ready")
        state = context.storage_state()
        for theme in ("light", "dark"):
            for width, height in ((390, 844), (1440, 900)):
                again = Watched(
                    chromium.new_context(
                        viewport={"width": width, "height": height}, color_scheme=theme, storage_state=state
                    )
                )
                for path in (*_ADDRESS_PAGES, place):
                    again.page.goto(f"{address}{path}")
                    again.page.wait_for_timeout(2000 if _SHOTS and path == place else 250)
                    name = "video" if path == place else path.partition("?")[0].strip("/").replace("/", "-")
                    again.check(f"{name}-{width}-{theme}")
                again.page.context.close()
                nobody = Watched(chromium.new_context(viewport={"width": width, "height": height}, color_scheme=theme))
                for path in ("/", "/login", "/register", "/password/forgot", "/password/reset#token=abc"):
                    nobody.page.goto(f"{address}{path}")
                    nobody.check(f"{path.partition('#')[0].strip('/').replace('/', '-') or 'landing'}-{width}-{theme}")
                nobody.page.context.close()


@pytest.mark.slow
def test_the_theme_is_changed_by_its_button_and_stays(chromium: Any, tmp_path: Path) -> None:
    with served(tmp_path / "data", "--no-worker") as address:
        page = chromium.new_context(color_scheme="light").new_page()
        page.goto(f"{address}/dashboard")
        page.get_by_role("button", name="Change between light and dark").click()
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        page.goto(f"{address}/videos")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 17, 22)"
