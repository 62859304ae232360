"""A wish becomes each vendor's request: the nearest length, shape and size, pictures in their places, what cannot be done refused."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from reelwright.app.providers.choosing import loaded
from reelwright.errors import InvalidInput, MediaUnusable, ProviderFailed
from reelwright.providers.clips import ClipRequest
from reelwright.vendors.clip_pictures import Sent, fingerprint, picture
from reelwright.vendors.clip_shapes import nearest_lines, nearest_seconds, nearest_shape, nearest_size
from reelwright.vendors.clip_work import Order
from reelwright.vendors.fal import manifest as fal
from reelwright.vendors.google import manifest as google
from reelwright.vendors.kling import manifest as kling
from reelwright.vendors.luma import manifest as luma
from reelwright.vendors.replicate import manifest as replicate
from reelwright.vendors.runway import manifest as runway
from tests.vendors.clip_files import write_noise, write_photo
from tests.vendors.faults import access_to

FIRST, LAST, ANNA = Path("first.png"), Path("last.png"), Path("anna.png")
WISH = ClipRequest("A fox runs.", seconds=6.6, aspect="9:16", height=1080, style="ink drawing")


def order(offer: Any, request: ClipRequest, tmp_path: Path, **options: str) -> Order:
    keys = {"access_key": "a", "secret_key": "a secret key that is long enough"}
    work = loaded(offer.connect)(access_to("http://127.0.0.1:9", offer, tmp_path, **keys, **options))
    return work.maker.order(request, lambda path: Sent("image/png", path.stem))


def test_omni(tmp_path: Path) -> None:
    made = order(google.CLIPS, replace(WISH, seed=5, avoid="rain"), tmp_path)
    assert made.path == "v1beta/interactions"
    assert made.body["response_format"] == {
        "type": "video", "aspect_ratio": "9:16", "duration": "7s", "resolution": "1080p", "delivery": "uri",
    }  # fmt: skip
    assert made.body["generation_config"] == {"video_config": {"task": "text_to_video"}, "seed": 5}
    assert made.body["input"][0]["content"] == [{"type": "text", "text": "A fox runs. ink drawing\nAvoid: rain."}]
    assert made.usage == {"seconds_1080p": 7}
    framed = order(google.CLIPS, replace(WISH, first=FIRST, last=LAST), tmp_path).body
    assert framed["generation_config"]["video_config"]["task"] == "image_to_video"
    assert [part.get("data") for part in framed["input"][0]["content"]] == ["first", "last", None]
    assert order(google.CLIPS, replace(WISH, references=(ANNA,)), tmp_path).body["generation_config"][
        "video_config"
    ] == {"task": "reference_to_video"}


def test_veo(tmp_path: Path) -> None:
    short = order(
        google.CLIPS, replace(WISH, height=720, avoid="rain"), tmp_path, clip_model="veo-3.1-fast-generate-preview"
    )
    assert short.path == "v1beta/models/veo-3.1-fast-generate-preview:predictLongRunning"
    assert short.body["parameters"] == {
        "aspectRatio": "9:16",
        "durationSeconds": 6,
        "resolution": "720p",
        "negativePrompt": "rain",
    }
    assert short.usage == {"veo_fast_seconds_720p": 6}
    framed = order(
        google.CLIPS, replace(WISH, first=FIRST, last=LAST, references=(ANNA,)), tmp_path, clip_model="veo-3.1"
    )
    assert framed.body["parameters"]["durationSeconds"] == 8
    assert framed.body["instances"][0]["lastFrame"] == {"bytesBase64Encoded": "last", "mimeType": "image/png"}
    assert framed.body["instances"][0]["referenceImages"][0]["image"]["bytesBase64Encoded"] == "anna"


def test_runway_asks_each_model_for_what_it_can(tmp_path: Path) -> None:
    own = order(runway.CLIPS, replace(WISH, seed=2**33 + 1, with_sound=True), tmp_path)
    assert own.path == "v1/text_to_video"
    assert own.body == {
        "model": "gen4.5",
        "duration": 7,
        "promptText": "A fox runs. ink drawing",
        "ratio": "720:1280",
        "seed": 1,
    }
    assert own.usage == {"credits": 84}
    veo = order(
        runway.CLIPS, replace(WISH, first=FIRST, last=LAST, with_sound=True, seed=4), tmp_path, clip_model="veo3.1"
    )
    assert veo.path == "v1/image_to_video"
    assert veo.body["promptImage"] == [
        {"uri": "data:image/png;base64,first", "position": "first"}, {"uri": "data:image/png;base64,last", "position": "last"},
    ]  # fmt: skip
    assert (veo.body["duration"], veo.body["ratio"], veo.body["audio"], "seed" in veo.body) == (
        6,
        "1080:1920",
        True,
        False,
    )
    assert veo.usage == {"credits": 240}
    wan = order(runway.CLIPS, replace(WISH, first=FIRST), tmp_path, clip_model="wan3", credits_per_second="9.5")
    assert wan.body["ratio"] == "auto_1080p"
    assert wan.usage == {"credits": 67}  # 7 s of 9.5
    assert order(runway.CLIPS, replace(WISH, references=(ANNA,)), tmp_path, clip_model="seedance2").body[
        "references"
    ] == [{"uri": "data:image/png;base64,anna"}]
    assert order(runway.CLIPS, WISH, tmp_path, clip_model="kling9").body["model"] == "kling9"


@pytest.mark.parametrize(
    ("offer", "wish", "options"),
    [
        (google.CLIPS, {"last": LAST}, {}),
        (google.CLIPS, {"references": (ANNA,) * 4}, {}),
        (google.CLIPS, {"last": LAST}, {"clip_model": "veo-3.1"}),
        (runway.CLIPS, {"last": LAST}, {"clip_model": "veo3.1"}),
        (runway.CLIPS, {"first": FIRST, "last": LAST}, {}),
        (runway.CLIPS, {"references": (ANNA,)}, {}),
        (runway.CLIPS, {"references": (ANNA,), "first": FIRST}, {"clip_model": "seedance2"}),
        (runway.CLIPS, {}, {"clip_model": "gen4_turbo"}),
        (runway.CLIPS, {"prompt": "x" * 1001}, {}),
        (luma.CLIPS, {"references": (ANNA,)}, {}),
        (luma.CLIPS, {"prompt": "x" * 6001}, {}),
        (kling.CLIPS, {"references": (ANNA,)}, {}),
        (fal.CLIPS, {"references": (ANNA,)}, {}),
        (replicate.CLIPS, {"references": (ANNA,)}, {}),
    ],
)
def test_what_a_model_cannot_do_is_refused_before_anything_is_sent(
    offer: Any, wish: dict[str, Any], options: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(ProviderFailed):
        order(offer, replace(WISH, **wish), tmp_path, **options)


def test_luma(tmp_path: Path) -> None:
    made = order(luma.CLIPS, WISH, tmp_path)
    assert made.body["video"] == {"resolution": "1080p", "duration": "5s"}
    assert (made.body["type"], made.body["aspect_ratio"], made.usage) == ("video", "9:16", {"seconds_1080p": 5})
    framed = order(luma.CLIPS, replace(WISH, seconds=10, first=FIRST), tmp_path).body["video"]
    assert framed == {
        "resolution": "1080p",
        "duration": "5s",
        "start_frame": {"data": "first", "media_type": "image/png"},
    }


def test_kling(tmp_path: Path) -> None:
    made = order(kling.CLIPS, replace(WISH, seconds=9, with_sound=True), tmp_path)
    assert made.path == "v1/videos/text2video"
    assert made.body == {
        "model_name": "kling-v2-6", "mode": "pro", "duration": "10", "prompt": "A fox runs. ink drawing", "sound": "on", "aspect_ratio": "9:16",
    }  # fmt: skip
    assert made.usage == {"seconds_with_sound": 10}
    framed = order(kling.CLIPS, replace(WISH, seconds=9, first=FIRST, last=LAST), tmp_path, clip_model="kling-v1-6")
    assert framed.path == "v1/videos/image2video"
    assert (framed.body["duration"], framed.body["image"], framed.body["image_tail"], "sound" in framed.body) == (
        "5",
        "first",
        "last",
        False,
    )
    assert order(kling.CLIPS, WISH, tmp_path, clip_model="kling-v3").body["duration"] == "7"
    with pytest.raises(InvalidInput):
        order(kling.CLIPS, WISH, tmp_path, clip_mode="best")


def test_the_arguments_of_a_hosted_model_are_the_users_to_say(tmp_path: Path) -> None:
    made = order(fal.CLIPS, replace(WISH, first=FIRST, seed=3), tmp_path)
    assert made.path == "fal-ai/wan/v2.2-a14b/image-to-video"
    assert made.body == {
        "prompt": "A fox runs. ink drawing", "image_url": "data:image/png;base64,first", "num_frames": 113, "frames_per_second": 16,
        "resolution": "720p", "aspect_ratio": "9:16", "seed": 3,
    }  # fmt: skip
    arguments = json.dumps(
        {"text": "Film: {prompt}", "length": "{seconds_text}", "pics": "{references}", "hd": True, "no": "{avoid}"}
    )
    own = order(
        fal.CLIPS, replace(WISH, references=(ANNA,)), tmp_path,
        clip_arguments=arguments, clip_seconds="4,8", clip_model="me/mine/turbo", clip_resolutions="", clip_aspects="",
    )  # fmt: skip
    assert (own.path, own.usage) == ("me/mine/turbo", {"seconds": 8})
    assert own.body == {
        "text": "Film: A fox runs. ink drawing",
        "length": "8",
        "pics": ["data:image/png;base64,anna"],
        "hd": True,
    }
    for name, value in {"clip_arguments": "[1]", "clip_seconds": "long", "clip_rate": "x"}.items():
        with pytest.raises(InvalidInput):
            order(fal.CLIPS, WISH, tmp_path, **{name: value})


def test_a_replicate_model_is_asked_by_name_or_by_version() -> None:
    from reelwright.vendors.replicate.predictions import body_of, first_link, path_of

    assert path_of("wan-video/wan-2.2-t2v-fast") == "models/wan-video/wan-2.2-t2v-fast/predictions"
    assert path_of("someone/ltx:abc123") == "predictions"
    assert body_of("someone/ltx:abc123", {"prompt": "x"}) == {"input": {"prompt": "x"}, "version": "abc123"}
    assert body_of("wan-video/x", {"prompt": "x"}) == {"input": {"prompt": "x"}}
    assert first_link({"log": "none", "video": ["https://a/b.mp4", "https://a/c.mp4"]}) == "https://a/b.mp4"
    assert first_link(None) == ""


def test_the_nearest_of_what_is_allowed() -> None:
    assert [nearest_seconds(wanted, (4, 6, 8)) for wanted in (1, 5, 6.9, 30)] == [4, 6, 6, 8]
    assert [nearest_shape(wanted, ("16:9", "9:16", "1:1")) for wanted in ("4:5", "16:9", "9:16")] == [
        "1:1",
        "16:9",
        "9:16",
    ]
    assert nearest_size("16:9", 1080, ("1280:720", "1920:1080", "1080:1920")) == "1920:1080"
    assert nearest_size("4:5", 720, ("1280:720", "960:960", "832:1104")) == "832:1104"
    assert [nearest_lines(height, ("360p", "720p", "4k")) for height in (100, 540, 1080, 2160)] == [
        "360p",
        "360p",
        "720p",
        "4k",
    ]


def test_pictures_are_made_small_enough_and_booked_by_their_content(tmp_path: Path) -> None:
    photo = write_photo(tmp_path / "a.png")
    assert picture(photo, 1_000_000).uri.startswith("data:image/png;base64,")
    large = write_noise(tmp_path / "b.png", 1600, 1200)
    sent = picture(large, 400_000)
    data = base64.b64decode(sent.data)
    assert sent.kind == "image/jpeg"
    assert len(data) <= 400_000
    shown = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert shown is not None
    assert shown.shape[1] / shown.shape[0] == pytest.approx(4 / 3, abs=0.01)
    assert fingerprint(photo) == fingerprint(write_photo(tmp_path / "c.png"))
    assert fingerprint(photo) != fingerprint(large)
    (tmp_path / "no.png").write_text("words")
    with pytest.raises(MediaUnusable):
        picture(tmp_path / "no.png", 1000)
    with pytest.raises(MediaUnusable):
        fingerprint(tmp_path / "missing.png")
