"""The recognition port: sound in, words with their times (and who says them) out; and the alignment of words that are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from reelwright.transcript import Word

OnHeard = Callable[[float], None]
"""Called with the part of the sound that is done, 0 to 1."""


def _nobody(part: float) -> None:
    del part


@dataclass(frozen=True, slots=True)
class RecognitionRequest:
    """``sound`` is a media file (audio, or a video's sound). ``language`` is a BCP 47 tag, ``None``: find out.

    ``speakers`` asks who says what: 0 is not wanted, -1 any number, else how many there are. ``vocabulary`` are names and
    terms to expect.
    """

    sound: Path
    language: str | None = None
    speakers: int = 0
    vocabulary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpokenPart:
    """A sentence or so of one speaker: words ``first`` up to, not including, ``last``. ``speaker`` is ``A``, ``B`` … or empty."""

    first: int
    last: int
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """``words`` in order, not overlapping, within the sound, spelt with their punctuation; ``parts`` cover them all.

    ``language`` as heard; ``confidence`` 0 to 1 for each word where the provider tells, else empty. ``seconds`` of sound.
    """

    words: tuple[Word, ...]
    parts: tuple[SpokenPart, ...]
    language: str
    seconds: float
    confidence: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


class SpeechRecognition(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str:
        """Belongs in cache keys: another version may hear something else."""
        ...

    def recognise(self, request: RecognitionRequest, on_heard: OnHeard = _nobody) -> Recognised:
        """An ``on_heard`` that raises ``Cancelled`` stops it, where that can be.

        Raises ``MediaUnusable`` for sound nobody can read, ``InvalidInput`` for a language it does not know,
        ``ProviderFailed`` when it cannot deliver.
        """
        ...


class SpeechAlignment(Protocol):
    """Times for words that are known."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def align(self, sound: Path, words: tuple[str, ...], language: str) -> tuple[Word, ...]:
        """One ``Word`` for each of ``words``, in order. Raises as ``recognise`` does."""
        ...
