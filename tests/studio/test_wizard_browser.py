"""Making a video step by step in a real Chromium: reviewed at every stage, rendered, played; reloads, stops and lost lines in between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import httpx2
import numpy as np
import pytest

from tests.served import served
from tests.studio.chromium import CHROMIUM, Watched, needs_chromium
from tests.text_model import text_model

pytestmark = [
    pytest.mark.slow,
    needs_chromium,
]
_ARTICLE = "# Tea\n\nTea is made of leaves. Hot water draws the taste out of them. The cup is small."
_SCRIPT = "---\nscript: 1\nlanguage: en\n---\n# Tea\n\n## Leaves\n\nTea is made of leaves.\nHot water draws the taste out of them.\n"
_LONG = 240_000
_SEEN = """async (at) => { const film = document.querySelector('video'); const canvas = document.createElement('canvas');
  await new Promise((done) => { film.onseeked = done; film.currentTime = at; });
  canvas.width = canvas.height = 8; const pen = canvas.getContext('2d'); pen.drawImage(film, 0, 0, 8, 8);
  const data = pen.getImageData(0, 0, 8, 8).data; return [...Array(64).keys()].map((each) => [...data.slice(each * 4, each * 4 + 3)]); }"""
"""The pixels of the film at a second, eight by eight."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    arguments = ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"]
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("data"), JOBS_PER_MINUTE="0") as url:
        yield url


@pytest.fixture
def watched(chromium: Any) -> Iterator[Watched]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    yield Watched(context)
    context.close()


def _draft(address: str, **wishes: Any) -> str:
    answer = httpx2.post(f"{address}/api/videos/drafts", json={"text": _SCRIPT, "music": "none"} | wishes)
    return answer.json()["data"]["videoId"]


def _of(address: str, video: str, part: str = "draft") -> Any:
    return httpx2.get(f"{address}/api/videos/{video}/{part}").json()["data"]


def _saved(page: Any) -> None:
    page.wait_for_selector('#saved[data-state="saved"]')


def _red(path: Path) -> Path:
    path.write_bytes(cv2.imencode(".png", np.full((480, 480, 3), (0, 0, 255), np.uint8))[1].tobytes())
    return path


@pytest.mark.timeout(1200)
def test_an_article_is_reviewed_step_by_step_and_becomes_a_video(
    address: str, watched: Watched, tmp_path: Path
) -> None:
    page = watched.page
    page.goto(f"{address}/dashboard")
    page.get_by_role("link", name="New video").first.click()
    page.get_by_label("An article").check()
    page.get_by_label("Text", exact=False).last.fill(_ARTICLE)
    page.get_by_role("button", name="Go on to the script").click()

    page.wait_for_selector("#script-editor .line", timeout=_LONG)  # live: nobody reloads
    first = page.get_by_label("Sentence 1", exact=True)
    assert first.input_value() == "Tea is made of leaves."
    first.fill("Camels carried this drink across the desert.")
    page.get_by_label("Sentence 2", exact=True).press("Home")
    page.get_by_label("Sentence 2", exact=True).press("Backspace")
    assert page.locator(".line").count() == 2, "joined"
    assert (
        page.get_by_label("Sentence 1", exact=True)
        .input_value()
        .endswith("desert. Hot water draws the taste out of them.")
    )
    page.get_by_role("button", name="Undo").click()
    assert page.locator(".line").count() == 3, "and apart again"
    _saved(page)
    page.reload()
    assert page.get_by_label("Sentence 1", exact=True).input_value() == "Camels carried this drink across the desert."
    page.get_by_role("button", name="Look over the script").click()
    page.wait_for_selector(".score .big")
    with page.expect_response("**/api/tts/sample") as heard:
        page.get_by_role("button", name="Hear sentence 1", exact=True).click()
    assert heard.value.status == 200
    assert heard.value.headers["content-type"] == "audio/wav"
    watched.check("wizard-script")
    page.get_by_role("button", name="Go on to the voice").click()

    page.wait_for_url("**/make/voice")
    page.get_by_label("RMS, American man").first.check()
    page.get_by_role("button", name="Favourite: RMS, American man").click()
    page.wait_for_selector('[aria-pressed="true"][data-favourite="flite:rms"]')
    _saved(page)
    watched.check("wizard-voice")
    page.get_by_role("button", name="Go on to the pictures").click()

    page.wait_for_url("**/make/pictures")
    video = page.url.partition("/videos/")[2].partition("/")[0]
    page.get_by_label("Shape").select_option("1:1")
    page.get_by_role("button", name="Make voice and pictures").click()
    page.wait_for_selector(".strip-shot", timeout=_LONG)
    page.locator("#bring").set_input_files(_red(tmp_path / "red-sand.png"))
    page.wait_for_selector(".strip-shot img")
    border = page.locator(".strip-border").first
    start = _of(address, video, "pictures")["shots"][1]["start"]
    border.press("ArrowRight")
    page.wait_for_function("(was) => Number(document.querySelector('.strip-border').ariaValueNow) > was", arg=start)
    assert _of(address, video, "pictures")["shots"][1]["start"] == pytest.approx(start + 0.1)
    box = page.locator(".strip-border").first.bounding_box()
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.mouse.move(box["x"] + 11, box["y"] + 60)
        page.mouse.down()
        page.mouse.move(box["x"] + 71, box["y"] + 60, steps=6)
        page.mouse.up()
    dragged = _of(address, video, "pictures")["shots"]
    assert dragged[1]["start"] > start + 0.3
    assert dragged[0]["chosen"].startswith("assets:")
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.locator(".shot-large img").click(position={"x": 40, "y": 40})
    assert _of(address, video, "pictures")["shots"][0]["focus"][0] < 0.25
    watched.check("wizard-pictures")
    page.get_by_role("button", name="Go on to the style").click()

    page.wait_for_url("**/make/style")
    page.locator("label.look", has_text="Karaoke").click()
    page.locator('input[name="music"][value="none"]').check()
    _saved(page)
    page.go_back()
    page.wait_for_url("**/make/pictures")
    page.go_forward()
    page.wait_for_url("**/make/style")
    assert page.locator('input[name="captions"][value="karaoke"]').is_checked()
    watched.check("wizard-style")
    page.get_by_role("button", name="Go on to the review").click()

    page.wait_for_url("**/make/review")
    watched.check("wizard-review")
    page.get_by_role("button", name="Render the video").click()
    page.wait_for_url(re.compile(f"/videos/{video}([?]|$)"))
    page.wait_for_selector("video", timeout=_LONG)
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")
    seen = page.evaluate(_SEEN, dragged[1]["start"] - 0.3)
    reds = [pixel for pixel in seen if pixel[0] > 150 and max(pixel[1], pixel[2]) < 60]
    assert reds, ("the picture that was brought along is the one that is seen, until its new end", seen)
    with page.expect_download() as kept:
        page.get_by_role("link", name=re.compile("Captions \\(SRT\\)")).click()
    assert "Camels carried" in Path(kept.value.path()).read_text()
    document = _of(address, video, "document")["document"]
    tracks = {track["name"]: track["clips"] for track in document["tracks"]}
    assert tracks["captions"][0]["style"] == "karaoke"
    assert "music" not in tracks
    assert not watched.complaints, watched.complaints


@pytest.mark.timeout(900)
def test_work_is_stopped_and_taken_up_again(address: str, watched: Watched) -> None:
    video = _draft(address)
    page = watched.page
    page.goto(f"{address}/videos/{video}/make/pictures")
    page.get_by_role("button", name="Make voice and pictures").click()
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("button", name="Try again from where it stopped").click()
    page.reload()
    page.wait_for_selector(".strip-shot", timeout=_LONG)
    assert list(_of(address, video)["left"]) == ["timeline", "render"]


@pytest.mark.timeout(900)
def test_without_a_line_nothing_is_lost_and_it_is_said(address: str, watched: Watched) -> None:
    video = _draft(address)
    page, context = watched.page, watched.page.context
    page.goto(f"{address}/videos/{video}/make/script")
    page.wait_for_selector("#script-editor .line")
    context.set_offline(True)
    page.get_by_label("Sentence 1", exact=True).fill("Written without a line.")
    page.wait_for_selector("text=You are offline")
    page.get_by_role("button", name="Go on to the voice").click()
    page.wait_for_selector("text=Not saved yet")
    assert page.url.endswith("/make/script")
    assert "Written without" not in _of(address, video)["script"]["text"]
    context.set_offline(False)
    _saved(page)
    assert "Written without a line." in _of(address, video)["script"]["text"]

    context.set_offline(True)
    page.get_by_label("Sentence 2", exact=True).fill("Kept while the window was closed.")
    page.wait_for_selector("text=You are offline")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"{address}/videos/{video}/make/script")
    again.wait_for_selector('#saved[data-state="saved"]')
    again.wait_for_function("() => document.querySelectorAll('.line textarea')[1].value.startsWith('Kept while')")
    assert "Kept while the window was closed." in _of(address, video)["script"]["text"]

    slow = context.new_cdp_session(again)
    limits = {"offline": False, "latency": 1500, "downloadThroughput": 40_000, "uploadThroughput": 20_000}
    slow.send("Network.emulateNetworkConditions", limits)
    again.get_by_label("Sentence 1", exact=True).fill("Sent over a slow line.")
    assert again.locator("#saved").inner_text() == "Saving…"
    again.get_by_role("button", name="Go on to the voice").click()
    again.wait_for_url("**/make/voice")
    assert "Sent over a slow line." in _of(address, video)["script"]["text"]


@pytest.mark.timeout(900)
def test_two_windows_do_not_overwrite_each_other(address: str, watched: Watched) -> None:
    video = _draft(address)
    page = watched.page
    page.goto(f"{address}/videos/{video}/make/script")
    page.wait_for_selector("#script-editor .line")
    httpx2.patch(f"{address}/api/videos/{video}/draft", json={"scriptText": _SCRIPT.replace("Hot", "Boiling")})
    page.get_by_label("Sentence 1", exact=True).fill("From the older window.")
    page.wait_for_selector("text=changed meanwhile")
    assert "Boiling" in _of(address, video)["script"]["text"]
    page.get_by_role("button", name="Load the newer one").click()
    page.wait_for_function("() => document.querySelectorAll('.line textarea')[1]?.value.startsWith('Boiling')")


def _livelier(messages: list[dict[str, str]]) -> dict[str, Any]:
    sentences = [
        {"from": "1.1", "text": "What is in your cup?", "picture": "cup"},
        {"from": "1.2", "text": "Hot water draws the taste out.", "picture": ""},
    ]
    return {"sections": [{"section": 1, "title": "Leaves", "sentences": sentences}]}


@pytest.mark.timeout(900)
def test_a_models_changes_are_accepted_one_by_one_and_taken_back(watched: Watched, tmp_path: Path) -> None:
    with (
        text_model(_livelier) as model,
        served(tmp_path / "data", JOBS_PER_MINUTE="0", TEXT_BASE_URL=f"{model.url}/v1", TEXT_MODEL="m") as url,
    ):
        video = _draft(url)
        page = watched.page
        page.goto(f"{url}/videos/{video}/make/script")
        page.locator("summary", has_text="Improve").click()
        page.get_by_label("What should be better").fill("a stronger opening")
        page.get_by_role("button", name="Propose changes").click()
        page.wait_for_selector(".change ins", timeout=_LONG)
        assert any("a stronger opening" in each["content"] for each in model.asked[-1].json()["messages"])
        watched.check("wizard-improve")
        page.locator(".change", has_text="draws the taste out.").get_by_role("checkbox").uncheck()
        page.get_by_role("button", name="Take the chosen changes").click()
        page.wait_for_function("() => document.querySelector('.line textarea').value === 'What is in your cup?'")
        assert page.get_by_label("Sentence 2", exact=True).input_value() == "Hot water draws the taste out of them."
        _saved(page)
        assert _of(url, video)["script"]["sections"][0]["sentences"][0]["text"] == "What is in your cup?"
        page.get_by_role("button", name="Undo").click()
        assert page.get_by_label("Sentence 1", exact=True).input_value() == "Tea is made of leaves."
        _saved(page)
        assert "Tea is made of leaves." in _of(url, video)["script"]["text"]
