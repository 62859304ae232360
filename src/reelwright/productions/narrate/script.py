"""The script: what is said, in sections and sentences, with hints for the pictures."""

from __future__ import annotations

from dataclasses import dataclass

from reelwright.providers.text import Source


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` as captions show it; ``hint`` are words for the picture; ``pause`` is the silence after it in seconds,
    ``None`` the usual one. ``speaker`` is the name of who says it in a dialogue, which is not spoken.
    """

    text: str
    hint: str = ""
    pause: float | None = None
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """``title`` may be empty."""

    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """``sources`` are shown with the script and never spoken; ``cast`` are
    speakers with the voices asked for (empty: any), as the script's head tells them."""

    title: str
    language: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...] = ()
    cast: tuple[tuple[str, str], ...] = ()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(sentence for section in self.sections for sentence in section.sentences)

    @property
    def speakers(self) -> tuple[str, ...]:
        """The names of those who speak, as they come; empty for a narration by one voice."""
        return tuple(dict.fromkeys(sentence.speaker for sentence in self.sentences if sentence.speaker))
