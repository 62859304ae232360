"""Every output frame shows the source frame it should."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from pathlib import Path

import pytest

from reelwright.media.video_read import VideoReader
from reelwright.render.job import RenderWish
from tests.coded_video import number_in, numbers_in, write_coded
from tests.rendering import packets, rate_of, render

RATES = ["24000/1001", "25", "30000/1001", "30", "60"]


def document(fps: str, clips: list[dict], **canvas: object) -> dict:
    return {"canvas": {"width": 384, "height": 64, "fps": fps, **canvas}, "tracks": [{"clips": clips}]}


@pytest.mark.parametrize("fps", RATES)
def test_a_clip_shows_its_frames_one_by_one(fps: str, tmp_path: Path) -> None:
    write_coded(tmp_path / "coded.mp4", Fraction(fps), 150)
    report = render(document(fps, [{"type": "video", "src": "coded.mp4"}]), tmp_path)
    assert numbers_in(report.output) == list(range(150))
    assert rate_of(report.output) == Fraction(fps)


@pytest.mark.parametrize("fps", RATES)
def test_cuts_and_trims_show_exactly_the_frames_named(fps: str, tmp_path: Path) -> None:
    write_coded(tmp_path / "coded.mp4", Fraction(fps), 200)
    clips = [
        {"type": "video", "src": "coded.mp4", "trim": {"from": "30f", "to": "75f"}},
        {"type": "video", "src": "coded.mp4", "trim": {"from": "150f", "to": "163f"}},
        {"type": "video", "src": "coded.mp4", "trim": {"from": "7f"}, "duration": "40f"},
    ]
    report = render(document(fps, clips), tmp_path)
    assert numbers_in(report.output) == [*range(30, 75), *range(150, 163), *range(7, 47)]


@pytest.mark.parametrize("fps", RATES)
def test_seconds_of_a_trim_round_to_the_nearest_frame(fps: str, tmp_path: Path) -> None:
    write_coded(tmp_path / "coded.mp4", Fraction(fps), 200)
    report = render(document(fps, [{"type": "video", "src": "coded.mp4", "trim": {"from": 1.5, "to": 2.5}}]), tmp_path)
    first, last = (floor(Fraction(edge) * Fraction(fps) + Fraction(1, 2)) for edge in ("1.5", "2.5"))
    assert numbers_in(report.output) == list(range(first, last))


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("speed", [2, 0.5, 1.5, 0.75])
def test_speed_shows_the_frame_at_the_exact_source_time(fps: str, speed: float, tmp_path: Path) -> None:
    write_coded(tmp_path / "coded.mp4", Fraction(fps), 160)
    clip = {"type": "video", "src": "coded.mp4", "trim": {"from": "10f"}, "speed": speed, "duration": "60f"}
    report = render(document(fps, [clip]), tmp_path)
    assert numbers_in(report.output) == [floor(10 + Fraction(str(speed)) * n) for n in range(60)]


@pytest.mark.parametrize(
    ("source", "target"), [("24", "30"), ("30", "24000/1001"), ("60", "25"), ("30000/1001", "60"), ("25", "30000/1001")]
)
def test_another_rate_shows_the_frame_that_was_on(source: str, target: str, tmp_path: Path) -> None:
    write_coded(tmp_path / "coded.mp4", Fraction(source), 120)
    report = render(document(target, [{"type": "video", "src": "coded.mp4", "duration": "50f"}]), tmp_path)
    assert numbers_in(report.output) == [floor(n / Fraction(target) * Fraction(source)) for n in range(50)]


def test_millisecond_stamps_do_not_shift_frames(tmp_path: Path) -> None:
    write_coded(tmp_path / "coded.mkv", Fraction(30), 90)
    report = render(document("30", [{"type": "video", "src": "coded.mkv", "duration": "90f"}]), tmp_path)
    assert numbers_in(report.output) == list(range(90))


def test_variable_rate_footage_shows_the_frame_that_was_on(tmp_path: Path) -> None:
    times = [0, 50, 400, 410, 420, 900, 1000, 1800]
    write_coded(tmp_path / "coded.mkv", Fraction(30), len(times), times, Fraction(1, 1000))
    report = render(document("25", [{"type": "video", "src": "coded.mkv", "duration": 2}]), tmp_path)
    assert numbers_in(report.output) == [max(i for i, time in enumerate(times) if time <= n * 40) for n in range(50)]


def test_a_loop_wraps_to_its_first_frame(tmp_path: Path) -> None:
    write_coded(tmp_path / "coded.mp4", Fraction(30), 60)
    clip = {"type": "video", "src": "coded.mp4", "trim": {"from": "20f", "to": "50f"}, "loop": True, "duration": "100f"}
    report = render(document("30", [clip]), tmp_path)
    assert numbers_in(report.output) == [20 + n % 30 for n in range(100)]


def test_past_its_end_footage_holds_its_last_frame(tmp_path: Path) -> None:
    write_coded(tmp_path / "coded.mp4", Fraction(30), 20)
    report = render(document("30", [{"type": "video", "src": "coded.mp4", "duration": "30f"}]), tmp_path)
    assert numbers_in(report.output) == [*range(20), *[19] * 10]


def test_the_bytes_do_not_depend_on_the_number_of_workers(tmp_path: Path) -> None:
    write_coded(tmp_path / "coded.mp4", Fraction(30), 400)
    tree = document("30", [{"type": "video", "src": "coded.mp4"}])
    tree["tracks"].append({"clips": [{"type": "text", "text": "Hello", "duration": "end", "font": {"size": 20}}]})
    files = [render(tree, tmp_path, RenderWish(jobs=jobs), f"{jobs}.mp4").output.read_bytes() for jobs in (1, 2, 3)]
    assert files[0] == files[1] == files[2]


def test_a_range_is_that_part_of_the_whole(tmp_path: Path) -> None:
    write_coded(tmp_path / "coded.mp4", Fraction(30), 300)
    tree = document("30", [{"type": "video", "src": "coded.mp4"}])
    report = render(tree, tmp_path, RenderWish(frames=(113, 171)))
    assert numbers_in(report.output) == list(range(113, 171))


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("frames", [1, 2, 31, 133])
def test_time_stamps_count_frames_from_zero_without_a_gap(fps: str, frames: int, tmp_path: Path) -> None:
    tree = document(fps, [{"type": "shape", "fill": "#336699", "duration": f"{frames}f"}])
    report = render(tree, tmp_path)
    found = packets(report.output)
    step = 1 / Fraction(fps)
    assert sorted(packet.pts * packet.time_base for packet in found) == [n * step for n in range(frames)]
    assert [packet.dts for packet in found] == sorted({packet.dts for packet in found})
    assert all(packet.dts <= packet.pts for packet in found)


@pytest.mark.parametrize("fps", RATES)
def test_backwards_shows_its_frames_from_the_last_to_the_first(fps: str, tmp_path: Path) -> None:
    write_coded(tmp_path / "coded.mp4", Fraction(fps), 150)
    clip = {"type": "video", "src": "coded.mp4", "trim": {"from": "11f", "to": "131f"}, "reverse": True}
    report = render(document(fps, [clip]), tmp_path)
    assert numbers_in(report.output) == list(range(130, 10, -1))


def test_backwards_in_a_loop_begins_at_the_end_again(tmp_path: Path) -> None:
    write_coded(tmp_path / "coded.mp4", Fraction(30), 40)
    clip = {"type": "video", "src": "coded.mp4", "reverse": True, "loop": True, "duration": "100f"}
    report = render(document("30", [clip]), tmp_path)
    assert numbers_in(report.output) == [39 - n % 40 for n in range(100)]


def test_going_backwards_decodes_each_group_a_few_times_at_most(tmp_path: Path) -> None:
    reader = VideoReader(write_coded(tmp_path / "coded.mp4", Fraction(30), 192))
    decoded = 0
    advance = reader._advance  # pyright: ignore[reportPrivateUsage]

    def counting() -> None:
        nonlocal decoded
        decoded += 1
        advance()

    reader._advance = counting  # type: ignore[method-assign]
    numbers = [number_in(reader.picture_at(Fraction(n, 30)).y) for n in range(191, -1, -1)]
    reader.close()
    assert numbers == list(range(191, -1, -1))
    assert decoded < 4 * 192


def test_a_frozen_clip_holds_the_frame_it_names(tmp_path: Path) -> None:
    write_coded(tmp_path / "coded.mp4", Fraction(30), 60)
    clip = {"type": "video", "src": "coded.mp4", "freeze": "17f", "duration": "20f"}
    report = render(document("30", [clip]), tmp_path)
    assert numbers_in(report.output) == [17] * 20


@pytest.mark.parametrize("fps", ["24000/1001", "30", "60"])
def test_a_ramp_shows_the_frame_at_the_integral_of_its_speed(fps: str, tmp_path: Path) -> None:
    rate = Fraction(fps)
    write_coded(tmp_path / "coded.mp4", rate, 400)
    speed = [{"at": "20f", "speed": 1}, {"at": "60f", "speed": 3}]
    report = render(
        document(fps, [{"type": "video", "src": "coded.mp4", "speed": speed, "duration": "100f"}]), tmp_path
    )

    def played(n: int) -> Fraction:
        ramp = min(max(n - 20, 0), 40)
        return min(n, 20) + ramp + Fraction(ramp * ramp, 40) + max(n - 60, 0) * 3

    assert numbers_in(report.output) == [floor(played(n)) for n in range(100)]


def test_a_ramped_clip_lasts_until_its_medium_is_played(tmp_path: Path) -> None:
    write_coded(tmp_path / "coded.mp4", Fraction(30), 90)
    speed = [{"at": 0, "speed": 1}, {"at": 1, "speed": 2}]
    report = render(document("30", [{"type": "video", "src": "coded.mp4", "speed": speed}]), tmp_path)
    assert report.frames == 53  # 1.5 s of the medium in the first second, 1.5 s more at twice the speed
