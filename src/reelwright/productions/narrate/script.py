"""The script: what is said, in sections and sentences, with hints for the pictures."""

from __future__ import annotations

from dataclasses import dataclass

from reelwright.providers.text import Source


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` as captions show it; ``hint`` are words for the picture; ``pause`` is the silence after it in seconds,
    ``None`` the usual one.
    """

    text: str
    hint: str = ""
    pause: float | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """``title`` may be empty."""

    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """``sources`` are shown with the script and never spoken."""

    title: str
    language: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...] = ()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(sentence for section in self.sections for sentence in section.sentences)
