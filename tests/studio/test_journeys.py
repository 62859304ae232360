"""Whole journeys in Chromium, on a real server with a worker: a table becomes videos, a video speaks another language."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_dub import translated
from tests.served import served
from tests.studio.chromium import Watched, needs_chromium
from tests.vendors.vendor_server import VendorServer
from tests.workflows.dialogue import Dialogue, dialogue

pytestmark = [needs_chromium, pytest.mark.slow, pytest.mark.timeout(900)]
_PATIENT = 400_000
_ROWS = 20
_PHOTO = Path(__file__).parents[1] / "media_files" / "cat.jpg"
_TEMPLATE = {
    "version": 1,
    "canvas": {"width": 96, "height": 54, "fps": 10, "background": "#20304a"},
    "variables": {"word": {"type": "text", "max_length": 12}, "picture": {"type": "text", "default": ""}},
    "tracks": [
        {"clips": [{"if": "{{picture != ''}}", "type": "image", "src": "{{picture}}", "start": 0, "duration": 0.3}]},
        {"clips": [{"type": "text", "text": "{{word}}", "start": 0, "duration": 0.3}]},
    ],
}


def test_a_table_of_twenty_rows_becomes_videos_and_the_failed_one_is_tried_again(chromium: Any, tmp_path: Path) -> None:
    with served(tmp_path / "data", JOBS_PER_MINUTE="0") as address:
        page = Watched(chromium.new_context(viewport={"width": 1440, "height": 900})).page
        page.goto(f"{address}/assets")
        page.locator("[data-upload] input[type=file]").set_input_files(str(_PHOTO))
        page.get_by_role("link", name="Is here. Look at it").click()
        page.wait_for_url("**/assets/*-*")
        picture = f"asset:{page.url.rpartition('/')[2]}"
        stored = next(
            each
            for each in (tmp_path / "data" / "files").rglob("*")
            if each.is_file() and each.read_bytes() == _PHOTO.read_bytes()
        )
        away = tmp_path / "away"
        page.goto(f"{address}/templates/import")
        page.get_by_role("textbox", name="Document").fill(
            json.dumps(_TEMPLATE, indent=1).replace('"text",\n', '"txt",\n', 1)
        )
        page.get_by_role("button", name="Keep it as a template").click()
        assert page.get_by_role("button", name="Line ").count() >= 1, "a fault names its line"
        page.get_by_role("textbox", name="Document").fill(json.dumps(_TEMPLATE, indent=1))
        page.locator("#f-name").fill("Words")
        page.get_by_role("button", name="Keep it as a template").click()
        page.wait_for_url("**/templates/*-*")
        page.locator("input[name='data.word']").fill("Hello")
        page.wait_for_selector("[data-preview-picture][src^='data:image/jpeg']", timeout=60_000)
        page.get_by_role("link", name="Many at once, from a table").click()
        page.locator("input[type=file]").set_input_files(
            {"name": "rows.csv", "mimeType": "text/csv", "buffer": _table(picture).encode()}
        )
        page.get_by_role("button", name="Check the rows").click()
        page.wait_for_selector("text=1 row of 20 cannot be rendered")
        table = page.get_by_role("textbox", name="Table")
        table.fill(table.input_value().replace("far too long a word for it", "short"))
        page.get_by_role("button", name="Check the rows").click()
        page.wait_for_selector("text=Cost at providers: nothing")
        stored.rename(away)  # as when a disk is not mounted
        page.get_by_role("button", name="Make 20 videos").click()
        page.wait_for_url("**/batches/*")
        page.wait_for_selector("text=19 of 20 ready, 1 failed", timeout=_PATIENT)  # live: nobody reloads
        assert page.locator(".batch-rows .badge", has_text="Failed").count() == 1
        away.rename(stored)
        page.get_by_role("button", name="Try 1 row again").click()
        page.wait_for_selector("text=20 of 20 ready", timeout=_PATIENT)
        with page.expect_download() as saved:
            page.get_by_role("link", name="All videos (ZIP)").click()
        with zipfile.ZipFile(saved.value.path()) as archive:
            assert len(archive.namelist()) == _ROWS
            assert archive.testzip() is None


def _table(picture: str) -> str:
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(["Word", "picture"])
    for number in range(_ROWS):
        word = "far too long a word for it" if number == 3 else f"word {number}"
        lines.writerow([word, picture if number == 7 else ""])
    return text.getvalue()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Dialogue:
    folder = tmp_path_factory.mktemp("dialogue")
    made = dialogue(folder / "talk.mp4")
    made.srt(folder / "talk.srt")
    return made


def test_a_video_is_dubbed_with_an_edit_on_the_way_and_one_afterwards(
    chromium: Any, told: Dialogue, tmp_path: Path
) -> None:
    with VendorServer([("POST", "/v1/chat/completions", translated)]) as model:
        settings = {"TEXT_BASE_URL": f"{model.url}/v1", "TEXT_MODEL": "m", "JOBS_PER_MINUTE": "0"}
        with served(tmp_path / "data", **settings) as address:
            watched = Watched(chromium.new_context(viewport={"width": 1440, "height": 900}))
            page = watched.page
            page.goto(f"{address}/dubs/new")
            drop = page.locator("[data-upload] input[type=file]")
            drop.set_input_files(str(told.video))
            page.wait_for_selector("#f-source option:checked:has-text('talk')", state="attached", timeout=60_000)
            drop.set_input_files(str(told.video.with_suffix(".srt")))
            page.wait_for_selector("#f-transcript option:checked:has-text('talk')", state="attached", timeout=60_000)
            page.get_by_label("Spanish", exact=True).check()
            page.get_by_label("It is spoken in").select_option("en")
            page.get_by_label("What is said").check()
            page.get_by_role("button", name="Estimate").click()
            page.wait_for_selector("text=Cost at providers")
            page.get_by_role("button", name="Dub it").click()
            page.wait_for_url("**/dubs/*-*")
            page.wait_for_selector("text=What is said was written down", timeout=_PATIENT)
            page.get_by_role("link", name="Look at the lines").click()
            first = page.locator("#s1 textarea[name=text]")
            assert "kitchen" in first.input_value()
            page.locator("#s5 textarea[name=text]").fill("Let us begin.")
            page.locator("#s5 textarea[name=text]").blur()
            page.wait_for_selector("#s5 [data-saved]:has-text('Saved')")
            page.get_by_role("button", name="Approve and go on").click()
            page.wait_for_selector("text=The translation is there", timeout=_PATIENT)
            page.get_by_role("link", name="Look at the lines").click()
            assert "pequeña cocina" in page.locator("#s1 textarea[name=translation]").input_value()
            page.locator("#s2 textarea[name=translation]").fill("Es un placer.")
            page.locator("#s2 textarea[name=translation]").blur()
            page.wait_for_selector("#s2 .badge:has-text('Yours')")
            page.get_by_text("Find and replace").click()
            page.get_by_label("Find", exact=False).first.fill("agua")
            page.get_by_label("Put instead").fill("río")
            page.get_by_role("button", name="Show what it touches").click()
            page.wait_for_selector("text=would change")
            assert page.locator("ins").all_inner_texts() == ["Hoy cocinamos arroz, que crece en el río."]
            page.get_by_role("button", name="Change 1 line").click()
            page.wait_for_url("**/edit*")
            assert "río" in page.locator("#s3 textarea[name=translation]").input_value()
            page.get_by_role("button", name="Approve and go on").click()
            page.wait_for_selector("video", timeout=_PATIENT)
            page.wait_for_function("() => document.querySelector('video').readyState >= 1")
            page.wait_for_selector("text=How the speech fits")
            watched.check("dub-made")
            page.get_by_role("link", name="Edit the lines").click()
            page.get_by_role("button", name="Hear the dub of s2").click()
            page.wait_for_function("() => document.querySelector('#dubbed').currentTime > 0")
            page.get_by_role("button", name="Hear the original of s2").click()
            page.wait_for_function("() => document.querySelector('#original').currentTime > 0")
            page.get_by_role("button", name="Split s1").click()
            page.wait_for_selector("#s1\\.2")
            page.get_by_role("button", name="Join s1 with").click()
            page.wait_for_selector("#s1\\.2", state="detached")
            page.locator("#s4 textarea[name=translation]").fill("Cuatro meses tarda.")
            page.locator("#s4 textarea[name=translation]").blur()
            page.wait_for_selector("#s4 .badge:has-text('Yours')")
            page.get_by_role("button", name="Make again what I changed").click()
            page.wait_for_url("**/dubs/*-*")
            page.wait_for_selector("text=Being dubbed", timeout=60_000)
            page.wait_for_selector("#head .badge:has-text('Ready')", timeout=_PATIENT)
            assert not watched.complaints, watched.complaints
