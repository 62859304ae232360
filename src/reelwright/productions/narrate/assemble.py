"""Script, speech, pictures and music → the timeline document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Literal

from reelwright.productions.narrate.backgrounds import background
from reelwright.productions.narrate.cards import figure_card, section_card, section_label, title_card
from reelwright.productions.narrate.figures import Figure, figure_in
from reelwright.productions.narrate.frame import Frame
from reelwright.productions.narrate.motifs import motif
from reelwright.productions.narrate.palettes import PALETTES, Palette
from reelwright.productions.narrate.presenting import Presenting, captions_middle, presenter_clip
from reelwright.productions.narrate.script import Script
from reelwright.productions.narrate.shots import Shot
from reelwright.productions.narrate.speak import Narration
from reelwright.timeline.made import fitted

Clip = dict[str, Any]
Layers = list[list[Clip]]
_FADE = 0.6
_TITLE_SECONDS = 3.6
_LOUDNESS_LUFS = -14
_MUSIC_DB = -15


@dataclass(frozen=True, slots=True)
class Look:
    """What the video looks and sounds like besides its words."""

    frame: Frame
    palette: Palette
    captions: str
    seed: int
    fps: str = "30"
    music_level: float = 0.0
    """Decibels by which the music is louder (or softer) than usual."""
    presenter: Presenting | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """Files, named as the document will name them. ``shots`` is empty for a designed video."""

    words: str
    voice: Sequence[str]
    shots: Sequence[Shown]
    music: str | None
    sounds: str = ""
    """Of what is said, for a presenter."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is seen during a shot: a file, or a designed background where ``source`` is empty. ``focus`` (parts of the picture,
    whose ``size`` is in pixels) stays in view. A clip that was made for the shot tells its ``seconds``: it is slowed down where
    it is too short, while found footage is repeated."""

    shot: Shot
    kind: Literal["picture", "video"]
    source: str
    focus: tuple[float, float] | None = None
    size: tuple[int, int] = (0, 0)
    seconds: float = 0.0
    trim: float = 0.0
    """Second of a clip with which it begins."""


def assemble(script: Script, narration: Narration, look: Look, media: Media) -> dict[str, Any]:
    """The document of a narrated video. Equal inputs give equal documents."""
    spans = _section_spans(script, narration)
    pictures = _footage(media.shots, look) if media.shots else _designed(script, narration, look, spans)
    cards = _labels(script, look, spans) if media.shots else []
    tracks: list[dict[str, Any]] = [
        {"name": f"picture {number}", "clips": _calm(layer)} for number, layer in enumerate([*pictures, *cards], 1)
    ]
    if look.presenter:
        tracks.append(
            {"name": "presenter", "clips": [presenter_clip(look.presenter, look.frame, look.palette, media.sounds)]}
        )
    tracks.append({"name": "captions", "clips": [_captions(script, look, media)]})
    voice = [
        {"type": "audio", "src": source, "start": said.start, "volume": said.gain}
        for said, source in zip(narration.sentences, media.voice, strict=True)
    ]  # fmt: skip
    tracks.append({"name": "voice", "clips": voice})
    if media.music:
        music = {
            "type": "audio", "src": media.music, "start": 0, "duration": "end", "volume": f"{_MUSIC_DB + 8 + look.music_level:g}dB",
            "duck": {"under": "voice", "by": "-8dB", "attack": 0.25, "release": 0.9}, "fade_in": 0.4, "fade_out": 1.5,
        }  # fmt: skip
        tracks.append({"name": "music", "clips": [music]})
    return {
        "version": 1,
        "title": script.title,
        "canvas": {
            "width": look.frame.width, "height": look.frame.height, "fps": look.fps, "background": look.palette.deep, "duration": narration.duration,
        },
        "tracks": tracks,
        "chapters": [{"title": title, "start": start} for title, start in chapters(script, narration)],
        "output": {"format": "mp4", "loudness": _LOUDNESS_LUFS},
    }  # fmt: skip


def chapters(script: Script, narration: Narration) -> list[tuple[str, float]]:
    """(title, start in seconds) of every section with a title; the first chapter begins at 0."""
    starts = _section_spans(script, narration)
    found = [
        (section.title or (script.title if index == 0 else ""), starts[index][0])
        for index, section in enumerate(script.sections)
        if index in starts
    ]
    return [(title, start) for title, start in found if title]


def _section_spans(script: Script, narration: Narration) -> dict[int, tuple[float, float]]:
    """From a little before a section's first word to the next section; sections nobody speaks have none."""
    spoken = sorted({said.section for said in narration.sentences})
    firsts = [0.0] + [
        round(min(s.start for s in narration.sentences if s.section == number) - 0.4, 3) for number in spoken[1:]
    ]
    ends = [*firsts[1:], narration.duration]
    return {number: (start, end) for number, start, end in zip(spoken, firsts, ends, strict=True)}


def _captions(script: Script, look: Look, media: Media) -> Clip:
    middle = captions_middle(look.frame) if look.presenter and look.presenter.place == "full" else None
    return ({} if middle is None else {"y": middle}) | {
        "type": "captions",
        "src": media.words,
        "style": look.captions,
        "start": 0,
        "duration": "end",
        "language": script.language,
    }


# ---- with the user's pictures


def _footage(shots: Sequence[Shown], look: Look) -> Layers:
    """One track of pictures and clips, cross-faded, each picture under a slowly moving camera; above it the lights of
    backgrounds that stand in for pictures."""
    clips: list[Clip] = []
    lights: Layers = []
    for number, shown in enumerate(shots):
        shot = shown.shot
        is_last = number + 1 == len(shots)
        length = round(shot.end - shot.start + (0 if is_last else _FADE), 3)
        clip: Clip = {"start": shot.start, "duration": length, "src": shown.source, "fit": "cover"}
        if not shown.source:
            clip, above = _stand_in(shot, round(shot.start + length, 3), look)
            lights += above
        elif shown.kind == "picture":
            clip |= {"type": "image", "motion": _camera(shown, look, number)} | _kept_in_view(shown)
        else:
            in_time = fitted(shown.seconds, length) if shown.seconds else {"loop": True}
            clip |= {"type": "video", "volume": 0} | in_time | _kept_in_view(shown)
            clip |= {"trim": {"from": shown.trim}} if shown.trim else {}
        if number:
            clip["transition"] = {"preset": "fade", "duration": _FADE}
        clips.append(clip)
    return [clips, *lights]


def _stand_in(shot: Shot, end: float, look: Look) -> tuple[Clip, Layers]:
    """A designed background for a shot without a picture."""
    random = Random(look.seed * 1009 + round(shot.start * 1000))  # noqa: S311  (a layout, not a secret)
    ground, drifting = background(look.frame, look.palette, (shot.start, end), random)
    fade = {"preset": "fade", "duration": _FADE}
    lights = [[light | {"enter": fade, "exit": fade}] for light in drifting]
    return ground, lights + _ornament(look, shot.section, (shot.start + 0.3, end - 0.3), random)


def _camera(shown: Shown, look: Look, number: int) -> Clip:
    """Nearer or farther by turns, towards the focus as it lies in the part of the picture that is seen."""
    focus = _seen_focus(shown, look.frame)
    near, far = {"scale": 1.13, "focus": focus}, {"scale": 1.0, "focus": focus}
    ends = (far, near) if number % 2 == 0 else (near, far)
    return {"preset": "ken-burns", "from": ends[0], "to": ends[1]}


def _seen_focus(shown: Shown, frame: Frame) -> list[float]:
    """The focus as parts of the frame, once the picture is cut to fill it."""
    if shown.focus is None or not all(shown.size):
        return [0.5, 0.5]
    scale = max(frame.width / shown.size[0], frame.height / shown.size[1])
    seen: list[float] = []
    for place, source, side in zip(shown.focus, shown.size, (frame.width, frame.height), strict=True):
        part = min(1.0, side / (source * scale))
        start = min(max(place - part / 2, 0.0), 1 - part)
        seen.append(round((place - start) / part, 3))
    return seen


def _kept_in_view(shown: Shown) -> Clip:
    return {} if shown.focus is None else {"focus": list(shown.focus)}


def _labels(script: Script, look: Look, spans: dict[int, tuple[float, float]]) -> Layers:
    """The title over the opening picture, then each section's title as a label."""
    layers: Layers = []
    for number, span in spans.items():
        title = script.sections[number].title
        if number == min(spans):
            opening = (0.0, min(_TITLE_SECONDS, span[1]))
            layers += title_card(look.frame, look.palette, script.title, opening, over_picture=True)
        elif title:
            layers += section_label(look.frame, look.palette, title, (span[0] + 0.3, span[1]))
    return layers


# ---- without pictures


def _designed(script: Script, narration: Narration, look: Look, spans: dict[int, tuple[float, float]]) -> Layers:
    """Moving backgrounds, headlines, ornaments and large figures."""
    grounds: list[Clip] = []
    lights: Layers = []
    cards: Layers = []
    titled = [number for number in spans if script.sections[number].title]
    for place, (number, span) in enumerate(spans.items()):
        random = Random(look.seed * 1009 + number)  # noqa: S311  (a layout, not a secret)
        shown = (span[0], min(span[1] + _FADE, narration.duration))
        ground, drifting = background(look.frame, look.palette, shown, random)
        fade = {"preset": "fade", "duration": _FADE}
        if place:
            ground["enter"] = fade
            drifting = [light | {"enter": fade} for light in drifting]
        grounds.append(ground)
        lights += [[light | {"exit": fade}] for light in drifting]
        cards += _headlines(script, look, number, span, titled, is_first=place == 0)
        if look.presenter is None or look.presenter.place == "corner":
            cards += _ornaments(narration, look, number, span, random)
    return [grounds, *lights, *cards]


def _headlines(
    script: Script, look: Look, number: int, span: tuple[float, float], titled: list[int], *, is_first: bool
) -> Layers:
    title = script.sections[number].title
    layers: Layers = []
    if is_first:
        until = span[1] if not title or title == script.title else min(span[1], _TITLE_SECONDS)
        layers += title_card(look.frame, look.palette, script.title, (span[0], until), over_picture=False)
        span = (until, span[1])
    if title and title != script.title and span[1] - span[0] > 1:
        layers += section_card(look.frame, look.palette, title, (titled.index(number) + 1, len(titled)), span)
    return layers


def _ornaments(narration: Narration, look: Look, section: int, span: tuple[float, float], random: Random) -> Layers:
    """A figure while its sentence is said; the section's ornament the rest of the time."""
    layers: Layers = []
    free_from = span[0] + 0.3
    for said in (s for s in narration.sentences if s.section == section):
        figure = figure_in(said.sentence.text)
        if figure is None:
            continue
        shown = (_moment_of(said.words, figure, said.start), min(said.end + 0.3, span[1]))
        if shown[1] - shown[0] < 1.2:
            continue
        layers += _ornament(look, section, (free_from, shown[0]), random)
        layers += figure_card(look.frame, look.palette, figure, shown)
        free_from = shown[1]
    return layers + _ornament(look, section, (free_from, span[1]), random)


def _moment_of(words: Sequence[Any], figure: Figure, fallback: float) -> float:
    """A moment before the figure is said, but not so late that it cannot be read."""
    first = figure.number.split()[0]
    spoken = next((word.start for word in words if first in word.text or word.text.strip(".,;") in first), fallback)
    return round(max(fallback - 0.1, min(spoken - 0.3, words[-1].end - 1.6)), 3)


def _ornament(look: Look, section: int, span: tuple[float, float], random: Random) -> Layers:
    kind = section + look.seed + PALETTES.index(look.palette)
    is_free = look.presenter is None or look.presenter.place == "corner"
    return motif(kind, look.frame, look.palette, span, random) if is_free and span[1] - span[0] >= 1.6 else []


def _calm(layer: list[Clip]) -> list[Clip]:
    """Entrances and exits that leave a short clip time to be seen."""
    for clip in layer:
        for role in ("enter", "exit"):
            preset = clip.get(role)
            if preset and isinstance(clip["duration"], (int, float)):
                clip[role] = preset | {"duration": round(min(preset["duration"], clip["duration"] * 0.4), 3)}
    return layer


def relative(path: Path, base: Path) -> str:
    """How the document names a file: relative to its folder when it lies inside, else in full."""
    path, base = path.resolve(), base.resolve()
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else str(path)
