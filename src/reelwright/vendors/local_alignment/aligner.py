"""Known words are spoken by local voices, and their times carried over by dynamic time warping."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reelwright.errors import MediaUnusable, ProviderFailed
from reelwright.media.mono_read import mono_sound
from reelwright.providers.access import Access
from reelwright.providers.heard_words import aligned
from reelwright.providers.speech import SpeechRequest
from reelwright.transcript.alignment import Reading, Recording
from reelwright.transcript.long_alignment import align_recording
from reelwright.transcript.spoken_units import spoken_units
from reelwright.transcript.words import Word
from reelwright.vendors.local_speech.manifest import SpeechChoice, choose

_VOICES = ("auto", "male")
"""A female and a male voice make a good pair: the one that sounds more like the speaker is taken."""
_SAID_AT_ONCE = 40
"""Words."""
_GAP_SECONDS = 0.2


def connect(access: Access) -> LocalAlignment:
    """See ``providers.manifest.Offer``."""
    return LocalAlignment(access)


@dataclass(frozen=True)
class LocalAlignment:
    """See ``providers.recognition.SpeechAlignment``."""

    access: Access
    version: str = "2"

    @property
    def name(self) -> str:
        return self.access.name

    def align(self, sound: Path, words: tuple[str, ...], language: str) -> tuple[Word, ...]:
        if not words:
            return ()
        with mono_sound(sound) as mono:
            longest = self.access.offer.limits["seconds"]
            if mono.seconds > longest:
                raise ProviderFailed(
                    f"{sound.name} is longer than {longest} s, the most that is aligned here", hint="divide it"
                )
            choices = {choice.voice: choice for choice in (choose(language, voice) for voice in _VOICES)}
            readings = [_read(words, language, choice) for choice in choices.values()]
            found = align_recording(readings, Recording(mono.samples, mono.rate))
            if len(found) != len(words):
                raise MediaUnusable(f"nobody speaks in {sound.name}", hint="give the recording of the text")
            return aligned(found, mono.seconds)


def _read(words: tuple[str, ...], language: str, choice: SpeechChoice) -> Reading:
    """The words as a local voice says them, with their times."""
    parts: list[np.ndarray] = []
    placed: list[Word] = []
    at, rate = 0.0, 0
    for run in _runs(words):
        speech = choice.provider.speak(SpeechRequest(" ".join(run), choice.voice, language))
        rate = speech.rate
        placed += [word.shifted(at) for word in _joined(run, speech.words)]
        parts += [np.frombuffer(speech.pcm, "<i2"), np.zeros(round(_GAP_SECONDS * rate), np.int16)]
        at = sum(len(part) for part in parts) / rate
    return Reading(Recording(np.concatenate(parts), rate), placed)


def _runs(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """To the next end of a sentence, or 40 words."""
    first = 0
    for index, word in enumerate(words):
        if index + 1 == len(words) or index + 1 - first >= _SAID_AT_ONCE or word[-1:] in ".!?。！？؟।":
            yield words[first : index + 1]
            first = index + 1


def _joined(run: tuple[str, ...], pieces: tuple[Word, ...]) -> Iterator[Word]:
    """A word from the pieces it was spoken in (several in scripts without spaces)."""
    at = 0
    for word in run:
        own = pieces[at : at + len(spoken_units(word))]
        at += len(own)
        yield Word(word, own[0].start, own[-1].end)
