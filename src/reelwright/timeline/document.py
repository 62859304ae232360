"""The timeline document, as written and after its placeholders are filled. `reel schema` prints it as JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from reelwright.timeline.clips import AnyClip
from reelwright.timeline.output import Output
from reelwright.timeline.strict import ColorField, Strict, TimeField
from reelwright.units.time import parse_rate

VERSION = 1
"""The format this engine writes. Older versions are upgraded when read."""

EvenSize = Annotated[int, Field(ge=16, le=8192, multiple_of=2)]


def _rate(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError('fps is a number such as 30 or a fraction such as "30000/1001"')
    parse_rate(value)
    return str(value)


class Canvas(Strict):
    """``duration`` fixes the length; without it the document ends when its last clip ends."""

    width: EvenSize = 1920
    height: EvenSize = 1080
    fps: Annotated[
        str, BeforeValidator(_rate), WithJsonSchema({"type": ["string", "number"], "examples": [30, "30000/1001"]})
    ] = "30"
    background: ColorField = "#000000"
    duration: TimeField | None = None


class Track(Strict):
    """Clips on one layer. Later tracks, and later clips on a track, lie on top."""

    name: str | None = None
    clips: tuple[AnyClip, ...] = ()


class DocumentFont(Strict):
    """A font file that travels with the document."""

    family: str
    src: str


class Chapter(Strict):
    title: str
    start: TimeField


class Document(Strict):
    version: Literal[1] = VERSION
    title: str | None = None
    canvas: Canvas = Canvas()
    fonts: tuple[DocumentFont, ...] = ()
    tracks: tuple[Track, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    lexicon: Annotated[str, Field(max_length=100_000)] = Field(
        "", description="how words of 'speech' clips are said: lines of 'word = respelling'"
    )
    output: Output = Output()
