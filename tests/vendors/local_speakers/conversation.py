"""Conversations of eSpeak's many timbres, with known turns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from reelwright.media.audio_write import write_sound
from reelwright.providers.speakers import Turn
from reelwright.providers.speech import SpeechRequest
from reelwright.timeline.resolved import AudioSettings
from reelwright.units.time import SAMPLE_RATE
from reelwright.vendors.local_speech.espeak import EspeakSpeech

TEXTS = (
    "Good morning, and welcome to our little kitchen.",
    "It takes four months to grow, and the fields are flooded for most of that time.",
    "I would say that nobody really knows, but the older farmers have a feeling for it.",
    "Thank you for having me, it is a pleasure.",
    "We measured the depth of the lake every week and wrote it into a small green book.",
)


@cache
def said(voice: str, text: str) -> np.ndarray:
    """At 48 kHz."""
    speech = EspeakSpeech().speak(SpeechRequest(text, voice, "en"))
    at = np.arange(round(speech.duration * SAMPLE_RATE)) * speech.rate / SAMPLE_RATE
    return np.interp(at, np.arange(len(speech.samples())), speech.samples())


def conversation(
    path: Path, voices: Sequence[str], lines: int, *, music: float = 0.0, noise: float = 0.0
) -> list[Turn]:
    """Write it (FLAC) and tell who speaks when."""
    rng = np.random.default_rng(5)
    now, pieces, turns = 0.5, [], []
    for line in range(lines):
        sound = said(voices[line % len(voices)], TEXTS[(line * 3 + line // len(voices)) % len(TEXTS)])
        pieces.append((round(now * SAMPLE_RATE), sound * 10 ** (rng.uniform(-10, -5) / 20)))
        turns.append(Turn(chr(ord("A") + line % len(voices)), now, now + len(sound) / SAMPLE_RATE))
        now = turns[-1].end + rng.uniform(0.2, 0.8)
    count = round((now + 0.5) * SAMPLE_RATE)
    chord = sum(np.sin(np.arange(count) * 2 * np.pi * hertz / SAMPLE_RATE) for hertz in (196, 247, 294))
    whole = chord * music + rng.standard_normal(count) * noise
    for start, sound in pieces:
        whole[start : start + len(sound)] += sound
    write_sound([np.stack([whole, whole], 1).astype(np.float32)], path, AudioSettings("flac", None, 16), alone=True)
    return turns


def share_right(found: Sequence[Turn], true: Sequence[Turn]) -> float:
    """Of the time in which somebody speaks, that with the right name."""
    right = sum(
        max(0.0, min(mine.end, theirs.end) - max(mine.start, theirs.start))
        for mine in found
        for theirs in true
        if mine.speaker == theirs.speaker
    )
    return right / sum(turn.end - turn.start for turn in true)
