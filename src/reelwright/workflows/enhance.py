"""The workflow `enhance`: a recording, or the sound of a video, made clearer. Pictures stay as they are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from reelwright.errors import MediaUnusable, ProviderNeeded
from reelwright.media.probe import MediaInfo, probe
from reelwright.providers.enhancement import AudioEnhancement, EnhancementRequest
from reelwright.providers.fallback import first_that_delivers
from reelwright.render.job import RenderWish, render_outputs
from reelwright.render.output_plan import OutputWish
from reelwright.timeline.reading import read_document
from reelwright.workflows.generated_picture import named
from reelwright.workflows.make_request import Tools

_LOUDNESS = -16.0
"""LUFS; usual for speech heard alone."""


@dataclass(frozen=True)
class EnhanceWish:
    """``folder`` is for files on the way. ``provider`` asks one alone."""

    source: Path
    output: Path
    folder: Path
    strength: Literal["light", "normal", "strong"] = "normal"
    keep: Literal["clean", "voice-only"] = "clean"
    provider: str | None = None


@dataclass(frozen=True)
class Enhanced:
    """``by`` is the provider's name, ``loudness`` in LUFS; ``notes`` are for the person who asked."""

    duration: float
    loudness: float | None
    by: str
    notes: tuple[str, ...]


def enhance(wish: EnhanceWish, tools: Tools, render: RenderWish) -> Enhanced:
    """Write ``wish.output`` at the loudness usual for speech: the sound alone, or under the video's own pictures.

    Raises ``MediaUnusable`` for a file without sound, ``ProviderNeeded`` when nobody can keep what is to be kept.
    """
    info = probe(wish.source)
    if info.audio is None:
        raise MediaUnusable("there is no sound in the file")
    enhancers = _asked(wish, tools)
    wish.folder.mkdir(parents=True, exist_ok=True)

    def ask(enhancer: AudioEnhancement) -> Path:
        # Who comes in for an isolator cleans: a clean recording is nearer to the wish than none.
        keep = "voice-only" if enhancer in tools.voice_isolators and wish.keep == "voice-only" else "clean"
        return enhancer.enhance(EnhancementRequest(wish.source, wish.folder, wish.strength, keep))

    delivered = first_that_delivers(enhancers, ask)
    by = enhancers[delivered.by]
    is_cleaned = wish.keep == "voice-only" and by not in tools.voice_isolators
    instead = "cleaned the recording, other sounds are left in it" if is_cleaned else "did it instead"
    notes = tuple(f"{failure.message}; {by.name} {instead}" for failure in delivered.failures)
    reading = read_document(json.dumps(_document(wish, info, delivered.result)))
    report = render_outputs(reading, wish.folder, [OutputWish(wish.output)], render)
    return Enhanced(report.duration, report.loudness, by.name, notes)


def size_and_rate(info: MediaInfo) -> dict[str, Any]:
    """A canvas like the file's own pictures. It must have some."""
    assert info.video is not None
    width, height = (max(16, size + size % 2) for size in (info.video.width, info.video.height))
    return {"width": width, "height": height, "fps": str(info.video.fps)}


def _asked(wish: EnhanceWish, tools: Tools) -> list[AudioEnhancement]:
    """Who is asked, in order."""
    able = tools.voice_isolators if wish.keep == "voice-only" else tools.enhancers
    if wish.provider is not None:
        return list(named(able, wish.provider, "voices alone" if wish.keep == "voice-only" else "recordings cleaner"))
    if not able:
        what = (
            "takes everything but voices away" if wish.keep == "voice-only" else "cleans recordings and keeps the room"
        )
        raise ProviderNeeded(
            f"nobody who {what} is configured",
            hint="set REELWRIGHT_ELEVENLABS_API_KEY or REELWRIGHT_AUPHONIC_API_KEY; see also REELWRIGHT_ENHANCEMENT",
        )
    return [*able, *(each for each in tools.enhancers if wish.keep == "voice-only" and each not in able)]


def _document(wish: EnhanceWish, info: MediaInfo, sound: Path) -> dict[str, Any]:
    document: dict[str, Any] = {
        "version": 1, "output": {"loudness": _LOUDNESS},
        "tracks": [{"clips": [{"type": "audio", "src": str(sound.absolute())}]}],
    }  # fmt: skip
    if info.video is not None:
        document["canvas"] = size_and_rate(info)
        document["tracks"].insert(0, {"clips": [{"type": "video", "src": str(wish.source.absolute()), "volume": 0}]})
    return document
