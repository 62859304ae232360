"""The first look around, a file whose transfer breaks off, and a page that is told when it may go on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.served import served
from tests.studio.chromium import Watched, needs_chromium

pytestmark = [needs_chromium, pytest.mark.slow, pytest.mark.timeout(600)]
_SPEECH = Path(__file__).parents[1] / "media_files" / "speech.flac"


@pytest.mark.parametrize("width", [390, 1440])
def test_a_new_user_is_shown_around_and_a_file_goes_on_where_it_broke_off(
    chromium: Any, tmp_path: Path, width: int
) -> None:
    with served(tmp_path / "data", "--no-worker") as address:
        watched = Watched(chromium.new_context(viewport={"width": width, "height": 844}))
        page = watched.page
        page.goto(f"{address}/dashboard")
        page.get_by_role("button", name="Show me around").click()
        for title in ("Make a video", "Find it again", "Many at once"):
            box = page.get_by_role("dialog", name=title)
            assert box.is_visible()
            place = box.bounding_box()
            assert place["x"] >= 0
            assert place["x"] + place["width"] <= width
            assert place["y"] >= 0
            watched.check(f"tour-{width}-light")
            box.get_by_role("button", name="Next").click()
        page.keyboard.press("Escape")
        assert page.locator(".tour").count() == 0
        broken = []

        def break_off(route: Any) -> None:
            if route.request.method == "PATCH" and not broken:
                broken.append(route.request.url)
                route.abort()
            else:
                route.continue_()

        page.route("**/api/assets/tus/*", break_off)
        page.goto(f"{address}/assets")
        page.locator("[data-upload] input[type=file]").set_input_files(str(_SPEECH))
        page.get_by_role("link", name="Is here. Look at it").wait_for(timeout=60_000)
        assert broken
        page.wait_for_selector("#list .video-card")
        page.get_by_role("link", name="Is here. Look at it").click()
        page.wait_for_selector("text=Used in")
        assert page.get_by_text("mono").count() >= 1
        assert [each for each in watched.complaints if "ERR_FAILED" not in each] == []
