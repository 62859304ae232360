import dataclasses
from pathlib import Path

import pytest

from reelwright.errors import MediaUnusable
from reelwright.workflows.assets.inspect import LIMITS, Declared, inspect
from tests.asset_server import SPEECH, picture, video

CHILD = "reelwright.worker.probe_child"


def _alone(folder: Path, content: bytes) -> Path:
    """The file in a folder of its own."""
    (folder / "alone").mkdir()
    path = folder / "alone" / "file"
    path.write_bytes(content)
    return path


def test_a_videos_facts_and_a_small_picture_are_found(tmp_path: Path) -> None:
    path = _alone(tmp_path, video(tmp_path, rotation=90).read_bytes())
    found = inspect(path, Declared("clip.mp4", "video/mp4"), CHILD)
    assert (found.kind, found.content_type, found.suffix) == ("video", "video/mp4", ".mp4")
    assert (found.facts["width"], found.facts["height"], found.facts["duration"]) == (48, 64, 2.0)
    assert found.thumbnail == path.with_name("thumbnail.jpg")
    assert sorted(each.name for each in path.parent.iterdir()) == ["file", "thumbnail.jpg"]


def test_a_container_with_sound_alone_is_a_sound(tmp_path: Path) -> None:
    found = inspect(_alone(tmp_path, SPEECH.read_bytes()), Declared("speech"), CHILD)
    assert (found.kind, found.content_type, found.thumbnail) == ("audio", "audio/flac", None)


def test_what_is_not_probed_has_no_facts(tmp_path: Path) -> None:
    found = inspect(_alone(tmp_path, b"1\n00:00:01,000 --> 00:00:02,000\nHello\n"), Declared("a.srt"), CHILD)
    assert (found.kind, found.suffix, found.facts) == ("captions", ".srt", {})


def test_a_file_that_needs_too_much_is_refused_as_unusable(tmp_path: Path) -> None:
    path = _alone(tmp_path, picture((6000, 6000)))
    for limits in (dataclasses.replace(LIMITS, memory=200_000_000), dataclasses.replace(LIMITS, seconds=0.0)):
        with pytest.raises(MediaUnusable, match=r"big\.png") as refused:
            inspect(path, Declared("big.png"), CHILD, limits)
        assert refused.value.hint
    assert inspect(path, Declared("big.png"), CHILD).facts["width"] == 6000


def test_a_child_that_dies_takes_nothing_with_it(tmp_path: Path) -> None:
    with pytest.raises(MediaUnusable, match=r"a\.png cannot be read"):
        inspect(_alone(tmp_path, picture()), Declared("a.png"), "this")  # the module prints a poem and tells nothing
