"""The music port: a mood or a description and a length in, a piece of music out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

Mood = Literal["calm", "bright", "tense", "epic"]
Style = Literal["piano", "acoustic", "ambient", "strings", "drone", "chant"]
SLOWEST, FASTEST = 40.0, 180.0
"""Beats a minute."""


@dataclass(frozen=True, slots=True)
class MusicRequest:
    """``seconds`` is the exact length; equal requests give equal music. ``prompt`` describes it more closely, for providers
    that read; the others take the mood. ``style`` says who plays (``drone`` is like a tanpura, ``chant`` sings above it), ``tempo`` is in
    beats a minute, ``key`` such as ``A minor``; what is ``None`` the mood decides. ``loopable`` music ends where it begins."""

    mood: Mood
    seconds: float
    seed: int
    prompt: str = ""
    style: Style | None = None
    tempo: float | None = None
    key: str | None = None
    loopable: bool = False


@dataclass(frozen=True, slots=True)
class Music:
    """``samples`` (count, 2) float32 at ``rate``; ``tempo`` in beats per minute (0: unknown), ``key`` such as ``A minor`` or empty."""

    samples: npt.NDArray[np.float32]
    rate: int
    tempo: float
    key: str


class MusicComposer(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def compose(self, request: MusicRequest) -> Music:
        """Raises ``ProviderFailed`` when it cannot."""
        ...
