"""A text cut to what a vendor takes in one call, and the sound of the pieces joined again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from reelwright.errors import ProviderFailed
from reelwright.providers.speech import Speech, SpeechRequest
from reelwright.speaking.engine_text import EngineText, engine_text, has_letters, speakable
from reelwright.transcript.sentences import split_sentences
from reelwright.transcript.spoken_units import spoken_units

PAUSE_S = 0.35
"""Between pieces, which end where sentences do: as long as a narration's usual pause."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is said in one call. ``units`` are its spoken units as written, ``said`` the text for the engine and its way back
    to them. ``ipa`` counts whitespace tokens of this piece. ``speed`` and ``pitch`` are what the vendor is asked for.
    """

    units: tuple[str, ...]
    said: EngineText
    voice: str
    language: str
    speed: float = 1.0
    pitch: float = 0.0
    before: str = ""
    after: str = ""
    ipa: tuple[tuple[int, str], ...] = ()

    @property
    def text(self) -> str:
        return self.said.text


def pieces_of(request: SpeechRequest, most: int, size: Callable[[str], int] = len) -> list[Piece]:
    """The request in pieces of at most ``most`` by ``size``, cut at sentence ends where that can be, else between words.

    Pieces without anything to say join their neighbours. Raises ``ProviderFailed`` when one word alone is too long.
    """
    texts = [request.text] if size(request.text) <= most else _packed(request, most, size)
    cleaned = [" ".join(text.split()) for text in texts]
    counts = [len(text.split()) for text in cleaned]
    firsts = [0, *accumulate(counts)]
    pieces: list[Piece] = []
    for place, text in enumerate(cleaned):
        tokens = [spoken_units(token) for token in text.split()]
        own = tuple(
            (token - firsts[place], ipa) for token, ipa in request.ipa if firsts[place] <= token < firsts[place + 1]
        )
        pieces.append(
            Piece(
                tuple(unit for token in tokens for unit in token), engine_text(tokens, speakable), request.voice,
                request.language, request.speed, request.pitch,
                cleaned[place - 1] if place else request.before,
                cleaned[place + 1] if place + 1 < len(cleaned) else request.after, own,
            )
        )  # fmt: skip
    return pieces


def joined(speeches: Sequence[Speech]) -> Speech:
    """One after the other with a pause between. All have the same rate."""
    first = speeches[0]
    if len(speeches) == 1:
        return first
    pause = bytes(2 * round(PAUSE_S * first.rate))
    pcm, words = b"", []
    for place, speech in enumerate(speeches):
        if speech.rate != first.rate:
            raise ProviderFailed(
                "the pieces of a long text came in different sample rates", hint="speak it by sentences"
            )
        pcm += pause if place else b""
        words += [word.shifted(len(pcm) / 2 / first.rate) for word in speech.words]
        pcm += speech.pcm
    return replace(first, pcm=pcm, words=tuple(words), exact_times=all(each.exact_times for each in speeches))


def _packed(request: SpeechRequest, most: int, size: Callable[[str], int]) -> list[str]:
    """As many sentences together as fit."""
    parts: list[str] = []
    for sentence in split_sentences(request.text, request.language):
        parts += [sentence] if size(sentence) <= most else _cut(sentence, most, size)
    packed: list[str] = []
    for part in parts:
        together = f"{packed[-1]} {part}" if packed else part
        if packed and (size(together) <= most or not has_letters(part)):
            packed[-1] = together
        else:
            packed.append(part)
    return packed


def _cut(sentence: str, most: int, size: Callable[[str], int]) -> list[str]:
    """A long sentence between its words; a token without spaces between its spoken units."""
    parts = [""]
    for token in sentence.split():
        units = [token] if size(token) <= most else spoken_units(token)
        for place, unit in enumerate(units):
            if size(unit) > most:
                raise ProviderFailed(f"{unit[:30]!r}… is too long to be said", hint="divide it")
            gap = "" if place or not parts[-1] else " "
            if parts[-1] and size(parts[-1] + gap + unit) > most:
                parts.append(unit)
            else:
                parts[-1] += gap + unit
    return [part for part in parts if part]
