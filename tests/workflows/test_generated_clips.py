"""Footage a document asks for is made once, by the first provider that delivers, and fitted to its clip."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from reelwright.app.providers.choosing import Providers
from reelwright.app.wiring import tools
from reelwright.errors import Cancelled, ContentRefused, InvalidInput, OutcomeUnknown, ProviderFailed, ProviderNeeded
from reelwright.media.probe import probe
from reelwright.providers.clips import Clip, ClipRequest, OnWait
from reelwright.render.job import RenderWish, render_reading
from reelwright.timeline.clips import VideoClip
from reelwright.timeline.reading import read_tree
from reelwright.workflows.generated_clips import deliver, make_clip, nearest_aspect, stop_clip
from reelwright.workflows.materials import with_materials
from tests.vendors.clip_files import tiny_video


@dataclass
class Maker:
    """Delivers a file of a second, or fails as told."""

    folder: Path
    name: str = "acme"
    version: str = "1"
    error: Exception | None = None
    suffix: str = ".mp4"
    asked: list[ClipRequest] = field(default_factory=list)

    def cost_micros(self, request: ClipRequest) -> int:
        return 0

    def generate(self, request: ClipRequest, on_wait: OnWait = lambda state, part: None) -> Clip:
        self.asked.append(request)
        on_wait("working", 0.5)
        if self.error:
            raise self.error
        path = self.folder / f"{self.name}{self.suffix}"
        path.write_bytes(tiny_video())
        return Clip(path, "work-1")


def reading_of(clip: dict[str, Any], maker: Maker, folder: Path) -> Any:
    tree = {
        "canvas": {"width": 90, "height": 160, "fps": 10},
        "tracks": [{"clips": [{"type": "generate", "kind": "video", "prompt": "a fox", **clip}]}],
    }
    own = replace(tools(Providers({})), clip_makers=(maker,))
    return with_materials(read_tree(tree), own, folder, lambda done, total: None)


def test_a_document_gets_its_footage_once_and_renders(tmp_path: Path) -> None:
    maker = Maker(tmp_path)
    reading = reading_of({"duration": 1, "seed": 4}, maker, tmp_path)
    asked = maker.asked[0]
    assert (asked.prompt, asked.seconds, asked.aspect, asked.height, asked.seed, asked.with_sound) == (
        "a fox",
        1.0,
        "9:16",
        90,
        4,
        False,
    )
    report = render_reading(reading, tmp_path, tmp_path / "out.mp4", RenderWish())
    assert float(probe(report.output).duration or 0) == pytest.approx(1)
    reading_of({"duration": 1, "seed": 4}, maker, tmp_path)
    assert len(maker.asked) == 1


@pytest.mark.parametrize(
    ("clip", "expected"),
    [
        ({"duration": 0.5}, {"speed": 1.0, "loop": False, "duration": 0.5, "volume": 0.0}),
        ({"duration": 1.6}, {"speed": 0.625, "loop": False}),
        ({"duration": 5}, {"speed": 1.0, "loop": True}),
        ({"duration": 5, "speed": 0.2}, {"speed": 0.2, "loop": False}),
        ({}, {"duration": "auto", "fit": "cover"}),
        ({"volume": 0.5, "opacity": 0.4, "x": "20%"}, {"volume": 0.5, "opacity": 0.4, "x": "20%"}),
    ],
)
def test_footage_is_fitted_to_its_clip(clip: dict[str, Any], expected: dict[str, Any], tmp_path: Path) -> None:
    maker = Maker(tmp_path)
    made = reading_of(clip, maker, tmp_path).document.tracks[0].clips[0]
    assert isinstance(made, VideoClip)
    assert {name: getattr(made, name) for name in expected} == expected
    assert maker.asked[0].with_sound is ("volume" in clip)
    render_reading(reading_of(clip, maker, tmp_path), tmp_path, tmp_path / "out.mp4", RenderWish())


def test_a_document_may_name_its_provider(tmp_path: Path) -> None:
    with pytest.raises(ProviderNeeded, match="'other' is not configured") as caught:
        reading_of({"provider": "other"}, Maker(tmp_path), tmp_path)
    assert caught.value.pointer == "/tracks/0/clips/0"
    reading_of({"provider": "acme"}, Maker(tmp_path), tmp_path)


def test_without_a_provider_it_says_what_is_missing(tmp_path: Path) -> None:
    tree = {"tracks": [{"clips": [{"type": "generate", "kind": "video", "prompt": "a fox"}]}]}
    with pytest.raises(ProviderNeeded, match="makes a video"):
        with_materials(read_tree(tree), tools(Providers({})), tmp_path, lambda done, total: None)


def test_the_next_in_order_delivers_and_the_note_says_why(tmp_path: Path) -> None:
    first = Maker(tmp_path, "first", error=ContentRefused("no foxes here"))
    made = make_clip((first, Maker(tmp_path)), ClipRequest("a fox"))
    assert (made.by, made.note) == ("acme", "made by acme, for no foxes here")


def test_work_that_may_go_on_elsewhere_is_not_given_to_the_next(tmp_path: Path) -> None:
    second = Maker(tmp_path)
    with pytest.raises(OutcomeUnknown):
        make_clip((Maker(tmp_path, "first", error=OutcomeUnknown("silent")), second), ClipRequest("a fox"))
    assert second.asked == []


def test_stopping_asks_every_provider(tmp_path: Path) -> None:
    makers = (Maker(tmp_path, "first"), Maker(tmp_path, "second"))
    assert stop_clip(makers, ClipRequest("a fox")) == ["stop", "stop"]
    assert [len(maker.asked) for maker in makers] == [1, 1]
    with pytest.raises(Cancelled):
        makers[0].generate(ClipRequest("a fox"), lambda state, part: (_ for _ in ()).throw(Cancelled("x")))


def test_a_clip_is_put_where_it_is_wanted(tmp_path: Path) -> None:
    made = make_clip((Maker(tmp_path),), ClipRequest("a fox"))
    deliver(made, tmp_path / "new" / "fox.mp4")
    assert (tmp_path / "new" / "fox.mp4").read_bytes() == tiny_video()
    with pytest.raises(InvalidInput):
        deliver(made, tmp_path / "fox.webm")


def test_the_nearest_shape() -> None:
    assert [nearest_aspect(*size) for size in ((1920, 1080), (1080, 1350), (1000, 1000), (90, 160), (640, 480))] == [
        "16:9",
        "4:5",
        "1:1",
        "9:16",
        "1:1",
    ]


def test_with_nobody_left_the_failure_names_all(tmp_path: Path) -> None:
    makers = (
        Maker(tmp_path, "a", error=ProviderFailed("a is down")),
        Maker(tmp_path, "b", error=ProviderFailed("b is empty")),
    )
    with pytest.raises(ProviderFailed, match="a is down; then b is empty"):
        make_clip(makers, ClipRequest("a fox"))
