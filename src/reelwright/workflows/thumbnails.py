"""Thumbnails of a video or document: its best frames, and designs over them that differ, each with words that can be read."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from reelwright.errors import InvalidInput, ProviderFailed
from reelwright.media.best_frames import BestFrame, Bgr, FileFrames, Frames, best_frames
from reelwright.media.focus import focus_in
from reelwright.media.picture_read import read_picture
from reelwright.media.picture_write import write_pixels, write_within
from reelwright.productions.narrate.palettes import PALETTES, Palette, palette_for
from reelwright.productions.thumbnails.designs import (
    SIZES,
    VEILS,
    Design,
    Filling,
    design_named,
    designs,
    document,
    ground_color,
    words_color,
)
from reelwright.productions.thumbnails.readable import contrast, contrast_on
from reelwright.productions.thumbnails.titles import key_words, thumbnail_titles
from reelwright.providers.fallback import first_that_delivers
from reelwright.providers.images import ImageGeneration, ImageRequest
from reelwright.render.still import Stills
from reelwright.timeline.reading import read_document

MOST_BYTES = 2_000_000
"""Below YouTube's 2 MB."""
LEAST_CONTRAST = 4.5
"""Of words to what they lie on (WCAG 2.2, 1.4.3)."""
_JUDGED_WIDTH = 640
_NO_LETTERS = "text, letters, captions, watermark, logo"
_STYLE = "one clear subject, strong light, vivid colours, calm space beside the subject, photographic"
Show = Callable[[int, int], None]


@dataclass(frozen=True)
class ThumbnailWish:
    """``source`` is a video or a document (.json). ``titles`` are own wordings, ``design_names`` own choices, both in order.
    ``sizes`` are names of ``SIZES``. ``picture`` asks for a generated picture as the last one's ground."""

    source: Path
    title: str
    titles: tuple[str, ...] = ()
    design_names: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ("youtube",)
    count: int = 3
    seed: int = 0
    picture: bool = False


@dataclass(frozen=True)
class Thumbnail:
    """``contrast`` is that of its words; ``seconds`` is the frame's time, ``None`` for a generated picture."""

    path: Path
    size: str
    design: str
    title: str
    seconds: float | None
    contrast: float


class DocumentFrames:
    """Of a document, without its words: a thumbnail has its own. Close it after use."""

    def __init__(self, path: Path) -> None:
        try:
            tree = json.loads(path.read_text("utf-8-sig"))
        except (OSError, ValueError):
            raise InvalidInput(f"{path.name} is no document", hint="name a video, or a timeline document") from None
        for track in tree.get("tracks", []) if isinstance(tree, dict) else []:
            track["clips"] = [clip for clip in track.get("clips", []) if clip.get("type") not in ("text", "captions")]
        reading = read_document(json.dumps(tree))
        self._full = Stills(reading, path.parent)
        timeline = self._full.timeline
        self.duration = Fraction(timeline.frames) / Fraction(timeline.fps)
        width = max(16, round(timeline.width * min(1.0, _JUDGED_WIDTH / max(timeline.width, timeline.height)) / 2) * 2)
        self._small = Stills(reading, path.parent, width)

    def small(self, seconds: Fraction) -> Bgr:
        return np.ascontiguousarray(self._small.picture(self._small.frame_at(seconds))[..., ::-1])

    def full(self, seconds: Fraction) -> Bgr:
        return np.ascontiguousarray(self._full.picture(self._full.frame_at(seconds))[..., ::-1])

    def close(self) -> None:
        self._full.close()
        self._small.close()


@dataclass(frozen=True)
class _Ground:
    """A picture to design on."""

    name: str
    focus: tuple[float, float]
    seconds: float | None


def make_thumbnails(
    wish: ThumbnailWish, folder: Path, makers: Sequence[ImageGeneration] = (), show: Show = lambda done, total: None
) -> tuple[list[Thumbnail], list[str]]:
    """Pictures ``thumbnail-1.jpg`` (``-vertical``, ``-social``) … in ``folder``, and notes.

    Raises ``InvalidInput``, ``MediaUnusable``; a provider that cannot draw is a note.
    """
    unknown = [size for size in wish.sizes if size not in SIZES]
    if unknown:
        raise InvalidInput(f"there is no size {unknown[0][:40]!r}", hint=f"choose of {', '.join(SIZES)}")
    chosen = _designs(wish)
    notes: list[str] = []
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="reelwright-") as scratch:
        grounds = _grounds(wish, Path(scratch), show)
        if wish.picture and (drawn := _drawn(wish, makers, Path(scratch), notes)) is not None:
            grounds[-1] = drawn
        titles = thumbnail_titles(wish.title, wish.count, wish.titles)
        made: list[Thumbnail] = []
        for number, design in enumerate(chosen):
            ground, palette = grounds[number % len(grounds)], _palette(wish, number)
            for size in wish.sizes:
                suffix = "" if size == "youtube" else f"-{size}"
                path = folder / f"thumbnail-{number + 1}{suffix}.jpg"
                made.append(_made(design, ground, titles[number], palette, size, Path(scratch), path))
    return made, notes


def _designs(wish: ThumbnailWish) -> list[Design]:
    """Those asked for, then the others: no two alike while there are enough."""
    own = [design_named(name) for name in wish.design_names]
    rest = [design for design in designs().values() if design not in own]
    turned = rest[wish.seed % len(rest) :] + rest[: wish.seed % len(rest)] if rest else []
    whole = [*own, *turned]
    return [whole[number % len(whole)] for number in range(wish.count)]


def _palette(wish: ThumbnailWish, number: int) -> Palette:
    first = PALETTES.index(palette_for(wish.title, wish.seed))
    return PALETTES[(first + number * 2 + number // 3) % len(PALETTES)]


def _grounds(wish: ThumbnailWish, scratch: Path, show: Show) -> list[_Ground]:
    is_document = wish.source.suffix.lower() == ".json"
    frames = DocumentFrames(wish.source) if is_document else FileFrames(wish.source)
    try:
        found = best_frames(frames, wish.count, show)
        return [_ground(frames, frame, scratch / f"frame-{number}.png") for number, frame in enumerate(found)]
    finally:
        frames.close()


def _ground(frames: Frames, frame: BestFrame, path: Path) -> _Ground:
    write_pixels(frames.full(frame.seconds), path)
    return _Ground(path.name, frame.focus, float(frame.seconds))


def _drawn(wish: ThumbnailWish, makers: Sequence[ImageGeneration], scratch: Path, notes: list[str]) -> _Ground | None:
    if not makers:
        notes.append("no picture was generated: nothing that draws is configured")
        return None
    request = ImageRequest(wish.title, 1536, 864, _STYLE, _NO_LETTERS, seed=wish.seed)
    try:
        image = first_that_delivers(makers, lambda maker: maker.generate(request)[0]).result
        pixels = read_picture(image.path)[..., :3]
    except ProviderFailed as error:
        notes.append(f"no picture was generated: {error.message}")
        return None
    write_pixels(pixels, scratch / "drawn.png")
    return _Ground("drawn.png", _focus(pixels), None)


def _focus(pixels: Any) -> tuple[float, float]:
    gray = np.asarray(cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_BGR2GRAY), np.uint8)
    return focus_in(gray)


def _made(
    design: Design, ground: _Ground, title: str, palette: Palette, size: str, scratch: Path, path: Path
) -> Thumbnail:
    """The weakest veil that lets the words be read."""
    reached = 0.0
    pixels: Bgr | None = None
    for veil in VEILS:
        filling = Filling(ground.name, ground.focus, title, key_words(title), palette, veil)
        pixels = _picture(document(design, filling, SIZES[size]), scratch)
        own = ground_color(design, palette)
        if own is not None:
            reached = contrast(words_color(design, palette), own)
            break
        bare = _picture(document(design, filling, SIZES[size], with_words=False), scratch)
        reached = contrast_on(words_color(design, palette), pixels, bare)
        if reached >= LEAST_CONTRAST:
            break
    assert pixels is not None
    write_within(pixels, path, MOST_BYTES)
    return Thumbnail(path, size, design.name, title, ground.seconds, round(reached, 2))


def _picture(tree: dict[str, Any], scratch: Path) -> Bgr:
    with Stills(read_document(json.dumps(tree)), scratch) as stills:
        return np.ascontiguousarray(stills.picture(0)[..., ::-1])
