"""Which files a render makes, and exactly how each is encoded; what cannot be is refused here, before anything is drawn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reelwright.errors import InvalidInput
from reelwright.media.encoding import Encoding, encoding_of
from reelwright.timeline.output import AudioOutput, Output, VideoOutput
from reelwright.timeline.output_formats import FORMATS, format_of_path
from reelwright.timeline.output_settings import settled
from reelwright.timeline.resolved import ResolvedOutput, ResolvedTimeline

_IN_FOLDERS = ("png", "jpg", "hls")
_NUMBER = re.compile(r"%0?\d?d")


@dataclass(frozen=True)
class OutputWish:
    """A file (or a folder, for pictures and HLS) to make. What is ``None`` the suffix and the document decide."""

    path: Path
    format: str | None = None
    quality: str | None = None
    height: int | None = None


@dataclass(frozen=True)
class PlannedOutput:
    """``encodings``: one, or one for each rendition of a ladder, or none where there is only sound. ``pattern`` names pictures."""

    path: Path
    settings: ResolvedOutput
    encodings: tuple[Encoding, ...]
    pattern: str | None = None

    @property
    def is_folder(self) -> bool:
        """Whether ``path`` names a folder to fill."""
        return format_of_path(self.path) is None

    @property
    def beside(self) -> Path:
        """What the hidden folder lies beside: on the same disk, in a folder that exists."""
        return self.path.parent if "%" in self.path.name and not self.path.parent.exists() else self.path.absolute()


def planned(
    written: Output, timeline: ResolvedTimeline, wishes: Sequence[OutputWish], frames: int
) -> list[PlannedOutput]:
    """The outputs, in order. Raises ``InvalidInput`` or ``InvalidDocument``."""
    if not wishes:
        raise InvalidInput("there is no output to render to", hint="for example -o video.mp4")
    paths = [wish.path.absolute() for wish in wishes]
    if len(set(paths)) < len(paths):
        twice = next(path for path in paths if paths.count(path) > 1)
        raise InvalidInput(f"{twice.name} is named twice", hint="give every output a name of its own")
    return [_planned(written, timeline, wish, frames) for wish in wishes]


def _planned(written: Output, timeline: ResolvedTimeline, wish: OutputWish, frames: int) -> PlannedOutput:
    name = _format(wish, written)
    settings = settled(_meant(written, wish, name), name, (timeline.width, timeline.height), timeline.fps)
    if settings.video is None and not timeline.sounds:
        raise InvalidInput(
            f"{wish.path.name} would be empty: the document has no sound",
            hint="add an audio clip, or choose a format with pictures, for example -o video.mp4",
        )
    if not timeline.sounds:
        settings = replace(settings, audio=None)
    pattern = _pattern(wish.path, name, frames) if name in ("png", "jpg") else None
    return PlannedOutput(wish.path, settings, _encodings(settings, timeline), pattern)


def _format(wish: OutputWish, written: Output) -> str:
    """By the wish, the suffix, or for a folder the document."""
    path, named = wish.path, format_of_path(wish.path)
    if wish.format is not None and wish.format not in FORMATS:
        raise InvalidInput(f"there is no format {wish.format}", hint="known: " + ", ".join(FORMATS))
    if wish.format and named and wish.format != named:
        raise InvalidInput(
            f"{path.name} does not look like {wish.format}",
            hint=f"name it {path.stem}{FORMATS[wish.format].suffixes[0]}, or leave --format out",
        )
    chosen = wish.format or named or (written.format if not path.suffix else None)
    if path.is_dir() and chosen not in _IN_FOLDERS:
        raise InvalidInput(
            f"{path} is a folder", hint="name a file, for example -o video.mp4, or say --format png, jpg or hls"
        )
    if chosen is None or (not named and chosen not in _IN_FOLDERS):
        every = ", ".join(form.suffixes[0] for form in FORMATS.values())
        raise InvalidInput(
            f"the output {path.name} should end in {every}",
            hint="for example -o video.mp4; a folder for pictures or HLS needs --format png, jpg or hls",
        )
    return chosen


def _meant(written: Output, wish: OutputWish, name: str) -> Output:
    """The document's output for this file: codecs written for another format are not meant for it."""
    changes: dict[str, object] = {"format": name}
    if written.format not in (None, name):
        changes |= {"video": VideoOutput(), "audio": AudioOutput()}
    elif written.format is None and name in ("gif", "png", "jpg"):  # their codec goes without saying
        changes["video"] = VideoOutput()
    if wish.quality:
        changes["quality"] = wish.quality
    if wish.height:
        changes["height"] = wish.height
    return written.model_copy(update=changes)


def _pattern(path: Path, name: str, frames: int) -> str:
    """How the pictures in the folder are called."""
    numbers = _NUMBER.findall(path.name)
    if path.name.count("%") > len(numbers) or len(numbers) > 1:
        raise InvalidInput(f"{path.name} should have one place for the number", hint=f"for example %05d.{name}")
    if format_of_path(path) is None:
        if numbers:
            raise InvalidInput(f"{path.name} has no suffix", hint=f"for example %05d.{name}")
        return f"%05d.{name}"
    if numbers:
        return path.name
    if frames > 1:
        raise InvalidInput(
            f"{path.name} is one picture, and there are {frames} frames",
            hint=f"number them, as in -o frames/%05d{path.suffix}, or render one with --range 0:1",
        )
    return path.name


def _encodings(settings: ResolvedOutput, timeline: ResolvedTimeline) -> tuple[Encoding, ...]:
    if settings.video is None:
        return ()
    size = settings.size or (timeline.width, timeline.height)
    if settings.ladder is not None:
        sizes = settings.ladder.sizes
        return tuple(encoding_of(settings.video, size, keys_at_starts=True) for size in sizes)
    step = settings.gif.step if settings.gif else 1
    return (encoding_of(settings.video, size, alpha=settings.alpha, step=step),)


def is_named_by(pattern: str, name: str) -> bool:
    """Whether a file's name is one that ``pattern`` gives to some number."""
    place = _NUMBER.search(pattern)
    if place is None:
        return name == pattern
    number = name[place.start() : len(name) - (len(pattern) - place.end())]
    return number.isdecimal() and pattern % int(number) == name
