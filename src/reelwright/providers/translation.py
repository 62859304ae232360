"""The translation port: segments of speech with what they must fit into, in; the same in another language, out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Passage:
    """``most`` and ``least`` letters are what the time allows (0: no matter); ``speaker`` helps with forms of address.

    ``earlier`` is a translation that turned out too long or too short, to be made again within the bounds.
    """

    id: str
    text: str
    speaker: str = ""
    least: int = 0
    most: int = 0
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class TranslationRequest:
    """``source`` and ``target`` are BCP 47 tags. ``before`` and ``after`` are lines around, for context alone; ``glossary`` are
    pairs (word, how it is said; empty: kept as it is); ``register`` such as ``formal``; ``about`` says what the video is about."""

    source: str
    target: str
    passages: tuple[Passage, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    glossary: tuple[tuple[str, str], ...] = ()
    register: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Translated:
    """``texts`` best first: one, or several of different lengths from providers that can. None when the provider gave none."""

    id: str
    texts: tuple[str, ...]


class TranslationProvider(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def heeds_length(self) -> bool:
        """Whether ``least``, ``most`` and ``earlier`` make a difference."""
        ...

    def translate(self, request: TranslationRequest) -> tuple[Translated, ...]:
        """One answer for each passage, in order.

        Raises ``ProviderNeeded`` for a pair of languages it has not, so that the next is asked, and ``ProviderFailed``.
        """
        ...
