"""The speech port: text in, a voice speaking it and the time of every word out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from reelwright.transcript import Word


@dataclass(frozen=True, slots=True)
class Voice:
    """``id`` is what people write (``flite:slt``, ``espeak:es``); ``languages`` are BCP 47 tags, ``*`` is any."""

    id: str
    name: str
    languages: tuple[str, ...]
    gender: str = "neutral"
    note: str = ""


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """``speed`` 1 is the voice's natural pace, 0.5 to 2."""

    text: str
    voice: str
    language: str
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class Speech:
    """``samples`` mono float32 at ``rate``, without silence at its ends; one word per piece of the text (``split_words``)."""

    samples: npt.NDArray[np.float32]
    rate: int
    words: tuple[Word, ...]

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


class SpeechSynthesis(Protocol):
    """One way to make speech. ``version`` names everything that changes its sound, and is part of what results are kept under."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def voices(self) -> tuple[Voice, ...]: ...

    def speak(self, request: SpeechRequest) -> Speech:
        """Raises ``ProviderFailed`` when it cannot."""
        ...
