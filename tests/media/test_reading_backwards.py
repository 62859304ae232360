"""Footage read backwards shows the exact frames without decoding everything again for each."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from reelwright.media import video_read
from reelwright.media.video_read import VideoReader
from tests.coded_video import number_in, write_coded

FRAMES = 240


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_coded(tmp_path_factory.mktemp("coded") / "coded.mp4", Fraction(30), FRAMES)


def numbers(reader: VideoReader, order: list[int]) -> list[int]:
    return [number_in(reader.picture_at(Fraction(number, 30)).y) for number in order]


@pytest.mark.parametrize("step", [1, 2, 7])
def test_every_frame_backwards_over_several_groups_of_pictures(step: int, coded: Path) -> None:
    reader = VideoReader(coded, (192, 32))
    order = list(range(FRAMES - 1, -1, -step))
    assert numbers(reader, order) == order
    assert reader.decoded <= 4 * FRAMES


def test_little_memory_costs_decoding_but_no_frame(coded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video_read, "_MOST_BYTES_BEHIND", 12 * 384 * 64 * 3 // 2)
    reader = VideoReader(coded)
    order = list(range(FRAMES - 1, -1, -1))
    assert numbers(reader, order) == order
    assert reader.decoded <= 8 * FRAMES


def test_back_and_forth(coded: Path) -> None:
    reader = VideoReader(coded)
    order = [100, 101, 60, 59, 58, 57, 80, 79, 78, 90, 91, 92, 50, 49, 10, 11, 12, 9, 8, 7, 239, 238, 237, 0, 1]
    assert numbers(reader, order) == order


def test_equal_times_give_the_same_picture(coded: Path) -> None:
    reader = VideoReader(coded)
    for number in (50, 49, 48, 47):
        assert reader.picture_at(Fraction(number, 30)) is reader.picture_at(Fraction(2 * number + 1, 60))


def test_reading_forward_decodes_each_frame_once(coded: Path) -> None:
    reader = VideoReader(coded)
    assert numbers(reader, list(range(FRAMES))) == list(range(FRAMES))
    assert reader.decoded <= FRAMES + 2


def test_a_loop_keeps_nothing(coded: Path) -> None:
    """A single step back, as a loop takes it, is no reading backwards."""
    reader = VideoReader(coded)
    order = [*range(40, 60)] * 3
    assert numbers(reader, order) == order
    assert not reader._behind
