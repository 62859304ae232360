"""The workflow `music`: a mood or a description becomes a file of an exact length."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from reelwright.errors import InvalidInput
from reelwright.productions.project.store import Store
from reelwright.providers.music import FASTEST, SLOWEST, Mood, MusicRequest, Style
from reelwright.render.job import RenderWish, render_outputs
from reelwright.render.output_plan import OutputWish
from reelwright.timeline.reading import read_document
from reelwright.workflows.composed_music import composed_music
from reelwright.workflows.make_request import Tools
from reelwright.workflows.moderated import check_words
from reelwright.workflows.music_mood import music_request


@dataclass(frozen=True)
class MusicWish:
    """``words`` are a mood, a style or a description. ``provider`` asks one alone. The rest see ``MusicRequest``."""

    words: str
    seconds: float
    output: Path
    seed: int = 1
    provider: str | None = None
    mood: Mood | None = None
    style: Style | None = None
    tempo: float | None = None
    key: str | None = None
    loopable: bool = False


@dataclass(frozen=True)
class MusicFile:
    """``by`` is the provider's name, ``loudness`` in LUFS; ``notes`` are for the person who asked."""

    seconds: float
    by: str
    loudness: float | None
    notes: tuple[str, ...]


def write_music(wish: MusicWish, tools: Tools, folder: Path) -> MusicFile:
    """Write ``wish.output``; ``folder`` is for files on the way. Raises ``InvalidInput`` for a length that cannot be had."""
    if not 1 <= wish.seconds <= 3600:
        raise InvalidInput(f"music of {wish.seconds:g} s cannot be made", hint="choose 1 second to an hour")
    if not wish.words.strip():
        raise InvalidInput("there is neither a mood nor a description", hint="for example `reel music calm`")
    check_words(tools.moderators, wish.words)
    request = _request(wish)
    composed = composed_music(request, tools, Store(folder / "music"), wish.provider)
    clip = {"type": "audio", "src": str(composed.kept.path.absolute()), "duration": wish.seconds}
    reading = read_document(json.dumps({"version": 1, "tracks": [{"clips": [clip]}]}))
    report = render_outputs(reading, folder, [OutputWish(wish.output)], RenderWish(1))
    return MusicFile(report.duration, composed.by, report.loudness, composed.notes)


def _request(wish: MusicWish) -> MusicRequest:
    """Raises ``InvalidInput`` for a tempo or a key nobody plays."""
    if wish.tempo is not None and not SLOWEST <= wish.tempo <= FASTEST:
        raise InvalidInput(
            f"a tempo of {wish.tempo:g} cannot be played", hint=f"choose {SLOWEST:g} to {FASTEST:g} beats a minute"
        )
    suggested = music_request(wish.words, wish.seconds, wish.seed)
    return replace(
        suggested, mood=wish.mood or suggested.mood, style=wish.style or suggested.style, tempo=wish.tempo, key=wish.key,
        loopable=wish.loopable,
    )  # fmt: skip
