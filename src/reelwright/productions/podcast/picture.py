"""What is seen of an episode: its cover, and presenters who turn to each other while they talk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from reelwright.productions.narrate.backgrounds import background
from reelwright.productions.narrate.frame import Frame
from reelwright.productions.narrate.palettes import Palette
from reelwright.productions.narrate.presenting import GENDERS
from reelwright.productions.narrate.speak import SpokenSentence
from reelwright.productions.podcast.waveform import Values, levels, strip
from reelwright.timeline.clips.presenter import CharacterName

Clip = dict[str, Any]
COVER = 1400
"""Pixels a side: the least that directories take."""
_TOGETHER = 1.2
"""Sentences of one speaker that lie no further apart, in seconds, are one turn."""
_ORDER: dict[str, tuple[CharacterName, ...]] = {
    "female": ("maya", "amara", "noor", "ruth"), "male": ("kenji", "leo", "omar", "tom"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guest:
    """A speaker and who is seen for them; ``sounds`` is the file of what they say, ``loud`` the bars of each of their sentences."""

    name: str
    character: CharacterName
    sounds: str = ""
    loud: tuple[Values, ...] = ()


def guests_of(names: Sequence[str], genders: Mapping[str, str], wanted: Mapping[str, CharacterName]) -> list[Guest]:
    """Somebody different for each speaker, of the voice's gender where that is known."""
    taken = set(wanted.values())
    guests: list[Guest] = []
    for place, name in enumerate(names):
        character: CharacterName | None = wanted.get(name)
        if character is None:
            kind = genders.get(name) or ("female" if place % 2 == 0 else "male")
            order: tuple[CharacterName, ...] = (*_ORDER.get(kind, ()), *GENDERS)
            character = next(each for each in order if each not in taken)
        taken.add(character)
        guests.append(Guest(name, character))
    return guests


def cover(title: str, show: str, guests: Sequence[Guest], palette: Palette, seed: int) -> dict[str, Any]:
    """A document of one picture, square."""
    frame = Frame(COVER, COVER)
    ground, lights = background(frame, palette, (0, 1), Random(seed))  # noqa: S311  (a layout, not a secret)
    side = 620 if len(guests) <= 2 else 460
    shown = [
        {
            "type": "presenter", "character": guest.character, "view": "bust", "start": 0, "duration": 1, "width": side, "height": side,
            "anchor": "bottom", "x": round(COVER * (place + 0.5) / len(guests)), "y": COVER, "facing": _facing(place, len(guests)),
        }
        for place, guest in enumerate(guests)
    ]  # fmt: skip
    head: Clip = {
        "type": "text", "text": title, "start": 0, "duration": 1, "x": "50%", "y": 400, "width": 1200, "height": 520, "align": "center",
        "color": palette.ink, "max_lines": 4, "line_height": 1.1, "font": {"size": 150, "min_size": 60, "weight": 800},
    }  # fmt: skip
    name: Clip = {
        "type": "text", "text": show, "start": 0, "duration": 1, "x": "50%", "y": 104, "width": 1200, "align": "center",
        "color": palette.accent, "max_lines": 1, "font": {"size": 56, "min_size": 30, "weight": 700},
    }  # fmt: skip
    clips = [ground, *lights, *shown, head, name]
    return {
        "version": 1, "canvas": {"width": COVER, "height": COVER, "fps": "30", "background": palette.deep, "duration": 1},
        "tracks": [{"clips": [clip]} for clip in clips],
    }  # fmt: skip


def stage(
    frame: Frame,
    palette: Palette,
    guests: Sequence[Guest],
    sentences: Sequence[SpokenSentence],
    times: tuple[float, float],
    seed: int,
) -> list[Clip]:
    """Tracks: a card for each speaker, lit while they talk. ``times`` are the narration's shift and the episode's end."""
    shift, end = times
    ground, lights = background(frame, palette, (0.0, end), Random(seed))  # noqa: S311  (a layout, not a secret)
    clips: list[list[Clip]] = [[ground], *[[light] for light in lights]]
    for place, guest in enumerate(guests):
        clips += _card(
            frame,
            palette,
            guest,
            _place(frame, place, len(guests)),
            _turned(frame, place, len(guests)),
            (end, seed + place),
        )
        said = [each for each in sentences if each.sentence.speaker == guest.name]
        card = _place(frame, place, len(guests))
        turns = _turns(said, shift)
        clips.append([_light(frame, palette, card, turn) for turn in turns])
        starts = [each.start + shift for each in said]
        strips: list[list[Clip]] = [[], [], []]
        for turn in turns:
            within = [
                (at, loud) for at, loud in zip(starts, guest.loud, strict=False) if turn[0] - 0.01 <= at < turn[1]
            ]
            if within:
                for layer, clip in zip(strips, strip(frame, palette, card, turn, levels(within, turn)), strict=True):
                    layer.append(clip)
        clips += strips
    return [{"name": f"picture {number}", "clips": layer} for number, layer in enumerate(clips, 1) if layer]


def _place(frame: Frame, place: int, count: int) -> tuple[int, int, int, int]:
    """Left, top, width and height of a speaker's card, clear of the captions."""
    columns = _columns(frame, count)
    rows = -(-count // columns)
    gap = round(frame.unit * 3.5)
    room = (frame.width - 2 * round(frame.margin), frame.height * (0.70 if frame.is_wide else 0.72))
    side_gap = round(frame.unit * 7)
    width = (room[0] - gap * (columns - 1)) // columns
    height = min(round(room[1] - gap * (rows - 1)) // rows, round(width * 1.15))
    column, row = place % columns, place // columns
    return (
        round(frame.margin) + column * (width + gap),
        side_gap + row * (height + gap),
        width // 2 * 2,
        height // 2 * 2,
    )


def _columns(frame: Frame, count: int) -> int:
    return count if frame.is_wide else 1 if count == 2 and frame.height > frame.width * 1.5 else 2


def _turned(frame: Frame, place: int, count: int) -> str:
    """Towards the middle of the row; two above each other look to either side."""
    columns = _columns(frame, count)
    return _facing(place, count) if columns == 1 else _facing(place % columns, columns)


def _facing(place: int, count: int) -> str:
    middle = (count - 1) / 2
    return "right" if place < middle else "left" if place > middle else "front"


def _card(
    frame: Frame, palette: Palette, guest: Guest, where: tuple[int, int, int, int], facing: str, rest: tuple[float, int]
) -> list[list[Clip]]:
    left, top, width, height = where
    end, seed = rest
    sounds = {"src": guest.sounds} if guest.sounds else {}
    person: Clip = {
        "type": "presenter", "character": guest.character, "view": "bust", "facing": facing, "seed": seed, "start": 0, "duration": round(end, 3),
        "x": left, "y": top, "anchor": "top-left", "width": width, "height": height, "corner_radius": round(frame.unit * 4),
        "background": palette.mid, **sounds,
    }  # fmt: skip
    label: Clip = {
        "type": "text", "text": guest.name, "start": 0, "duration": round(end, 3), "x": left + round(frame.unit * 4.5),
        "y": top + round(frame.unit * 5.5), "anchor": "left", "color": palette.ink, "max_lines": 1,
        "font": {"size": round(frame.unit * 3.6, 1), "weight": 700},
        "background": {"color": palette.deep + "d9", "padding": round(frame.unit * 1.3, 1), "corner_radius": round(frame.unit * 1.2, 1)},
    }  # fmt: skip
    return [[person], [label]]


def _turns(sentences: Sequence[SpokenSentence], shift: float) -> list[tuple[float, float]]:
    turns: list[tuple[float, float]] = []
    for each in sentences:
        start, end = round(each.start + shift, 3), round(each.end + shift, 3)
        if turns and start - turns[-1][1] <= _TOGETHER:
            turns[-1] = (turns[-1][0], end)
        else:
            turns.append((start, end))
    return turns


def _light(frame: Frame, palette: Palette, where: tuple[int, int, int, int], turn: tuple[float, float]) -> Clip:
    """A line of light round the card of who talks."""
    left, top, width, height = where
    fade = {"preset": "fade", "duration": round(min(0.25, (turn[1] - turn[0]) / 3), 3)}
    return {
        "type": "shape", "start": turn[0], "duration": round(turn[1] - turn[0], 3), "x": left, "y": top, "anchor": "top-left",
        "width": width, "height": height, "fill": "#00000000", "corner_radius": round(frame.unit * 4),
        "border": {"color": palette.accent, "width": round(frame.unit * 0.9, 1)}, "enter": fade, "exit": fade,
    }  # fmt: skip
