"""From settings to encoders that open."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from reelwright.errors import InvalidInput
from reelwright.media.encoding import encoding_of
from reelwright.media.planar import PlanarFrame
from reelwright.media.video_write import ChunkEncoder
from reelwright.timeline.output_options import OPTIONS, checked_option
from reelwright.timeline.output_quality import QUALITIES, VIDEO
from reelwright.timeline.resolved import VideoSettings

VALUES = {
    "tune": "grain", "profile": "main", "level": "4.1", "maxrate": "200k", "bufsize": "400k", "g": "5", "bf": "2", "refs": "2",
    "aq-mode": "1", "aq-strength": "0.8", "psy-rd": "1.0:0.15", "rc-lookahead": "10", "me_range": "24", "sc_threshold": "0",
    "deadline": "realtime", "sharpness": "3", "bits_per_mb": "400", "quant_mat": "proxy", "alpha_bits": "8",
}  # fmt: skip


def packets_of(video: VideoSettings, folder: Path, frames: int = 12) -> int:
    encoding = encoding_of(video, (64, 64))
    encoder = ChunkEncoder(folder / f"chunk{encoding.suffix}", encoding, Fraction(30))
    for number in range(frames):
        luma = np.full((64, 64), 40 + number, np.uint8)
        encoder.encode(PlanarFrame(luma, luma[::2, ::2], luma[::2, ::2]))
    encoder.close()
    with av.open(str(folder / f"chunk{encoding.suffix}")) as chunk:
        return sum(1 for packet in chunk.demux(video=0) if packet.size)


@pytest.mark.parametrize(("codec", "name"), [(codec, name) for codec, options in OPTIONS.items() for name in options])
def test_every_option_a_document_may_set_is_taken_by_its_encoder(codec: str, name: str, tmp_path: Path) -> None:
    option = checked_option(codec, name, VALUES[name])
    crf, preset = VIDEO.get(codec, {}).get("standard", (None, None))
    assert packets_of(VideoSettings(codec, crf, preset, options=(option,)), tmp_path) == 12


@pytest.mark.parametrize("codec", VIDEO)
@pytest.mark.parametrize("quality", QUALITIES)
def test_every_quality_opens(codec: str, quality: str, tmp_path: Path) -> None:
    crf, preset = VIDEO[codec][quality]
    assert packets_of(VideoSettings(codec, crf, preset), tmp_path) == 12


@pytest.mark.parametrize("codec", VIDEO)
def test_a_bitrate_is_taken(codec: str, tmp_path: Path) -> None:
    assert packets_of(VideoSettings(codec, None, VIDEO[codec]["standard"][1], 300_000), tmp_path) == 12


def test_settings_an_encoder_refuses_are_refused_before_work_begins() -> None:
    with pytest.raises(InvalidInput, match="refuses these settings"):
        encoding_of(VideoSettings("h264", options=(("psy-rd", "nonsense"), ("profile", "nonsense"))), (64, 48))
