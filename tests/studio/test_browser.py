"""The studio in a real Chromium: no errors, no sideways scrolling, at phone and desk width, in both themes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.served import served
from tests.studio.chromium import SHOTS, Watched, needs_chromium
from tests.studio.site import PASSWORD

pytestmark = needs_chromium
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
_ARTICLE = "# Tea\n\nTea is made of leaves. Hot water draws the taste out of them."


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
        page.wait_for_function("() => document.querySelector('video').readyState >= 1")
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
                    again.page.wait_for_timeout(2000 if SHOTS and path == place else 250)
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
