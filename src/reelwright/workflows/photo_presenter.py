"""The workflow `presenter --photo`: the face in a photo says a script, through whoever brings mouths in line with a sound."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelwright.errors import InvalidInput
from reelwright.media.probe import probe
from reelwright.productions.narrate.frame import SIZES
from reelwright.productions.narrate.lexicon import Lexicon
from reelwright.productions.narrate.script import Script
from reelwright.productions.narrate.speak import Delivery, Narration
from reelwright.productions.project.folder import Project
from reelwright.productions.project.store import file_digest
from reelwright.render.job import RenderReport, RenderWish, render_reading
from reelwright.timeline.reading import Reading, read_document
from reelwright.transcript import words_json
from reelwright.workflows.lip_sync import LipTools, LipWish, lip_sync
from reelwright.workflows.make_request import Tools
from reelwright.workflows.moderated import check_words
from reelwright.workflows.narration import narrated


@dataclass(frozen=True)
class PhotoWish:
    """``folder`` keeps what is made on the way."""

    photo: Path
    script: Script
    output: Path
    folder: Path
    voice: str | None = None
    aspect: str = "16:9"
    captions: str = "highlight"
    speed: float = 1.0
    lexicon: Lexicon = Lexicon()
    provider: str | None = None
    jobs: int = 0


@dataclass(frozen=True)
class PhotoMade:
    """``lips`` is the report of lip-sync; ``notes`` are for the person who asked."""

    report: RenderReport
    voice: str
    lips: dict[str, Any]
    notes: tuple[str, ...]


def photo_presenter(
    wish: PhotoWish, tools: Tools, lips: LipTools, on_progress: Callable[[str, int, int], None]
) -> PhotoMade:
    """Speak, bring the photo's mouth in line, and lay captions over it. Raises what the providers raise."""
    facts = probe(wish.photo)
    if facts.video is None or facts.duration is not None:
        raise InvalidInput(
            f"{wish.photo} is no picture", hint="give a JPEG or PNG with one face that looks at the viewer"
        )
    check_words(tools.moderators, " ".join(sentence.text for sentence in wish.script.sentences))
    project = Project(wish.folder)
    with project.in_use():
        how = Delivery("", wish.script.language, wish.speed, lexicon=wish.lexicon)
        spoken = narrated(
            wish.script, wish.voice, tools, how, project.speech, lambda done, total: on_progress("speech", done, total)
        )
        still, sound = _still(wish, spoken.narration, project)
        told = LipWish(still, sound, wish.folder / "lips", is_between=True, provider=wish.provider)
        talking = wish.folder / "talking.mp4"
        made = lip_sync(told, talking, lips, on_progress)
        reading = _captioned(wish, spoken.narration, talking)
        work = RenderWish(wish.jobs, on_progress=lambda done, total: on_progress("render", done, total))
        report = render_reading(reading, wish.folder, wish.output, work)
    return PhotoMade(report, spoken.voice, made.report, (*spoken.notes, *made.notes))


def _still(wish: PhotoWish, narration: Narration, project: Project) -> tuple[Path, Path]:
    """The photo for as long as it speaks, and the voice, each kept under what it is made of."""
    voice = [
        {"type": "audio", "src": str(said.wav.resolve()), "start": said.start, "volume": said.gain}
        for said in narration.sentences
    ]
    width, height = SIZES[wish.aspect]
    canvas = {"width": width, "height": height, "fps": "25", "duration": narration.duration}
    picture = {
        "type": "image",
        "src": str(wish.photo.resolve()),
        "start": 0,
        "duration": "end",
        "fit": "cover",
        "focus": [0.5, 0.4],
    }
    shown = {"version": 1, "canvas": canvas, "tracks": [{"clips": [picture]}], "output": {"video": {"crf": 12}}}
    heard = {"version": 1, "canvas": canvas, "tracks": [{"clips": voice}]}
    inputs = {"photo": file_digest(wish.photo), "canvas": canvas}
    still = project.videos.keep("still", ".mp4", inputs, lambda part: _rendered(shown, project, part))
    sound = project.videos.keep(
        "voice", ".wav", {"clips": voice, "canvas": canvas}, lambda part: _rendered(heard, project, part)
    )
    return still.path, sound.path


def _rendered(document: dict[str, Any], project: Project, part: Path) -> dict[str, Any]:
    render_reading(read_document(json.dumps(document)), project.folder, part, RenderWish(1))
    return {}


def _captioned(wish: PhotoWish, narration: Narration, talking: Path) -> Reading:
    width, height = SIZES[wish.aspect]
    words = json.loads(words_json(narration.words))
    clips = [
        {"type": "video", "src": str(talking.resolve()), "start": 0},
        {
            "type": "captions",
            "words": words,
            "style": wish.captions,
            "start": 0,
            "duration": "end",
            "language": wish.script.language,
        },
    ]
    document = {
        "version": 1, "title": wish.script.title,
        "canvas": {"width": width, "height": height, "fps": "25", "duration": narration.duration},
        "tracks": [{"clips": [clip]} for clip in clips], "output": {"format": "mp4", "loudness": -14},
    }  # fmt: skip
    return read_document(json.dumps(document))
