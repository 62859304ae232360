"""`reel publish`: to a folder without anybody, and to YouTube with a channel connected from the terminal."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from reelwright.cli.browser_sign_in import by_browser, by_device
from reelwright.errors import InvalidInput, ProviderRefused
from reelwright.vendors.youtube.sign_in import SignIn
from tests.cli.test_commands import reel
from tests.vendors.clip_files import tiny_video
from tests.youtube_server import CLIENT_ID, CLIENT_SECRET, YoutubeServer, youtube_server

SCRIPT = """---
language: en
script: 1
---
# How rice grows
## Water
Rice stands in water for weeks.
Water keeps weeds away from the rice.
## Harvest
The rice is cut by hand.
"""


@pytest.fixture
def google() -> Iterator[YoutubeServer]:
    with youtube_server() as found:
        yield found


@pytest.fixture
def video(tmp_path: Path) -> Path:
    (tmp_path / "rice-fields.mp4").write_bytes(tiny_video())
    (tmp_path / "rice-fields.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nRice\n")
    (tmp_path / "rice-fields.chapters.txt").write_text(
        "0:00 Water\n0:30 Harvest\n1:00 Rest\n\nPictures: Ann (Pexels)\n"
    )
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "script.md").write_text(SCRIPT)
    return tmp_path / "rice-fields.mp4"


def test_a_folder_gets_everything_that_is_to_be_put_up(video: Path, tmp_path: Path) -> None:
    done = reel("publish", video, "--project", tmp_path / "p", "--folder", tmp_path / "out", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    folder = tmp_path / "out" / told["reference"]
    assert {path.name for path in folder.iterdir()} == {
        "video.mp4",
        "captions.en.srt",
        "description.txt",
        "publication.json",
    }
    assert (folder / "video.mp4").read_bytes() == video.read_bytes()
    row = json.loads((folder / "publication.json").read_text())
    assert row["title"] == "How rice grows"
    assert "rice" in row["tags"]
    text = (folder / "description.txt").read_text()
    assert text.startswith("Rice stands in water for weeks.")
    assert "Pictures: Ann (Pexels)" in text
    again = json.loads(
        reel("publish", video, "--folder", tmp_path / "out", "--title", "How rice grows", "--json").stdout
    )
    assert again["reference"] != told["reference"]


def test_nothing_half_done_is_left_in_the_folder(video: Path, tmp_path: Path) -> None:
    done = reel("publish", video, "--folder", tmp_path / "out", "--thumbnail", tmp_path / "none.jpg")
    assert done.returncode == 3
    assert not (tmp_path / "out").exists()


def test_youtube_wants_its_declarations(video: Path) -> None:
    done = reel("publish", video, "--to", "youtube")
    assert done.returncode == 3
    assert "--synthetic" in done.stderr


def test_a_video_goes_to_a_channel_connected_by_a_code(video: Path, tmp_path: Path, google: YoutubeServer) -> None:
    google.device_approved = True
    env = {f"REELWRIGHT_{name}": value for name, value in google.settings().items()} | {
        "REELWRIGHT_DATA": str(tmp_path / "data")
    }
    connected = reel("publish", "--device", **env)
    assert connected.returncode == 0, connected.stderr
    assert "ABCD-EFGH" in connected.stderr
    wish = [
        "publish",
        video,
        "--to",
        "youtube",
        "--not-made-for-kids",
        "--synthetic",
        "--privacy",
        "unlisted",
        "--json",
    ]
    done = reel(*wish, **env)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["url"] == "https://youtu.be/video0"
    assert google.videos["video0"]["status"]["privacyStatus"] == "unlisted"
    assert google.videos["video0"]["snippet"]["title"] == "Rice fields"
    assert google.captions["video0"][0]["language"] == "en"
    assert "not uploaded again" in json.loads(reel(*wish, **env).stdout)["notes"][0]
    listed = json.loads(reel("publish", "--channels", "--json", **env).stdout)
    assert listed["channels"][0]["channel"] == "UCchannel"
    assert {each["name"]: each["used"] for each in listed["quota"]}["uploads"] == 1
    assert reel("publish", "--disconnect", "UCchannel", **env).returncode == 0
    assert len(google.revoked) == 1
    assert reel(*wish, **env).returncode == 5


def _sign_in(google: YoutubeServer) -> SignIn:
    return SignIn(CLIENT_ID, CLIENT_SECRET, google.address)


def test_a_browser_of_this_machine_brings_the_permission_back(google: YoutubeServer) -> None:
    answers: list[int] = []

    def browse(page: str) -> None:
        asked = parse_qs(urlsplit(page).query)
        back, state, code = asked["redirect_uri"][0], asked["state"][0], google.approve(page)

        def visit() -> None:
            answers.append(httpx2.get(back, params={"state": "forged", "code": "stolen"}).status_code)
            answers.append(httpx2.get(back, params={"state": state, "code": code}).status_code)

        threading.Thread(target=visit).start()

    granted = by_browser(_sign_in(google), lambda text: None, browse)
    assert granted.access in google.good_tokens
    assert granted.refresh in google.refresh_tokens
    assert answers[0] == 400


def test_a_person_who_says_no_connects_nothing(google: YoutubeServer) -> None:
    def browse(page: str) -> None:
        asked = parse_qs(urlsplit(page).query)
        told = {"state": asked["state"][0], "error": "access_denied"}
        threading.Thread(target=httpx2.get, args=(asked["redirect_uri"][0],), kwargs={"params": told}).start()

    with pytest.raises(InvalidInput, match="told no"):
        by_browser(_sign_in(google), lambda text: None, browse)


def test_a_code_is_waited_for_until_it_is_typed(google: YoutubeServer) -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        google.device_approved = len(pauses) == 3

    assert by_device(_sign_in(google), lambda text: None, pause).access in google.good_tokens
    assert pauses == [1, 1, 1]


def test_a_code_that_nobody_types_ends(google: YoutubeServer) -> None:
    with pytest.raises(InvalidInput, match="in time"):
        by_device(_sign_in(google), lambda text: None, lambda seconds: None)


def test_a_code_of_another_sign_in_is_refused(google: YoutubeServer) -> None:
    begun = _sign_in(google).begin("http://127.0.0.1/")
    code = google.approve(begun.address)
    with pytest.raises(ProviderRefused, match="invalid_grant"):
        _sign_in(google).finish(code, "another verifier, long enough to be one", "http://127.0.0.1/")
