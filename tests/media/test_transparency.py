"""Transparent frames through every format that keeps them, read back by its own decoder."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from reelwright.media.chunk_join import Tags, join
from reelwright.media.encoding import encoding_of
from reelwright.media.gif_write import write_gif
from reelwright.media.kept_pictures import write_pictures
from reelwright.media.picture_write import write_transparent_picture
from reelwright.media.planar import PlanarFrame
from reelwright.media.video_write import ChunkEncoder
from reelwright.timeline.resolved import GifSettings, VideoSettings

SIZE = (128, 64)
FPS = Fraction(30)
FRAMES = 40


def bar(number: int) -> PlanarFrame:
    """A red bar, opaque in its middle and half transparent at its sides, that walks over nothing."""
    alpha = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    left = 2 * number
    alpha[:, left : left + 32] = 128
    alpha[:, left + 8 : left + 24] = 255
    half = alpha[::2, ::2]
    planes = [
        (plane.astype(float) * value / 255).round().astype(np.uint8)
        for plane, value in ((alpha, 63), (half, 102), (half, 240))
    ]
    return PlanarFrame(*planes, alpha, half)


def chunks(folder: Path, codec: str, **settings: object) -> list[tuple[Path, int]]:
    encoding = encoding_of(VideoSettings(codec, **settings), SIZE, alpha=True)  # type: ignore[arg-type]
    made = []
    for start in range(0, FRAMES, 20):
        path = folder / f"{start}{encoding.suffix}"
        encoder = ChunkEncoder(path, encoding, FPS)
        for number in range(start, start + 20):
            encoder.encode(bar(number))
        encoder.close()
        made.append((path, start))
    return made


def check(shown: list[np.ndarray], tolerance: int = 12, *, halves: bool = True) -> None:
    """(height, width, 4) red, green, blue, straight alpha of each frame."""
    assert len(shown) == FRAMES
    for number, rgba in enumerate(shown):
        row, left = rgba[32].astype(int), 2 * number
        assert abs(row[left + 16, 3] - 255) <= tolerance
        assert np.abs(row[left + 16, :3] - (255, 0, 0)).max() <= tolerance + 8
        if halves:
            assert abs(row[left + 4, 3] - 128) <= tolerance
            assert np.abs(row[left + 4, :3] - (255, 0, 0)).max() <= 2 * tolerance + 8  # as red as in the middle
        assert row[(left + 64) % 128, 3] <= tolerance


def test_webm(tmp_path: Path) -> None:
    join(chunks(tmp_path, "vp9", crf=10, preset="5"), None, tmp_path / "out.webm", FPS, Tags(), "webm")
    shown = []
    with av.open(str(tmp_path / "out.webm")) as container:
        stream = container.streams.video[0]
        assert b"\x53\xc0\x81\x01" in (tmp_path / "out.webm").read_bytes()  # AlphaMode, which makes players look for it
        decoder = av.CodecContext.create("libvpx-vp9", "r")  # the built-in decoder leaves alpha out
        for packet in container.demux(stream):
            for frame in decoder.decode(packet):
                assert frame.format.name == "yuva420p"
                shown.append(straight_rgba(frame))
    check(shown)


def straight_rgba(frame: av.VideoFrame) -> np.ndarray:
    return frame.reformat(format="rgba", src_colorspace="ITU709", dst_colorspace="ITU709").to_ndarray()


def test_prores_4444(tmp_path: Path) -> None:
    join(chunks(tmp_path, "prores4444"), None, tmp_path / "out.mov", FPS, Tags(), "mov")
    with av.open(str(tmp_path / "out.mov")) as container:
        frames = list(container.decode(video=0))
    assert frames[0].format.name.startswith("yuva444p")
    check([straight_rgba(frame) for frame in frames])


def test_png(tmp_path: Path) -> None:
    (tmp_path / "f").mkdir()
    assert write_pictures(chunks(tmp_path, "png"), tmp_path / "f", "%03d.png", 0) == FRAMES
    files = sorted((tmp_path / "f").iterdir())
    check([cv2.cvtColor(cv2.imread(str(path), cv2.IMREAD_UNCHANGED), cv2.COLOR_BGRA2RGBA) for path in files])


def test_gif_keeps_or_drops_a_pixel(tmp_path: Path) -> None:
    write_gif(chunks(tmp_path, "gif"), tmp_path / "out.gif", FRAMES, FPS, GifSettings(), alpha=True)
    with av.open(str(tmp_path / "out.gif")) as container:
        shown = [frame.to_ndarray(format="rgba") for frame in container.decode(video=0)]
    check(shown, halves=False)
    assert {int(value) for value in np.unique(shown[3][..., 3])} == {0, 255}


@pytest.mark.parametrize(("suffix", "channels"), [("png", 4), ("jpg", 3)])
def test_a_still(suffix: str, channels: int, tmp_path: Path) -> None:
    path = tmp_path / f"still.{suffix}"
    write_transparent_picture(bar(10), path)
    shown = np.asarray(cv2.imread(str(path), cv2.IMREAD_UNCHANGED))
    assert shown.shape == (64, 128, channels)
    if channels == 4:
        assert shown[32, 100].tolist()[3] == 0
        assert shown[32, 24, 3] == 128
