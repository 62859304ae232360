"""What is made beside videos of articles, in Chromium on a real server: music, a podcast, thumbnails, an upload, an own voice."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.served import served
from tests.studio.chromium import Watched, needs_chromium
from tests.studio.site import made_video, site
from tests.vendors.clip_files import tiny_video
from tests.vendors.clone_services import ELEVENLABS, Voices
from tests.vendors.local_speakers.conversation import conversation
from tests.youtube_server import youtube_server

pytestmark = [needs_chromium, pytest.mark.slow, pytest.mark.timeout(900)]
_PATIENT = 400_000
_TALK = "# Bees\n\n## Wings\n\nAda: Why do bees buzz?\nBen: Their wings beat quickly.\nAda: I see.\n"


def _watched(chromium: Any) -> Watched:
    return Watched(chromium.new_context(viewport={"width": 1440, "height": 900}))


def test_music_is_composed_heard_varied_and_taken_among_the_files(chromium: Any, tmp_path: Path) -> None:
    with served(tmp_path / "data", JOBS_PER_MINUTE="0") as address:
        watched = _watched(chromium)
        page = watched.page
        page.goto(f"{address}/tools")
        page.get_by_role("link", name="Music A piece").click()
        page.get_by_label("Bright").check()
        page.get_by_label("Seconds").fill("6")
        page.get_by_label("Beats a minute").fill("500")
        page.get_by_role("button", name="Compose").click()
        assert "At most 180." in page.locator("main").inner_text()
        watched.complaints.clear()  # the browser tells of the 422 itself
        page.get_by_label("Beats a minute").fill("120")
        page.get_by_role("button", name="Compose").click()
        page.wait_for_selector("audio", timeout=_PATIENT)  # live: nobody reloads
        page.wait_for_function("() => document.querySelector('audio').readyState >= 1")
        assert abs(page.evaluate("document.querySelector('audio').duration") - 6) < 0.2
        watched.check("music-made")
        page.get_by_role("link", name="Another variation").click()
        assert page.get_by_label("Variation").input_value() == "1"
        assert page.get_by_label("Bright").is_checked()
        page.go_back()
        page.get_by_role("button", name="Add to my files").click()
        page.wait_for_url("**/assets/*")
        page.wait_for_selector("text=Bright music")
        page.goto(f"{address}/tools")
        assert page.get_by_role("link", name="Bright music", exact=True).count() == 1
        watched.check("tools")


def test_a_dialogue_becomes_a_podcast_with_voices_that_were_chosen_and_chapters(chromium: Any, tmp_path: Path) -> None:
    with served(tmp_path / "data", JOBS_PER_MINUTE="0") as address:
        watched = _watched(chromium)
        page = watched.page
        page.goto(f"{address}/tools/podcast")
        page.get_by_label("Dialogue or article").fill(_TALK.replace("Ben", "Bo"))
        page.wait_for_selector("select[name='cast:Bo']")
        page.get_by_label("Dialogue or article").fill(_TALK)
        page.wait_for_selector("select[name='cast:Ben']")
        assert page.locator("select[name^='cast:']").count() == 2
        voice = page.locator("select[name='cast:Ben'] option").nth(1).get_attribute("value")
        page.get_by_role("combobox", name="Voice of Ben").select_option(voice)
        page.get_by_label("Language").fill("en")
        page.wait_for_timeout(1500)
        assert page.get_by_role("combobox", name="Voice of Ben").input_value() == voice, "a chosen voice stays"
        page.get_by_label("Music").select_option("none")
        page.get_by_role("button", name="Record it").click()
        page.wait_for_selector("audio", timeout=_PATIENT)
        page.wait_for_function("() => document.querySelector('audio').readyState >= 1")
        assert page.locator("h1").inner_text() == "Bees"
        assert voice in page.locator("main aside").inner_text()
        page.get_by_role("button", name="Wings").click()
        page.wait_for_function("() => document.querySelector('audio').currentTime > 0")
        page.wait_for_selector(".chapters [aria-current]")
        watched.check("podcast-made")
        page.get_by_role("link", name="Change and make again").click()
        assert page.get_by_label("Dialogue or article").input_value().strip() == _TALK.strip()
        assert page.get_by_role("combobox", name="Voice of Ben").input_value() == voice


def test_a_presenter_is_chosen_by_face_and_says_a_text(chromium: Any, tmp_path: Path) -> None:
    with served(tmp_path / "data", JOBS_PER_MINUTE="0") as address:
        watched = _watched(chromium)
        page = watched.page
        page.goto(f"{address}/tools/presenter")
        page.get_by_text("Noor").click()
        page.get_by_label("Text", exact=True).fill("# Hello\n\nIt rains.")
        page.wait_for_selector("text=Length when spoken")
        page.get_by_label("Music").select_option("none")
        page.get_by_label("Shape").select_option("1:1")
        page.get_by_role("button", name="Make the video").click()
        page.wait_for_url("**/videos/*")
        page.wait_for_selector("video", timeout=_PATIENT)
        page.wait_for_function("() => document.querySelector('video').readyState >= 1")
        made = page.request.get(f"{address}/api{page.url.removeprefix(address).partition('?')[0]}/document").json()
        assert "noor" in str(made["data"]["document"])
        watched.check("presenter-made")


def test_a_thumbnail_is_chosen_and_goes_along_to_youtube(chromium: Any, tmp_path: Path) -> None:
    pytest.importorskip("googleapiclient")
    data = tmp_path / "data"
    with site(data, accounts=False) as (platform, _):
        video = made_video(platform, platform.local_owner(), "How rice grows", facts={"duration": 3.0})
        kept = platform.store.put_bytes(tiny_video(3), "video/mp4")
        with platform.database.session_of(platform.local_owner()) as session:
            row = {"name": "v.mp4", "key": kept.key, "contentType": "video/mp4", "size": kept.size}
            video.outputs = [row, *video.outputs[1:]]
            session.merge(video)
    with youtube_server() as google, served(data, JOBS_PER_MINUTE="0", **google.settings()) as address:
        watched = _watched(chromium)
        page = watched.page

        page.goto(f"{address}/videos/{video.id}")
        page.get_by_role("link", name="Thumbnails").click()
        page.get_by_role("button", name="Design three").click()
        page.wait_for_selector(".thumbs img", timeout=_PATIENT)
        page.wait_for_function(
            "() => [...document.querySelectorAll('.thumbs img')].every((each) => each.complete && each.naturalWidth)"
        )
        page.get_by_role("button", name="Choose thumbnail-2.jpg").click()
        page.wait_for_selector(".thumbs .chosen")
        watched.check("thumbnails")
        with page.expect_download() as saved:
            page.get_by_role("link", name="Save thumbnail-2.jpg").click()
        chosen = Path(saved.value.path()).read_bytes()
        page.goto(f"{address}/videos/{video.id}/publish")
        watched.check("publish-unconnected")
        page.get_by_role("link", name="Connect a channel").click()
        page.wait_for_url(f"{google.address}/**")
        (state,) = parse_qs(urlsplit(page.url).query)["state"]
        page.goto(f"{address}/api/youtube/callback?state={state}&error=access_denied")
        assert "Google was told no" in page.locator("main").inner_text(), "a person is told on a page"
        page.goto(f"{address}/videos/{video.id}/publish")
        page.get_by_role("link", name="Connect a channel").click()
        page.wait_for_url(f"{google.address}/**")
        (state,) = parse_qs(urlsplit(page.url).query)["state"]
        page.goto(f"{address}/api/youtube/callback?state={state}&code={google.approve(page.url)}")
        watched.complaints.clear()  # the page in Google's place has nothing to show
        page.wait_for_selector("text=What you declare")
        assert page.get_by_label("Title").input_value() == "How rice grows"
        page.get_by_role("button", name="Publish it").click()
        assert page.locator(".fault").count() == 2, "both declarations are asked for"
        watched.complaints.clear()
        page.get_by_role("group", name="Is it made for children?").get_by_label("No").check()
        page.get_by_role("group", name="Does it show realistic").get_by_label("No").check()
        page.get_by_label("Who can see it").select_option("unlisted")
        watched.check("publish-form")
        page.get_by_role("button", name="Publish it").click()
        page.wait_for_selector("text=It is at YouTube", timeout=_PATIENT)
        (reference,) = google.videos
        assert google.videos[reference]["status"]["privacyStatus"] == "unlisted"
        assert google.thumbnails[reference] == chosen
        watched.check("published")
        page.goto(f"{address}/settings/channels")
        watched.check("channels")
        page.get_by_role("button", name="Disconnect Rice & Co").click()
        page.get_by_role("button", name="Disconnect", exact=True).click()
        page.wait_for_selector("text=None yet")
        assert google.revoked


def test_an_own_voice_is_made_with_consent_heard_and_removed(chromium: Any, tmp_path: Path) -> None:
    conversation(tmp_path / "anna.flac", ["espeak:en-us+Annie"], 4)
    voices = Voices()
    with ELEVENLABS.serve(voices) as vendor:
        told = {"ELEVENLABS_API_KEY": "key-of-the-test", "ELEVENLABS_BASE_URL": vendor.url, "JOBS_PER_MINUTE": "0"}
        with served(tmp_path / "data", **told) as address:
            watched = _watched(chromium)
            page = watched.page
            page.goto(f"{address}/voices")
            page.get_by_role("link", name="Mine").click()
            page.locator("[data-upload] input[type=file]").set_input_files(str(tmp_path / "anna.flac"))
            page.wait_for_selector("#f-source option:checked:has-text('anna')", state="attached", timeout=_PATIENT)
            page.get_by_label("Name of the voice").fill("Anna")
            page.get_by_role("button", name="Make the voice").click()
            assert page.locator("#fault-agreed").count() == 1, "nobody's voice is cloned without consent"
            assert voices.made == 0
            watched.complaints.clear()
            page.get_by_label("somebody else's").check()
            page.get_by_label("I declare").check()
            page.get_by_role("button", name="Make the voice").click()
            page.wait_for_selector("#fault-person")
            watched.complaints.clear()
            page.get_by_role("textbox", name="Who is heard").fill("Anna Schmidt")
            page.get_by_role("button", name="Make the voice").click()
            page.wait_for_selector("#clones .badge:has-text('Ready')", timeout=_PATIENT)
            page.get_by_text("Consent", exact=True).first.click()
            assert "Anna Schmidt" in page.locator("#clones").inner_text()
            watched.check("own-voice")
            page.get_by_role("button", name="Hear Anna").click()
            page.wait_for_function("() => document.querySelector('#heard').currentTime > 0")
            page.goto(f"{address}/voices?search=Anna")
            page.wait_for_selector("text=clone:Anna")
            page.goto(f"{address}/voices/mine")
            page.get_by_role("button", name="Remove Anna").click()
            page.get_by_role("button", name="Remove it").click()
            page.wait_for_url("**/voices/mine*")
            page.wait_for_selector("text=No voice of your own yet", timeout=_PATIENT)
            page.wait_for_timeout(100)
            assert not voices.samples
