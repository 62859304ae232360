"""A pronunciation dictionary: how names and terms are said, whoever speaks; captions keep the writer's spelling.

    # a note
    Nguyen = win
    tomato = tuh-MAH-toh /təˈmɑːtəʊ/
    GIF = /dʒɪf/
    [de]
    Chef = Scheff

IPA stands between slashes. Lines below ``[de]`` hold for German only, those at the top for every language. A word in lower case
matches any case, one with a capital only itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.spoken import SpokenText, spoken_form
from reelwright.transcript import Word
from reelwright.transcript.anchoring import place_units
from reelwright.transcript.marks import MARKS
from reelwright.transcript.spoken_units import lacks_spaces, spoken_units

_LINE = re.compile(r"(?P<word>[^=]+?)\s*=\s*(?P<said>[^/]*?)\s*(?:/(?P<ipa>[^/]+)/)?")
_SECTION = re.compile(r"\[([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\]")
_MOST_ENTRIES = 5000


@dataclass(frozen=True, slots=True)
class Entry:
    """``said`` is a respelling or empty, ``ipa`` a pronunciation or empty; ``language`` empty for all."""

    word: str
    said: str = ""
    ipa: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class _Group:
    """Written tokens that are said together as ``said``."""

    written: tuple[str, ...]
    said: str
    ipa: str = ""


@dataclass(frozen=True, slots=True)
class SaidText:
    """``text`` to speak, ``ipa`` of single tokens of it by their place."""

    text: str
    ipa: tuple[tuple[int, str], ...]
    spoken: SpokenText
    groups: tuple[_Group, ...] = ()

    @property
    def pieces(self) -> int:
        """How many spoken units the text has."""
        return sum(self.spoken.counts)

    def times_of_written(self, words: Sequence[Word]) -> tuple[Word, ...]:
        """The writer's words with the times of what was said for them; ``words`` are as many as ``pieces``."""
        times = self.spoken.times_of_written(words)
        if not self.groups:
            return times
        found: list[Word] = []
        left = list(times)
        for group in self.groups:
            own = _taken(left, group.said.split())
            if len(own) == len(group.written):
                found += [Word(text, word.start, word.end) for text, word in zip(group.written, own, strict=True)]
                continue
            start, end = (own[0].start, own[-1].end) if own else 2 * ((found[-1].end if found else 0.0),)
            found += [word.shifted(start) for word in place_units(group.written, (), end - start)]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Lexicon:
    entries: tuple[Entry, ...] = ()

    def said(self, text: str, language: str, *, reads_ipa: bool = False) -> SaidText:
        """How a text is said; ``reads_ipa`` is whether whoever speaks takes IPA. Words that have only IPA are said as they are
        written by others."""
        groups = self._groups(text, language, reads_ipa)
        if not any(group.ipa or " ".join(group.written) != group.said for group in groups):
            spoken = spoken_form(text, language)
            return SaidText(spoken.text, (), spoken)
        spoken = spoken_form(" ".join(group.said for group in groups), language)
        return SaidText(spoken.text, _places(spoken, groups), spoken, tuple(groups))

    def _groups(self, text: str, language: str, reads_ipa: bool) -> list[_Group]:
        plain = " ".join(text.split())
        pattern, known = self._pattern(language, reads_ipa)
        groups: list[_Group] = []
        if pattern is None:
            return groups
        # Each whitespace token, or run of tokens that one entry spans, is a group.
        spans = [match.span() for match in pattern.finditer(plain)]
        at = 0
        while at < len(plain):
            end = plain.find(" ", at)
            end = len(plain) if end < 0 else end
            while grown := next((b for a, b in spans if a < end < b), 0):
                end = plain.find(" ", grown)
                end = len(plain) if end < 0 else end
            groups.append(_group(plain[at:end], pattern, known))
            at = end + 1
        return groups

    def _pattern(self, language: str, reads_ipa: bool) -> tuple[re.Pattern[str] | None, dict[str, Entry]]:
        fitting = [
            entry
            for entry in self.entries
            if (not entry.language or f"{language.lower()}-".startswith(f"{entry.language.lower()}-"))
            and (entry.said or (entry.ipa and reads_ipa))
        ]
        if not fitting:
            return None, {}
        known: dict[str, Entry] = {}
        for entry in fitting:  # a later line wins, and those of a language over those of all
            held = known.get(entry.word)
            if held is None or entry.language or not held.language:
                known[entry.word] = entry if reads_ipa else Entry(entry.word, entry.said, "", entry.language)
        words = sorted(known, key=len, reverse=True)
        return re.compile("|".join(map(_bounded, words))), known


def parse_lexicon(text: str, name: str = "lexicon") -> Lexicon:
    """Raises ``InvalidInput`` with the line at fault."""
    entries: list[Entry] = []
    language = ""
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if section := _SECTION.fullmatch(line):
            language = section[1]
            continue
        match = _LINE.fullmatch(line)
        said, ipa = (match["said"].strip(), (match["ipa"] or "").strip()) if match else ("", "")
        if match is None or not (said or ipa) or not any(char.isalnum() for char in match["word"]):
            raise InvalidInput(
                f"{name}, line {number}: {line[:60]!r} is no pronunciation",
                hint="write word = respelling, or word = /ipa/",
            )
        if ipa and " " in " ".join(match["word"].split()):
            raise InvalidInput(
                f"{name}, line {number}: IPA is taken for single words", hint="give each word of it a line of its own"
            )
        entries.append(Entry(" ".join(match["word"].split()), " ".join(said.split()), ipa, language))
    if len(entries) > _MOST_ENTRIES:
        raise InvalidInput(f"{name} has {len(entries)} entries; {_MOST_ENTRIES} are the most")
    return Lexicon(tuple(entries))


def _bounded(word: str) -> str:
    """A word between boundaries, unless its script writes none: ``cat`` is not in ``cats``, a combining mark is no boundary."""
    escaped = re.escape(word).replace(r"\ ", " ")
    if word == word.lower():
        escaped = f"(?i:{escaped})"
    if lacks_spaces(word):
        return escaped
    return rf"(?<![\w{MARKS}]){escaped}(?![\w{MARKS}])"


def _group(written: str, pattern: re.Pattern[str], known: dict[str, Entry]) -> _Group:
    ipa = ""

    def said(match: re.Match[str]) -> str:
        nonlocal ipa
        entry = known.get(match[0]) or known[match[0].lower()]
        ipa = entry.ipa or ipa
        # Whoever takes IPA is shown the written word, which is then said by it.
        return match[0] if entry.ipa or not entry.said else entry.said

    spelt = pattern.sub(said, written)
    tokens = written.split()
    units = tuple(unit for token in tokens for unit in (spoken_units(token) if spelt != written else [token]))
    return _Group(units, spelt, ipa)


def _places(spoken: SpokenText, groups: Sequence[_Group]) -> tuple[tuple[int, str], ...]:
    """Where among the spoken text's tokens each pronunciation belongs; words that are said as several tokens have none."""
    found: list[tuple[int, str]] = []
    tokens = spoken.text.split()
    at = 0
    for group in groups:
        core = group.said.strip("\"'“”‘’«»()[]¿¡,.;:!?…")
        if not group.ipa:
            continue
        place = next((place for place in range(at, len(tokens)) if core and core in tokens[place]), None)
        if place is not None:
            found.append((place, group.ipa))
            at = place + 1
    return tuple(found)


def _taken(left: list[Word], tokens: Sequence[str]) -> list[Word]:
    """The times of so many tokens off the front; a token in a script without spaces has several."""
    own: list[Word] = []
    for token in tokens:
        if not left:
            break
        first = left.pop(0)
        own.append(first)
        length = len(first.text)
        while first.text != token and left and length + len(left[0].text) <= len(token):
            length += len(left[0].text)
            own.append(left.pop(0))
    return own
