"""What a document says about its output, made exact, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from reelwright.errors import InvalidDocument
from reelwright.timeline.output import Output
from reelwright.timeline.output_formats import FORMATS
from reelwright.timeline.output_options import OPTIONS
from reelwright.timeline.output_quality import QUALITIES
from reelwright.timeline.output_settings import format_meant, settled
from reelwright.timeline.reading import read_tree
from reelwright.timeline.resolve import resolve
from reelwright.timeline.resolved import AudioSettings, ResolvedOutput, VideoSettings
from tests.timeline.facts import facts_of

CANVAS = (1920, 1080)


def exact(written: dict[str, Any], name: str | None = None) -> ResolvedOutput:
    output = Output.model_validate(written)
    return settled(output, name or format_meant(output), CANVAS, Fraction(30))


def test_a_document_that_says_nothing_becomes_an_mp4() -> None:
    assert exact({}) == ResolvedOutput(
        "mp4", VideoSettings("h264", 23, "veryfast"), AudioSettings("aac", 128_000), size=CANVAS
    )


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize("quality", QUALITIES)
def test_every_format_has_every_quality(name: str, quality: str) -> None:
    made = exact({"quality": quality}, name)
    assert (made.video is not None) == bool(FORMATS[name].video)
    assert (made.audio is not None) == bool(FORMATS[name].audio)


@pytest.mark.parametrize(
    ("written", "format_name"),
    [({"video": {"codec": "vp9"}}, "webm"), ({"video": {"codec": "prores"}}, "mov"), ({"alpha": True}, "webm"), ({"format": "gif"}, "gif")],
)  # fmt: skip
def test_without_a_name_the_codec_tells_the_format(written: dict[str, Any], format_name: str) -> None:
    assert exact(written).format == format_name


@pytest.mark.parametrize(
    ("written", "pointer", "words"),
    [
        ({"format": "webm", "video": {"codec": "h264"}}, "/output/video/codec", "webm cannot hold h264"),
        ({"format": "mp4", "alpha": True}, "/output/alpha", "h264 in mp4 cannot be transparent"),
        ({"format": "mov", "alpha": True, "video": {"codec": "prores"}}, "/output/alpha", "cannot be transparent"),
        ({"format": "webm", "audio": {"codec": "aac"}}, "/output/audio/codec", "webm cannot hold aac"),
        ({"range": "hdr"}, "/output/range", "HDR cannot be written"),
        ({"height": 2160}, "/output/height", "more than the canvas has"),
        ({"video": {"crf": 20, "bitrate": "4M"}}, "/output/video/bitrate", "exclude each other"),
        ({"video": {"crf": 60}}, "/output/video/crf", "ends at 51"),
        ({"video": {"codec": "av1", "crf": 30.5}}, "/output/video/crf", "whole number"),
        ({"video": {"preset": "slowest"}}, "/output/video/preset", "did you mean"),
        ({"video": {"codec": "prores", "crf": 20}}, "/output/video/crf", "has no crf"),
        ({"format": "wav", "audio": {"bitrate": "128k"}}, "/output/audio/bitrate", "keeps every sample"),
        ({"video": {"options": {"x264-params": "stats=/tmp/x"}}}, "/output/video/options/x264-params", "may set"),
        ({"video": {"options": {"tune": "film;rm"}}}, "/output/video/options/tune", "is not a value"),
        ({"video": {"options": {"threads": 4}}}, "/output/video/options/threads", "may set"),
        ({"format": "webm", "video": {"encoder": "nvenc"}}, "/output/video/encoder", "does not encode vp9"),
        ({"video": {"encoder": "nvenc", "preset": "slow"}}, "/output/video/preset", "software"),
        ({"format": "hls", "hls": {"heights": [2160]}}, "/output/hls/heights", "more than the canvas"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_where_it_is_written(written: dict[str, Any], pointer: str, words: str) -> None:
    tree = {"canvas": {"duration": 1, "width": CANVAS[0], "height": CANVAS[1]}, "output": written}
    with pytest.raises(InvalidDocument, match=words) as refused:
        resolve(read_tree(tree), facts_of)
    assert refused.value.pointer == pointer
    assert "/" in pointer


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"format": "mp5"}, "did you mean 'mp4'"),
        ({"format": "jpeg"}, "did you mean 'jpg'"),
        ({"quality": "hihg"}, "did you mean 'high'"),
        ({"video": {"codec": "hevc"}}, "did you mean 'h265'"),
        ({"video": {"encoder": "nvidia"}}, "did you mean 'nvenc'"),
        ({"video": {"codex": "h264"}}, "did you mean 'codec'"),
        ({"audio": {"codec": "opis"}}, "did you mean 'opus'"),
    ],
)
def test_a_misspelt_name_is_met_with_the_right_one(written: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidDocument, match=words):
        read_tree({"output": written})


def test_options_reach_the_settings_as_text() -> None:
    made = exact({"video": {"options": {"tune": "film", "bf": 3}}})
    assert made.video is not None
    assert made.video.options == (("bf", "3"), ("tune", "film"))


def test_no_option_of_any_codec_takes_a_path_or_a_thread_count() -> None:
    import re

    for codec, options in OPTIONS.items():
        assert not {"threads", "stats", "passlogfile", "x264-params", "x265-params", "svtav1-params"} & set(options), (
            codec
        )
        assert not any(
            re.fullmatch(pattern, bad) for pattern in options.values() for bad in ("/etc/passwd", "a.log", "../x")
        )


def test_a_ladder_starts_at_the_canvas_and_keeps_its_shape() -> None:
    made = exact({"format": "hls"})
    assert made.ladder is not None
    assert made.ladder.sizes == ((1920, 1080), (1280, 720), (854, 480), (640, 360), (426, 240))
    portrait = settled(Output.model_validate({"format": "hls"}), "hls", (1080, 1920), Fraction(30)).ladder
    assert portrait is not None
    assert portrait.sizes[:2] == ((1080, 1920), (720, 1280))


@pytest.mark.parametrize(("fps", "step"), [(30, 2), (25, 1), (24, 1), (60, 3), (50, 2)])
def test_a_gif_shows_at_most_25_frames_a_second(fps: int, step: int) -> None:
    made = settled(Output(), "gif", CANVAS, Fraction(fps)).gif
    assert made is not None
    assert made.step == step
