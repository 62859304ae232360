"""The lip-sync port: a video and another sound in, pictures out whose mouths say that sound, where somebody speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

OnSync = Callable[[int, int], None]
"""Called with so many steps done, of so many."""


@dataclass(frozen=True, slots=True)
class SpokenSpan:
    """Where somebody speaks, in seconds of the video. ``speaker`` is empty where nobody knows who."""

    start: float
    end: float
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class LipSyncRequest:
    """``sound`` begins with the video's first picture; voices alone are best. Outside of ``spans`` (in order of time) no picture
    changes. Pictures are counted at ``rate`` a second from the first, ``count`` of them, ``size`` (width, height) upright.

    ``folder`` keeps what was found out on the way: the same request goes on from there.
    """

    video: Path
    sound: Path
    spans: tuple[SpokenSpan, ...]
    rate: Fraction
    count: int
    size: tuple[int, int]
    folder: Path


class Picture(Protocol):
    """8-bit 4:2:0, BT.709, limited range: ``y`` is (height, width), ``u`` and ``v`` half of it each way."""

    @property
    def y(self) -> NDArray[np.uint8]: ...
    @property
    def u(self) -> NDArray[np.uint8]: ...
    @property
    def v(self) -> NDArray[np.uint8]: ...


@dataclass(frozen=True, slots=True)
class SyncFacts:
    """``spoken`` counts pictures within the spans, ``synced`` those of them whose mouth was changed, ``faceless`` those in which no
    face was found. ``failures`` say which span was left as it is, and why; ``usage`` and ``cost_micros`` (millionths of a US dollar)
    what a provider took."""

    spoken: int
    synced: int
    faceless: int = 0
    usage: Mapping[str, int] = field(default_factory=dict[str, int])
    cost_micros: int = 0
    failures: tuple[str, ...] = ()


class SyncedPictures(Protocol):
    """The pictures of a request: those that nobody speaks in are the video's own, and so is all but the mouth in the others."""

    @property
    def facts(self) -> SyncFacts: ...

    def key(self, first: int, last: int) -> Any:
        """JSON that decides what the pictures from ``first`` up to ``last`` look like, besides the video itself."""
        ...

    def pictures(self, first: int, last: int) -> Iterator[Picture]:
        """From ``first`` up to ``last`` (not included), in order. Memory does not grow with their number."""
        ...


class LipSync(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def sync(self, request: LipSyncRequest, on_step: OnSync = lambda done, total: None) -> SyncedPictures:
        """Do all that takes long or costs something before the pictures can be asked for.

        Broken off and called again it goes on; nothing is paid for twice. Raises ``MediaUnusable``, ``ProviderFailed``.
        """
        ...
