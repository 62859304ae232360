"""The video editor in a real Chromium: what is edited is seen, kept, taken back, and only its part is rendered."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from reelwright.app.opening import open_platform
from reelwright.app.platform import Platform
from reelwright.app.server_settings import read_server_settings
from tests.served import served
from tests.studio.chromium import Watched, needs_chromium
from tests.studio.edited import document, edited_video, files

pytestmark = [
    needs_chromium,
    pytest.mark.slow,
]
_LONG = 300_000
"""Milliseconds nothing here takes, on however crowded a machine."""
_SHOTS = os.environ.get("STUDIO_SHOTS", "")
_SECOND = '[data-captions] [aria-label="Caption 2"]'


@contextmanager
def opened(
    folder: Path, tree: dict[str, Any], *options: str, words: list[Any] | None = None
) -> Iterator[tuple[str, uuid.UUID, Platform]]:
    """A server with a video at version 1 of ``tree``; its address, the video, and the platform behind it."""
    data, media = folder / "data", folder / "media"
    media.mkdir()
    platform = open_platform(read_server_settings({"REELWRIGHT_DATA": str(data)}))
    named = files(media, tree["canvas"]["duration"])
    if words is not None:
        named["words.json"] = media / "words.json"
        named["words.json"].write_text(json.dumps(words))
    video = edited_video(platform, platform.local_owner(), media, tree, named)
    with served(data, *options) as address:
        yield address, video.id, platform
    platform.close()


def _open(context: Any, address: str, video: uuid.UUID) -> Watched:
    watched = Watched(context)
    watched.page.set_default_timeout(_LONG)
    watched.page.goto(f"{address}/videos/{video}/edit")
    watched.page.wait_for_selector(".editor[data-laid]")
    watched.page.wait_for_selector("[data-screen][data-shown]")
    return watched


def _kept(page: Any) -> None:
    page.wait_for_selector('.editor[data-state="kept"]')


def _shown(page: Any) -> str:
    return page.get_attribute("[data-screen]", "data-shown")


def _document(page: Any, address: str, video: uuid.UUID) -> Any:
    return page.request.get(f"{address}/api/videos/{video}/edit").json()["data"]


def test_one_caption_is_edited_taken_back_and_only_its_part_is_rendered(chromium: Any, tmp_path: Path) -> None:
    with opened(tmp_path, document()) as (address, video, _):
        watched = _open(chromium.new_context(viewport={"width": 1440, "height": 900}), address, video)
        page = watched.page
        page.get_by_role("button", name="Render", exact=True).click()
        page.wait_for_selector("text=The whole video is drawn")
        page.get_by_role("button", name="Save and render").click()
        page.wait_for_selector("#rendering [data-job]")
        page.wait_for_selector("#rendering:not(:has(*))", state="attached")
        chunks = tmp_path / "data" / "work" / str(video) / ".reel" / "chunks"
        before = {path.name for path in chunks.glob("*.nut")}
        assert len(before) >= 4

        old = page.input_value(_SECOND)
        before_picture = _shown(page)
        page.click(_SECOND)
        page.wait_for_function(
            "old => document.querySelector('[data-screen]').dataset.shown !== old", arg=before_picture
        )
        page.fill(_SECOND, old.upper())
        _kept(page)
        assert page.input_value(_SECOND) == old.upper()
        page.keyboard.press("Control+z")
        page.wait_for_function("([at, text]) => document.querySelector(at).value === text", arg=[_SECOND, old])
        page.keyboard.press("Control+Shift+Z")
        page.wait_for_function("([at, text]) => document.querySelector(at).value === text", arg=[_SECOND, old.upper()])
        page.reload()
        page.wait_for_selector(".editor[data-laid]")
        assert page.input_value(_SECOND) == old.upper()
        assert page.get_attribute('[data-do="undo"]', "title") == "Undo: Change a caption"

        page.get_by_role("button", name="Render", exact=True).click()
        page.wait_for_selector("text=parts are drawn again")
        assert old.upper().split()[0] in page.inner_text("[data-plan] .ed-reasons")
        told = int(page.inner_text("[data-plan] p >> nth=0").split()[0])
        if _SHOTS:
            page.screenshot(path=f"{_SHOTS}/editor-render-1440-light.png")
        page.get_by_role("button", name="Save and render").click()
        page.wait_for_selector("#rendering [data-job]")
        page.wait_for_selector("#rendering:not(:has(*))", state="attached")
        fresh = {path.name for path in chunks.glob("*.nut")} - before
        assert len(fresh) == told < len(before)
        page.get_by_role("button", name="Save files").click()
        page.wait_for_selector("text=The last rendering")
        srt = page.request.get(f"{address}/api/videos/{video}/export/srt").text()
        assert old.upper().split()[0] in srt
        assert not watched.complaints, watched.complaints


def test_captions_are_split_joined_and_deleted_by_keys(chromium: Any, tmp_path: Path) -> None:
    with opened(tmp_path, document(), "--no-worker") as (address, video, _):
        watched = _open(chromium.new_context(viewport={"width": 1440, "height": 900}), address, video)
        page = watched.page
        count = int(page.inner_text("[data-caption-count]"))
        text = page.input_value(_SECOND)
        page.click(_SECOND)
        page.press(_SECOND, "Home")
        for _ in range(len(text.split()[0]) + 1):
            page.press(_SECOND, "ArrowRight")
        page.press(_SECOND, "Control+Enter")
        assert page.input_value(_SECOND) == text.split()[0]
        assert page.input_value('[aria-label="Caption 3"]') == " ".join(text.split()[1:])
        _kept(page)
        page.wait_for_function("() => Number(document.querySelector('.editor').dataset.laid) >= 2")
        assert int(page.inner_text("[data-caption-count]")) == count + 1
        page.click(_SECOND)
        page.press(_SECOND, "Control+m")
        assert page.input_value(_SECOND) == text
        _kept(page)
        page.get_by_role("button", name="Delete caption 2").click()
        _kept(page)
        words = _document(page, address, video)["document"]["tracks"][2]["clips"][0]["words"]
        assert text not in " ".join(word["text"] for word in words)
        page.keyboard.press("Control+z")
        page.wait_for_function("([at, text]) => document.querySelector(at).value === text", arg=[_SECOND, text])
        page.fill("[data-find]", "weeds")
        page.wait_for_selector(".ed-cue.is-found")
        assert not watched.complaints, watched.complaints


def test_captions_of_a_file_are_written_into_the_document_when_they_are_edited(chromium: Any, tmp_path: Path) -> None:
    tree = document()
    words = tree["tracks"][2]["clips"][0].pop("words")
    tree["tracks"][2]["clips"][0]["src"] = "words.json"
    with opened(tmp_path, tree, "--no-worker", words=words) as (address, video, _):
        page = _open(chromium.new_context(viewport={"width": 1440, "height": 900}), address, video).page
        text = page.input_value(_SECOND)
        page.fill(_SECOND, f"{text} Always.")
        _kept(page)
        clip = _document(page, address, video)["document"]["tracks"][2]["clips"][0]
        assert "src" not in clip
        assert len(clip["words"]) == len(words) + 1
        assert next(word["text"] for word in clip["words"] if word.get("cue") == "new") == text.split()[0]
        page.keyboard.press("Control+z")
        page.wait_for_function("([at, text]) => document.querySelector(at).value === text", arg=[_SECOND, text])
        assert _document(page, address, video)["document"]["tracks"][2]["clips"][0]["src"] == "words.json"


def test_clips_are_moved_trimmed_split_and_changed(chromium: Any, tmp_path: Path) -> None:
    with opened(tmp_path, document(), "--no-worker") as (address, video, _):
        watched = _open(chromium.new_context(viewport={"width": 1440, "height": 900}), address, video)
        page = watched.page
        clip = page.locator('.ed-clip[data-type="text"]')
        box = clip.bounding_box()
        scale = box["width"] / 3
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] / 2 + 5.48 * scale, box["y"] + 20, steps=8)
        page.mouse.up()
        _kept(page)
        title = _document(page, address, video)["document"]["tracks"][1]["clips"][0]
        assert title["start"] == 6, "it snaps to where the second picture begins"
        page.wait_for_function("() => Number(document.querySelector('.editor').dataset.laid) >= 2")
        page.get_by_role("textbox", name="Text").fill("Half of the world")
        page.get_by_label("Opacity").fill("0.5")
        _kept(page)
        title = _document(page, address, video)["document"]["tracks"][1]["clips"][0]
        assert (title["text"], title["opacity"]) == ("Half of the world", 0.5)
        page.locator('.ed-clip[data-type="audio"]').click(position={"x": 200, "y": 20})
        page.keyboard.press("Home")
        page.locator("[data-scrub]").fill("4")
        page.locator("body").click(position={"x": 5, "y": 5}, force=True)
        page.keyboard.press("s")
        _kept(page)
        sounds = _document(page, address, video)["document"]["tracks"][3]["clips"]
        assert [(each["start"], each["duration"]) for each in sounds] == [(0, 4), (4, 8)]
        assert sounds[1]["trim"]["from"] == 4
        assert sounds[1]["id"] == "music-2"
        assert not watched.complaints, watched.complaints


def test_two_tabs_do_not_overwrite_each_other(chromium: Any, tmp_path: Path) -> None:
    with opened(tmp_path, document(), "--no-worker") as (address, video, _):
        context = chromium.new_context(viewport={"width": 1440, "height": 900})
        one, other = _open(context, address, video).page, _open(context, address, video).page
        first = '[data-captions] [aria-label="Caption 1"]'
        one.fill(_SECOND, "From the first tab")
        _kept(one)
        other.fill(first, "From the second tab")
        other.wait_for_selector("text=This video was edited elsewhere")
        other.get_by_role("button", name="Put my edit on top").click()
        _kept(other)
        texts = json.dumps(_document(other, address, video)["document"]["tracks"][2])
        assert '"second"' in texts
        assert '"first"' in texts


def test_nothing_is_lost_when_the_server_is_away_and_the_page_is_loaded_again(chromium: Any, tmp_path: Path) -> None:
    with opened(tmp_path, document(), "--no-worker") as (address, video, _):
        page = _open(chromium.new_context(viewport={"width": 1440, "height": 900}), address, video).page
        page.route("**/edit", lambda route: route.abort() if route.request.method == "PATCH" else route.continue_())
        page.fill(_SECOND, "Typed without a connection")
        page.wait_for_selector("text=No connection")
        page.unroute("**/edit")
        page.reload()
        page.wait_for_selector(".editor[data-laid]")
        _kept(page)
        texts = json.dumps(_document(page, address, video)["document"]["tracks"][2])
        assert '"connection"' in texts


def test_the_film_plays_and_the_playhead_goes_along(chromium: Any, tmp_path: Path) -> None:
    with opened(tmp_path, document(), "--no-worker") as (address, video, _):
        page = _open(chromium.new_context(viewport={"width": 1440, "height": 900}), address, video).page
        page.get_by_role("button", name="Play", exact=True).click()
        page.wait_for_function("() => document.querySelector('[data-film]').currentTime > 0.3")
        page.get_by_role("button", name="Pause", exact=True).click()
        page.wait_for_selector("[data-frame]:not([hidden])")
        assert float(page.input_value("[data-scrub]")) > 0.3


def test_the_editor_fits_every_window_and_every_control_has_a_name(chromium: Any, tmp_path: Path) -> None:
    with opened(tmp_path, document(captions=3, seconds=30.0), "--no-worker") as (address, video, _):
        for theme in ("light", "dark"):
            for width, height in ((390, 844), (1440, 900)):
                context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
                watched = _open(context, address, video)
                page = watched.page
                page.locator("[data-scrub]").fill("2.2")
                page.wait_for_timeout(2500 if _SHOTS else 200)
                watched.check(f"editor-{width}-{theme}")
                if width == 390:
                    page.get_by_role("tab", name="Tracks").click()
                    page.wait_for_timeout(1500 if _SHOTS else 100)
                    watched.check(f"editor-tracks-{width}-{theme}")
                page.locator('.ed-clip[data-type="text"]').click()
                page.wait_for_timeout(600 if _SHOTS else 50)
                watched.check(f"editor-clip-{width}-{theme}")
                for name in ("Versions", "Save files"):
                    page.get_by_role("button", name=name).click()
                    page.wait_for_timeout(600 if _SHOTS else 100)
                    watched.check(f"editor-{name.split()[0].lower()}-{width}-{theme}")
                    page.keyboard.press("Escape")
                context.close()
