"""The speech port for every vendor that is asked over a network: what differs is a ``SpeechEngine``, the rest is here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, Protocol

import numpy as np

from reelwright.errors import InvalidInput, MediaUnusable, OutcomeUnknown
from reelwright.media.speech_read import read_speech
from reelwright.media.voice_change import changed_voice
from reelwright.providers.access import Access
from reelwright.providers.payments import Paid
from reelwright.providers.speech import Speech, SpeechAbilities, SpeechRequest, Voice
from reelwright.speaking.engine_text import has_letters
from reelwright.speaking.finish import finished, wordless
from reelwright.transcript import Word
from reelwright.transcript.anchoring import place_units
from reelwright.transcript.spoken_units import spoken_units
from reelwright.vendors.speech_pieces import Piece, joined, pieces_of

_REVISION = "1"
"""Raise it when the sound or the times of the same answer change."""
_SILENCE_RATE = 24_000
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Take:
    """Sound as a vendor sent it. ``anchors`` are (unit of the piece, its start in seconds); ``None``: it tells no times."""

    pcm: bytes
    rate: int
    anchors: tuple[tuple[int, float], ...] | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """The least and the most speed and pitch (semitones) that a vendor does itself; what is beyond is done to the sound."""

    speeds: tuple[float, float] = (1.0, 1.0)
    pitches: tuple[float, float] = (0.0, 0.0)


class SpeechEngine(Protocol):
    """One vendor's part. ``most`` bounds one call, counted by ``size``."""

    @property
    def access(self) -> Access: ...

    @property
    def version(self) -> str:
        """Model and format: part of cache keys."""
        ...

    @property
    def usual(self) -> tuple[Voice, ...]:
        """See ``providers.speech.KnowsVoices``."""
        ...

    @property
    def most(self) -> int: ...

    @property
    def reads_ipa(self) -> bool: ...

    @property
    def hears_context(self) -> bool: ...

    def size(self, text: str) -> int: ...

    def reach(self, voice: str) -> Reach: ...

    def listed(self) -> list[Voice]:
        """Ask the vendor for its voices. Raises ``ProviderFailed``."""
        ...

    def is_voice(self, name: str) -> bool:
        """Whether a name that is in no list may still be one: the vendor's form of ids."""
        ...

    def say(self, piece: Piece) -> Take:
        """One call through ``access.pay``."""
        ...


@dataclass(frozen=True)
class HostedSpeech:
    """``SpeechSynthesis`` by a vendor."""

    engine: SpeechEngine

    @property
    def abilities(self) -> SpeechAbilities:
        offer = self.engine.access.offer
        return SpeechAbilities(
            offer.vendor.name, f"{self.engine.version}/{_REVISION}", offer.languages, "word-times" in offer.abilities, False,
            _SILENCE_RATE, self.engine.reads_ipa, self.engine.hears_context,
        )  # fmt: skip

    @property
    def usual(self) -> tuple[Voice, ...]:
        return self.engine.usual

    def voices(self) -> tuple[Voice, ...]:
        """The vendor's list, kept for a day."""
        rows = self.engine.access.ask("voices", {}, self._rows, fresh_seconds=_DAY)
        return tuple(Voice(**row) for row in rows)

    def speak(self, request: SpeechRequest) -> Speech:
        if not self.engine.access.offer.speaks(request.language):
            title = self.engine.access.offer.vendor.title
            raise InvalidInput(f"{title} does not speak {request.language!r}", hint="choose another voice")
        if not has_letters(request.text):
            return wordless(spoken_units(request.text), _SILENCE_RATE)
        voice = self.voice_id(request.voice)
        reach = self.engine.reach(voice)
        speed, pitch = _within(request.speed, reach.speeds), _within(request.pitch, reach.pitches)
        asked = replace(request, voice=voice, speed=speed, pitch=pitch)
        pieces = [piece for piece in pieces_of(asked, self.engine.most, self.engine.size) if has_letters(piece.text)]
        speech = joined([self._spoken(piece) for piece in pieces])
        speech = _changed(speech, request.speed / speed, request.pitch - pitch)
        units = spoken_units(request.text)
        if [word.text for word in speech.words] != units:  # cut where its units were not: times by length
            words = place_units(units, [], speech.duration)
            speech = replace(speech, words=tuple(words), exact_times=False)
        return speech

    def voice_id(self, wish: str) -> str:
        """The vendor's own name of a voice, for its id or name with or without the vendor's. Raises ``InvalidInput``."""
        vendor = self.engine.access.offer.vendor
        name = wish.removeprefix(f"{vendor.name}:")
        for find in (lambda: self.engine.usual, self.voices):
            known = find()
            for voice in known:
                own = voice.id.removeprefix(f"{vendor.name}:")
                if name.lower() in (own.lower(), voice.name.lower(), voice.name.lower().partition(" - ")[0]):
                    return own
            if self.engine.is_voice(name):
                return name
        names = {voice.name: voice.name for voice in self.voices()}
        near = get_close_matches(name, names, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else f"`reel voices --provider {vendor.name}` lists them"
        raise InvalidInput(f"{vendor.title} has no voice {name[:60]!r}", hint=hint)

    def _rows(self) -> list[dict[str, Any]]:
        return [{name: getattr(voice, name) for name in Voice.__dataclass_fields__} for voice in self.engine.listed()]

    def _spoken(self, piece: Piece) -> Speech:
        take = self.engine.say(piece)
        end = len(take.pcm) / 2 / take.rate
        words: list[Word] = place_units(piece.units, take.anchors or (), end)
        speech = finished(take.pcm, take.rate, words, self.engine.access.offer.vendor.title)
        return speech if take.anchors else replace(_spread(speech, piece), exact_times=False)


def sent_sound(paid: Paid, access: Access) -> tuple[bytes, int]:
    """Samples and rate of what a paid call put on the shelf."""
    return heard(access.shelf.path(paid.result["files"][0]).read_bytes(), access.offer.vendor.title)


def heard(data: bytes, title: str) -> tuple[bytes, int]:
    """Samples and rate of a paid answer. Raises ``OutcomeUnknown`` when it cannot be read: it may have been charged for."""
    try:
        return read_speech(data, title)
    except MediaUnusable as error:
        raise OutcomeUnknown(error.message, hint="check its address and the format asked for") from None


def _spread(speech: Speech, piece: Piece) -> Speech:
    """Words by their letters over the sound that is left after trimming."""
    return replace(speech, words=tuple(place_units(piece.units, (), speech.duration)))


def _changed(speech: Speech, speed: float, pitch: float) -> Speech:
    if abs(speed - 1) < 1e-6 and abs(pitch) < 1e-6:
        return speech
    samples = changed_voice(speech.samples(), speech.rate, speed, pitch)
    pcm = np.rint(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
    end = len(pcm) / 2 / speech.rate
    words = tuple(Word(word.text, min(word.start / speed, end), min(word.end / speed, end)) for word in speech.words)
    return replace(speech, pcm=pcm, words=words)


def _within(value: float, span: tuple[float, float]) -> float:
    return min(max(value, span[0]), span[1])
