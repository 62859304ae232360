"""Dubs of a WebM (VP9 and Opus) into WebM: copied where nothing changes, and with mouths that follow the face from picture to picture."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from reelwright.errors import InvalidInput
from reelwright.media.even_rate import even_rate, pictures_at
from reelwright.units.time import SAMPLE_RATE
from reelwright.workflows.dub import dub
from reelwright.workflows.dub_request import DubRequest
from tests.talking_head import SPEECH, head, mouth_model, photo
from tests.workflows.test_dub_lips import SRT, tools

SIZE, COUNT, FPS = (320, 180), 75, Fraction(25)


def looks_at(number: int) -> float:
    """Where the camera points, in parts of the photo's width: it pans to and fro, faster than a face that is looked for now and then."""
    return 0.46 + 0.05 * float(np.sin(number / 6))


def mouth_at(number: int) -> tuple[float, float]:
    """Where the mouth is in the picture, in pixels; the photo's own lies at (0.4375, 0.341)."""
    height, width = photo().shape[:2]
    scale = 1.7 * SIZE[0] / width
    sway = 0.012 * float(np.sin(number / 19))
    return (
        (0.4375 - looks_at(number) - sway) * width * scale + SIZE[0] / 2,
        (0.341 - 0.30) * height * scale + SIZE[1] / 2,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("webm")
    mouth_model(made / "mouth.onnx")
    (made / "talk.srt").write_text(SRT)
    with av.open(str(made / "talk.webm"), "w") as file:
        options = {"deadline": "realtime", "cpu-used": "8", "crf": "20", "b": "0"}
        video: Any = file.add_stream("libvpx-vp9", rate=FPS, options=options)
        video.width, video.height, video.pix_fmt = *SIZE, "yuv420p"
        audio: Any = file.add_stream("libopus", rate=SAMPLE_RATE, layout="stereo")
        for number in range(COUNT):
            picture = head(number, SIZE, at=(looks_at(number), 0.30))
            frame = av.VideoFrame.from_ndarray(picture, "bgr24").reformat(format="yuv420p")
            frame.pts, frame.time_base = number, 1 / FPS
            file.mux(video.encode(frame))
        file.mux(video.encode(None))
        with av.open(str(SPEECH)) as source:
            resampler = av.AudioResampler("flt", "stereo", SAMPLE_RATE)
            for heard in source.decode(audio=0):
                if float(heard.time or 0) < COUNT / FPS - 0.2:
                    for ready in resampler.resample(heard):
                        file.mux(audio.encode(ready))
        file.mux(audio.encode(None))
    return made


def wish(folder: Path, home: Path, **more: Any) -> DubRequest:
    return DubRequest(
        folder / "talk.webm", home / "out.webm", ("es",), home / "out.dub", "en", transcript=folder / "talk.srt", background="duck", **more
    )  # fmt: skip


def packets(path: Path, kind: str, place: int = 0) -> str:
    digest = hashlib.sha256()
    with av.open(str(path)) as file:
        for packet in file.demux(getattr(file.streams, kind)[place]):
            digest.update(bytes(packet))
    return digest.hexdigest()


def pictures(path: Path) -> int:
    with av.open(str(path)) as file:
        return sum(1 for packet in file.demux(video=0) if packet.size)


def codecs(path: Path) -> list[tuple[str, str]]:
    with av.open(str(path)) as file:
        return [(stream.codec_context.name, stream.metadata.get("language", "")) for stream in file.streams]


def test_vp9_and_opus_are_copied_and_captions_are_webvtt(folder: Path, tmp_path: Path) -> None:
    made = dub(wish(folder, tmp_path), tools(folder), lambda progress: None)
    assert made.video is not None
    assert [name for name, _ in codecs(made.video)] == ["vp9", "opus", "opus", "webvtt", "webvtt"]
    assert [language for _, language in codecs(made.video)][1:] == ["spa", "eng", "eng", "spa"]
    source = folder / "talk.webm"
    assert packets(made.video, "video") == packets(source, "video")
    assert packets(made.video, "audio", 1) == packets(source, "audio")
    assert made.notes == [] or not any("left out" in note for note in made.notes)


def test_mouths_follow_the_face_of_every_picture(folder: Path, tmp_path: Path) -> None:
    made = dub(wish(folder, tmp_path, lip_sync="auto"), tools(folder), lambda progress: None)
    assert made.video is not None
    assert [name for name, _ in codecs(made.video)] == ["vp9", "opus", "opus", "webvtt", "webvtt"]
    assert packets(made.video, "audio", 1) == packets(folder / "talk.webm", "audio")
    assert even_rate(made.video) == (FPS, COUNT, SIZE)
    assert pictures(made.video) == pictures(folder / "talk.webm")
    assert made.lips["synced"] == made.lips["spoken"] > 25
    own, new = (list(pictures_at(path, FPS, 0, COUNT, SIZE)) for path in (folder / "talk.webm", made.video))

    seen: list[tuple[int, float, float]] = []
    for number, (before, after) in enumerate(zip(own, new, strict=True)):
        darker = np.clip(before.y.astype(float) - after.y - 20, 0, None)  # what encoding alone changes is less
        if darker.sum() > 500:
            rows, columns = np.indices(darker.shape)
            seen.append(
                (number, float((columns * darker).sum() / darker.sum()), float((rows * darker).sum() / darker.sum()))
            )
    assert len(seen) > 15
    away = [(x - mouth_at(number)[0], y - mouth_at(number)[1]) for number, x, y in seen]
    steady = [(x - np.median([each[0] for each in away]), y - np.median([each[1] for each in away])) for x, y in away]
    travelled = max(mouth_at(number)[0] for number, _, _ in seen) - min(mouth_at(number)[0] for number, _, _ in seen)
    assert travelled > 30
    assert max(abs(x) for x, _ in steady) < 5, "the mouth stays on the face while the face moves"
    assert max(abs(y) for _, y in steady) < 5


@pytest.mark.parametrize("place", ["bottom", "top"])
def test_captions_are_burnt_into_a_webm(folder: Path, tmp_path: Path, place: str) -> None:
    request = wish(folder, tmp_path, burns_captions=True, captions_at=place)
    made = dub(request, tools(folder), lambda progress: None)
    assert made.video is not None
    assert [name for name, _ in codecs(made.video)][:3] == ["vp9", "opus", "opus"]
    [before], [after] = (list(pictures_at(path, FPS, 30, 31, SIZE)) for path in (folder / "talk.webm", made.video))
    changed = np.abs(before.y.astype(int) - after.y)
    there, elsewhere = (changed[120:], changed[:60]) if place == "bottom" else (changed[:60], changed[120:])
    assert there.max() > 60 > elsewhere.max()


def test_a_container_that_cannot_hold_the_pictures_is_refused_before_anything_is_made(
    folder: Path, tmp_path: Path
) -> None:
    asked = wish(folder, tmp_path)
    with av.open(str(tmp_path / "talk.mp4"), "w") as file:
        video: Any = file.add_stream("libx264", rate=FPS)
        video.width, video.height, video.pix_fmt = *SIZE, "yuv420p"
        audio: Any = file.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
        frame = av.VideoFrame.from_ndarray(head(0, SIZE), "bgr24").reformat(format="yuv420p")
        frame.pts, frame.time_base = 0, 1 / FPS
        file.mux(video.encode(frame))
        file.mux(video.encode(None))
        sound = av.AudioFrame.from_ndarray(np.zeros((2, 1024), np.float32), "fltp", "stereo")
        sound.sample_rate, sound.pts = SAMPLE_RATE, 0
        file.mux(audio.encode(sound))
        file.mux(audio.encode(None))
    with pytest.raises(InvalidInput, match=r"talk.mp4's pictures \(h264\) cannot lie in webm"):
        dub(replace(asked, source=tmp_path / "talk.mp4"), tools(folder), lambda progress: None)
    assert not asked.folder.exists()
