"""How high the local voices are: each is heard once, and what was found is kept in the user's cache."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from reelwright.app.cache_folder import chunk_folder
from reelwright.errors import ReelwrightError
from reelwright.productions.dub.pitch import RATE, median_pitch, pitches
from reelwright.productions.narrate.spoken import spoken_form
from reelwright.productions.project.atomic import write_atomically
from reelwright.providers.speech import Speech, SpeechRequest, SpeechSynthesis, Voice

SpeakerFor = Callable[[str, str], tuple[SpeechSynthesis, str]]
_SAMPLE = "1 2 3 4 5 6 7 8 9 10"
"""Read in every language."""
_VERSION = "1"


def voice_pitches(speaker_for: SpeakerFor, folder: Path | None = None) -> Callable[[str, Voice], float]:
    """``(language, voice)`` to Hz. 0 for voices that are not on this machine (hearing them costs), and those that fail."""
    kept = folder or chunk_folder().parent / "voice-pitches"

    def find(language: str, voice: Voice) -> float:
        try:
            provider, name = speaker_for(language, voice.id)
            if not provider.abilities.offline:
                return 0.0
            key = f"{_VERSION} {provider.abilities.name} {provider.abilities.version} {name} {language}"
            path = kept / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.json"
            known = _read(path)
            if known is None:
                known = _heard(provider, name, language)
                _write(path, name, known)
        except ReelwrightError:  # casting goes on without it; whoever speaks with that voice is told
            return 0.0
        return known

    return find


def _heard(provider: SpeechSynthesis, voice: str, language: str) -> float:
    text = spoken_form(_SAMPLE, language).text or _SAMPLE
    return round(speech_pitch(provider.speak(SpeechRequest(text, voice, language))), 1)


def speech_pitch(speech: Speech) -> float:
    """Hz; 0 for silence."""
    samples = speech.samples()
    at = np.arange(len(samples) * RATE // speech.rate) * (speech.rate / RATE)
    return median_pitch(pitches(np.interp(at, np.arange(len(samples)), samples).astype(np.float32)))


def _read(path: Path) -> float | None:
    try:
        return float(json.loads(path.read_text("utf-8"))["hertz"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, voice: str, hertz: float) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps({"voice": voice, "hertz": hertz}) + "\n")
    except (OSError, ReelwrightError):  # found out again next time
        return
