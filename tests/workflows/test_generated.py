"""Pictures and music that a document or a person describes; who is asked, who comes in, and what is refused before it costs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from reelwright.app.providers.choosing import Providers
from reelwright.app.wiring import tools
from reelwright.errors import ContentRefused, ProviderNeeded, ProviderUnavailable
from reelwright.providers.images import Image, ImageRequest
from reelwright.providers.moderation import Flag, Verdict
from reelwright.providers.music import Music, MusicRequest
from reelwright.render.job import RenderWish, render_reading
from reelwright.timeline.clips import ImageClip
from reelwright.timeline.reading import read_tree
from reelwright.workflows.make import make
from reelwright.workflows.make_request import MakeRequest, Tools
from reelwright.workflows.materials import with_materials
from reelwright.workflows.music_file import MusicWish, write_music
from tests.workflows.fake_providers import HummingVoice, QuietTone

CANVAS = {"width": 320, "height": 180}


@dataclass
class Painter:
    """Paints one colour; ``error`` is raised instead."""

    folder: Path
    name: str = "painter"
    version: str = "1"
    error: Exception | None = None
    asked: list[ImageRequest] = field(default_factory=list)

    def generate(self, request: ImageRequest) -> tuple[Image, ...]:
        self.asked.append(request)
        if self.error:
            raise self.error
        path = self.folder / f"{self.name}.png"
        cv2.imwrite(str(path), np.full((90, 160, 3), (0, 0, 255), np.uint8))
        return (Image(path, 160, 90),)


@dataclass
class Reader:
    """Composes from descriptions; ``error`` is raised instead."""

    name: str = "reader"
    version: str = "1"
    error: Exception | None = None
    asked: list[MusicRequest] = field(default_factory=list)

    def compose(self, request: MusicRequest) -> Music:
        self.asked.append(request)
        if self.error:
            raise self.error
        return QuietTone().compose(request)


@dataclass
class Judge:
    name: str = "judge"
    judges_pictures: bool = False
    heard: list[str] = field(default_factory=list)

    def check(self, text: str, pictures: tuple[Path, ...] = ()) -> Verdict:
        self.heard.append(text)
        return Verdict((Flag("violence", 1.0, "blood"),) if "blood" in text else ())


def no_speaker(language: str, voice: str | None) -> Any:
    raise AssertionError("nothing is to be spoken")


def with_image(**clip: Any) -> Any:
    row = {"type": "generate", "kind": "image", "prompt": "a red field", "seed": 4, "duration": 0.4, **clip}
    return read_tree({"canvas": CANVAS, "tracks": [{"clips": [row]}]})


def made(reading: Any, hands: Tools, folder: Path) -> Any:
    return with_materials(reading, hands, folder / "made", lambda done, total: None)


def test_a_described_picture_is_drawn_in_the_canvas_shape_and_shown(tmp_path: Path) -> None:
    painter = Painter(tmp_path)
    reading = made(
        with_image(motion={"preset": "ken-burns"}, opacity=0.9),
        Tools(no_speaker, QuietTone(), image_makers=(painter,)),
        tmp_path,
    )
    [clip] = reading.document.tracks[0].clips
    assert isinstance(clip, ImageClip)
    assert clip.opacity == 0.9
    assert clip.motion is not None
    assert (painter.asked[0].width, painter.asked[0].height, painter.asked[0].seed) == (320, 180, 4)
    report = render_reading(reading, tmp_path, tmp_path / "out.mp4", RenderWish(1))
    capture = cv2.VideoCapture(str(report.output))
    frame = np.asarray(capture.read()[1])
    capture.release()
    blue, green, red = frame.mean(axis=(0, 1))
    assert red > 200
    assert max(blue, green) < 40


def test_a_picture_is_asked_for_in_the_shape_of_its_box(tmp_path: Path) -> None:
    painter = Painter(tmp_path)
    made(with_image(width=300, height=400), Tools(no_speaker, QuietTone(), image_makers=(painter,)), tmp_path)
    assert (painter.asked[0].width, painter.asked[0].height) == (300, 400)


def test_the_next_painter_comes_in(tmp_path: Path) -> None:
    away = Painter(tmp_path, "away", error=ProviderUnavailable("nobody there"))
    painter = Painter(tmp_path)
    hands = Tools(no_speaker, QuietTone(), image_makers=(away, painter))
    assert made(with_image(), hands, tmp_path)
    assert len(away.asked) == len(painter.asked) == 1
    with pytest.raises(ProviderUnavailable):
        made(with_image(provider="away"), hands, tmp_path)
    with pytest.raises(ProviderNeeded, match="nobody") as caught:
        made(with_image(provider="nobody"), hands, tmp_path)
    assert caught.value.hint == "configured: away, painter"
    assert caught.value.pointer == "/tracks/0/clips/0"


def test_refused_words_cost_nothing(tmp_path: Path) -> None:
    painter, judge = Painter(tmp_path), Judge()
    hands = Tools(no_speaker, QuietTone(), image_makers=(painter,), moderators=(judge,))
    tree = {
        "canvas": CANVAS,
        "tracks": [{"clips": [
            {"type": "generate", "kind": "image", "prompt": "a field", "duration": 1},
            {"type": "generate", "kind": "image", "prompt": "a field of blood", "duration": 1},
        ]}],
    }  # fmt: skip
    with pytest.raises(ContentRefused, match="violence") as caught:
        made(read_tree(tree), hands, tmp_path)
    assert caught.value.pointer == "/tracks/0/clips/1"
    assert not painter.asked


def test_nobody_judges_unless_it_is_set() -> None:
    assert tools(Providers({})).moderators == ()
    assert [each.name for each in tools(Providers({"REELWRIGHT_MODERATION": "auto"})).moderators] == ["word-list"]
    both = Providers({"REELWRIGHT_MODERATION": "openai,word-list", "REELWRIGHT_OPENAI_API_KEY": "k"})
    assert [each.name for each in tools(both).moderators] == ["openai", "word-list"]


def test_a_script_is_judged_before_it_is_spoken(tmp_path: Path) -> None:
    article = tmp_path / "a.md"
    article.write_text("# Rice\n\nRice grows in water. There was blood on the field.\n")
    voice, judge = HummingVoice(), Judge()
    hands = replace(tools(Providers({})), moderators=(judge,), speaker_for=no_speaker)
    request = MakeRequest(str(article), tmp_path / "v.mp4", stop_after="speech")
    with pytest.raises(ContentRefused, match="blood"):
        make(request, hands, lambda progress: None)
    assert not voice.asked


class TestMusic:
    def test_moods_stay_here_and_descriptions_go_to_those_who_read(self, tmp_path: Path) -> None:
        reader = Reader()
        hands = Tools(no_speaker, QuietTone(), prompt_composers=(reader,))
        result = write_music(MusicWish("Calm", 2.0, tmp_path / "a.wav"), hands, tmp_path)
        assert (result.by, reader.asked) == ("tone", [])
        result = write_music(MusicWish("a slow waltz", 2.0, tmp_path / "b.wav", 7), hands, tmp_path)
        assert (result.by, result.notes, result.seconds) == ("reader", (), 2.0)
        assert reader.asked == [MusicRequest("calm", 2.0, 7, "a slow waltz")]

    def test_the_composer_here_comes_in_with_a_note(self, tmp_path: Path) -> None:
        hands = Tools(no_speaker, QuietTone(), prompt_composers=(Reader(error=ProviderUnavailable("nobody there")),))
        result = write_music(MusicWish("dark drums", 2.0, tmp_path / "b.wav"), hands, tmp_path)
        assert result.by == "tone"
        assert result.notes == ("nobody there; tone composed instead",)

    def test_one_that_is_named_is_asked_alone(self, tmp_path: Path) -> None:
        reader = Reader(error=ProviderUnavailable("nobody there"))
        hands = Tools(no_speaker, QuietTone(), prompt_composers=(reader,))
        with pytest.raises(ProviderUnavailable):
            write_music(MusicWish("calm", 2.0, tmp_path / "b.wav", provider="reader"), hands, tmp_path)
        assert (
            write_music(MusicWish("dark drums", 2.0, tmp_path / "b.wav", provider="tone"), hands, tmp_path).by == "tone"
        )

    def test_a_key_for_music_does_not_take_moods_away_from_the_composer_here(self) -> None:
        hands = tools(Providers({"REELWRIGHT_ELEVENLABS_API_KEY": "k"}))
        assert hands.composer.name == "composer"
        assert [each.name for each in hands.prompt_composers] == ["elevenlabs"]
        named = tools(Providers({"REELWRIGHT_ELEVENLABS_API_KEY": "k", "REELWRIGHT_MUSIC": "elevenlabs"}))
        assert named.composer.name == "elevenlabs"
