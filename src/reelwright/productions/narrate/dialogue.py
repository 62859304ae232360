"""Who says which line of a script that is written as a dialogue."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.script import Section, Sentence

_LABEL = re.compile(r"([^\W\d_][\w .'’-]{0,39}?)\s?:\s+(\S.*)", re.DOTALL)
_MOST_WORDS = 3
_MOST_SPEAKERS = 40


def parse_cast(rows: Iterable[str], place: str) -> dict[str, str]:
    """Voices by speaker, from ``Anna=elevenlabs:Rachel`` or ``Anna`` alone (any voice). Raises ``InvalidInput``."""
    cast: dict[str, str] = {}
    for row in rows:
        name, _, voice = (part.strip() for part in row.partition("="))
        if not name and not voice:
            continue
        if not name or _LABEL.fullmatch(f"{name}: x") is None:
            raise InvalidInput(f"{place}: {row.strip()[:60]!r} names no speaker", hint="write Anna=elevenlabs:Rachel")
        cast[name] = voice
    if len(cast) > _MOST_SPEAKERS:
        raise InvalidInput(f"{place} has {len(cast)} speakers; {_MOST_SPEAKERS} are the most")
    return cast


def with_speakers(sections: tuple[Section, ...], known: tuple[str, ...]) -> tuple[Section, ...]:
    """Names taken off the lines of a dialogue; a text that is none is left as it is.

    ``known`` names are looked for, and those of others where all sentences begin with a name: by two speakers at least, one of
    whom speaks more than once. A list of ``Monday: rain`` is no dialogue.
    """
    names = _names(sections) | {name.lower(): name for name in known}
    return _each(sections, lambda sentence: _labelled(sentence, names)) if names else sections


def _names(sections: tuple[Section, ...]) -> dict[str, str]:
    """Of the speakers of a text that is a dialogue throughout, by their lower case."""
    labels = [_label(sentence.text) for section in sections for sentence in section.sentences]
    names = Counter(label[0] for label in labels if label)
    if None in labels or len(names) < 2 or max(names.values()) < 2 or len(names) > _MOST_SPEAKERS:
        return {}
    return {name.lower(): name for name in names}


def _each(sections: tuple[Section, ...], change: Callable[[Sentence], Sentence]) -> tuple[Section, ...]:
    return tuple(
        replace(section, sentences=tuple(change(sentence) for sentence in section.sentences)) for section in sections
    )


def _labelled(sentence: Sentence, names: dict[str, str]) -> Sentence:
    label = _label(sentence.text, names)
    return replace(sentence, speaker=label[0], text=label[1]) if label else sentence


def _label(text: str, names: dict[str, str] | None = None) -> tuple[str, str] | None:
    match = _LABEL.fullmatch(text)
    if match is None or not any(char.isalnum() for char in match[2]):
        return None
    name = match[1].strip()
    if names is not None:
        known = names.get(name.lower())
        return (known, match[2]) if known else None
    return (name, match[2]) if not name[0].islower() and len(name.split()) <= _MOST_WORDS else None
