"""Drawn presenters: mouths that follow a voice, measured in frames; equal bytes however many draw; every character kept as a picture."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path
from typing import Any, get_args

import cv2
import numpy as np
import pytest

from reelwright.media.picture_write import bgr_of
from reelwright.render import chunk_grid
from reelwright.render.compositor import Compositor
from reelwright.render.files import Files
from reelwright.render.job import OutputWish, RenderWish, render_outputs
from reelwright.render.planes import Canvas
from reelwright.render.presenter.characters import CHARACTERS
from reelwright.render.presenter.mouth_track import MouthTrack
from reelwright.render.presenter.visemes import SHAPES, visemes_of
from reelwright.render.scene import set_scene
from reelwright.speaking.spoken_sounds import spoken_sounds
from reelwright.timeline.clips.presenter import CharacterName
from reelwright.timeline.reading import read_tree
from reelwright.timeline.resolve import resolve
from reelwright.transcript import Word
from tests.rendering import canvas_at

GOLDENS = Path(__file__).parent / "goldens"
FPS = 25
_LINE = 6
"""Pixels of the line between shut lips, at the most."""
PHRASE = "Pam made a map. Bob bought big bananas"
SOUNDS = [("m", 0.5, 0.58), ("ɑː", 0.58, 0.9), ("p", 0.9, 0.96), ("uː", 0.96, 1.3), ("f", 1.3, 1.4), ("iː", 1.4, 1.7)]


def presenter(character: str, sounds: Any, size: int = 240, **more: Any) -> dict[str, Any]:
    rows = [{"ipa": ipa, "start": start, "end": end} for ipa, start, end in sounds]
    clip = {"type": "presenter", "character": character, "phonemes": rows, "view": "head", "duration": 4, **more}
    return {
        "canvas": {"width": size, "height": size, "fps": FPS, "background": "#20335a"},
        "tracks": [{"clips": [clip]}],
    }


@cache
def said() -> tuple[tuple[str, float, float], ...]:
    """The phrase as sounds, with half a second of silence before it and between its sentences."""
    words = [
        Word(text, 0.5 + 0.4 * place + 0.5 * (place > 3), 0.88 + 0.4 * place + 0.5 * (place > 3))
        for place, text in enumerate(PHRASE.split())
    ]
    return tuple((sound.ipa, sound.start, sound.end) for sound in spoken_sounds(words, "en"))


def openings(tree: dict[str, Any], folder: Path) -> list[int]:
    """Of every frame (480 pixels high), how many pixels the mouth is open from lip to lip: the longest column of its inside (dark red
    or teeth), less the line between shut lips, which is nearly as dark."""
    files = Files(folder)
    timeline = resolve(read_tree(tree), files.facts_of, files.text_of)
    canvas = Canvas.blank(timeline.width, timeline.height)
    compositor = Compositor(set_scene(timeline, files.path_of, files.facts_of), timeline.background, canvas)
    counts: list[int] = []
    for frame in range(timeline.frames):
        compositor.build(frame)
        mouth = bgr_of(canvas.planes)[285:400, 160:320].astype(int)
        inside = (np.abs(mouth - np.array([0x23, 0x1A, 0x5B])).max(axis=2) < 26) | (mouth.min(axis=2) > 225)
        counts.append(max(0, int(inside[:, 65:95].sum(axis=0).max()) - _LINE))
    compositor.close()
    return counts


@pytest.mark.parametrize("character", ["leo", "maya", "tom"])
def test_lips_meet_on_p_b_m_and_in_silence(character: str, tmp_path: Path) -> None:
    """In the frames themselves: shut within 40 ms of every p, b and m, shut in silence, and open in between."""
    sounds = said()
    counts = openings(presenter(character, sounds, 480, duration=round(sounds[-1][2] + 0.6, 2)), tmp_path)
    shut = [frame / FPS + 0.5 / FPS for frame, count in enumerate(counts) if count == 0]
    lips = [(start, end) for ipa, start, end in sounds if "closed" in visemes_of(ipa)]
    assert len(lips) >= 8
    for start, end in lips:
        assert any(start - 0.04 <= moment <= end + 0.04 for moment in shut), (start, end)
    for frame, count in enumerate(counts):
        moment = (frame + 0.5) / FPS
        if all(moment < start - 0.1 or moment > end + 0.1 for _, start, end in sounds):
            assert count == 0, f"open in silence at {moment} s"
    vowels = [(start + end) / 2 for ipa, start, end in sounds if ipa.strip("ˈˌː") in ("æ", "ɑ", "ɔ", "eɪ")]
    assert len(vowels) >= 4
    for moment in vowels:
        assert max(counts[int(moment * FPS) - 1 : int(moment * FPS) + 2]) >= 8, f"shut on a vowel at {moment} s"


def test_a_silent_presenter_never_opens_the_mouth_but_blinks(tmp_path: Path) -> None:
    tree = presenter("tom", (), 480, duration=8)
    assert set(openings(tree, tmp_path)) == {0}
    eyes = [
        bgr_of(canvas_at(tree, tmp_path, frame).planes)[180:300, 120:360].min(axis=2) > 205
        for frame in range(0, 200, 2)
    ]
    whites = [int(picture.sum()) for picture in eyes]
    assert min(whites) < 0.4 * max(whites)


def test_neighbours_shape_a_sound() -> None:
    """A k is made with round lips before u, and with wide ones before i."""
    before = [MouthTrack([("k", 0.5, 0.58), (vowel, 0.58, 0.8)]).at(0.55) for vowel in ("uː", "iː")]
    assert before[0].width < before[1].width - 0.1
    assert before[0].round > before[1].round


def test_mouths_move_without_leaps() -> None:
    """From one picture at 30 a second to the next no mouth opens or closes by more than three quarters."""
    track = MouthTrack(said())
    opened = [track.at(n / 30).open for n in range(180)]
    assert max(opened) > 0.6
    assert np.abs(np.diff(opened)).max() < 0.75


@pytest.mark.parametrize(
    ("ipa", "shapes"),
    [("m", ("closed",)), ("ˈaɪ", ("open", "wide")), ("v", ("lip",)), ("θ", ("tongue",)), ("w", ("pucker",)), ("t͡ʃ", ("teeth",)),
     ("ɔː", ("round",)), ("b̥", ("closed",)), ("", ()), ("ˈ", ())],
)  # fmt: skip
def test_sounds_have_shapes(ipa: str, shapes: tuple[str, ...]) -> None:
    assert visemes_of(ipa) == shapes


def test_there_are_nine_shapes_and_eight_people() -> None:
    assert len(SHAPES) == 9
    assert tuple(CHARACTERS) == get_args(CharacterName)
    assert {who.age for who in CHARACTERS.values()} == {"child", "young", "middle", "old"}


def test_jobs_and_chunks_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = read_tree(presenter("ruth", SOUNDS, duration=2, enter={"preset": "fade", "duration": 0.4}))
    videos: set[str] = set()
    for chunk in (50, 10):
        monkeypatch.setattr(chunk_grid, "CHUNK_SECONDS", chunk / FPS)
        monkeypatch.setattr(chunk_grid, "_SHORT_SECONDS", 0)
        monkeypatch.setattr(chunk_grid, "_LEAST_SECONDS", 0)
        for jobs in (1, 3):
            folder = tmp_path / f"{chunk}-{jobs}"
            render_outputs(reading, tmp_path, [OutputWish(folder / "%03d.png")], RenderWish(jobs=jobs))
            whole = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(folder.iterdir())))
            videos.add(whole.hexdigest())
    assert len(videos) == 1


@pytest.mark.parametrize("character", get_args(CharacterName))
def test_characters_look_as_they_did(character: str, tmp_path: Path) -> None:
    facing = {"maya": "front", "kenji": "left", "ruth": "right"}.get(character, "front")
    tree = presenter(character, SOUNDS, view="bust", facing=facing, duration=2)
    drawn = bgr_of(canvas_at(tree, tmp_path, 18).planes)
    golden = GOLDENS / f"{character}.png"
    if os.environ.get("UPDATE_GOLDENS"):
        golden.parent.mkdir(exist_ok=True)
        cv2.imwrite(str(golden), drawn)
    kept = cv2.imread(str(golden))
    assert kept is not None
    difference = np.abs(drawn.astype(int) - kept.astype(int))
    assert difference.max() <= 6
    assert (difference > 2).mean() < 0.001
