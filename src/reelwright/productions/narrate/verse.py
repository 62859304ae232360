"""Poems and slokas: lines spoken as lines, with pauses that keep their metre.

A pada (a quarter or half of a sloka) and a line of a poem end in a breath, a verse in a longer one. Where a line has fewer syllables than
its verse's longest, the breath after it is longer by the time those syllables would take: lines begin at an even pace.
"""

from __future__ import annotations

import re
import unicodedata

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.script import Script, Section, Sentence
from reelwright.productions.narrate.script_file import split_head

_PADA, _VERSE = 0.6, 1.5
"""Seconds of breath after a line and after a verse."""
_SYLLABLE = 0.14
"""Seconds a syllable takes when it is recited."""
_MOST_WAITING = 0.9
_NUMBER = re.compile(r"[।॥|]+\s*[\d०-९.\-–]*\s*[।॥|]*\s*$")
_INDIC = re.compile(r"[\u0900-\u0d7f]")
_LATIN = re.compile(r"(?:[aeiouṛṝḷ]|y(?![aeiou]))+")
_SILENT = re.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiou]l)e$|e(?=ly$|ful$|ness$|ment$)")
"""An e that English writes and does not say."""
_HIATUS = re.compile(r"i[ao]|eo|ua|[āīū](?=[aeiou])")


def syllables(text: str) -> int:
    """How many a text has: exact in the scripts of India and in their transliteration, near in English."""
    indic = sum(_indic(word) for word in text.split() if _INDIC.search(word))
    return indic + sum(_latin(word) for word in text.split() if not _INDIC.search(word))


def verse_script(text: str, name: str, language: str) -> Script:
    """A script of a text's lines; blank lines, and ॥, part its verses. Raises ``InvalidInput`` when it holds none."""
    head, body = split_head(text)
    title = head.get("title", "")
    verses: list[list[str]] = [[]]
    for row in body.splitlines():
        line = row.strip()
        if line.startswith("#"):
            title = title or line.lstrip("# ")
        elif not line:
            verses.append([])
        else:
            verses[-1] += _padas(line)
            if "॥" in line or "||" in line:
                verses.append([])
    told = [[line for line in verse if any(char.isalnum() for char in line)] for verse in verses]
    sentences = tuple(sentence for verse in told if verse for sentence in _paced(verse))
    if not sentences:
        raise InvalidInput(f"{name} holds no line to recite", hint="write a line of the poem on each line")
    return Script(title or sentences[0].text[:60], head.get("language") or language, (Section("", sentences),))


def _padas(line: str) -> list[str]:
    """The parts of a line between dandas; the number of a verse is not said."""
    plain = _NUMBER.sub("", line)
    return [part.strip() for part in re.split(r"[।॥]|\|+", plain) if part.strip()]


def _paced(verse: list[str]) -> list[Sentence]:
    counts = [syllables(line) for line in verse]
    longest = max(counts)
    return [
        Sentence(line, pause=round((_VERSE if place + 1 == len(verse) else _PADA) + min(_MOST_WAITING, (longest - count) * _SYLLABLE), 2))
        for place, (line, count) in enumerate(zip(verse, counts, strict=True))
    ]  # fmt: skip


def _indic(word: str) -> int:
    """Vowels that stand alone, and consonants with a vowel: every one that no virama silences."""
    count = 0
    for place, char in enumerate(word):
        name = unicodedata.name(char, "")
        if "LETTER" in name:
            after = word[place + 1 : place + 2]
            count += not (after and unicodedata.combining(after) == 9)  # 9 is the class of viramas
    return count


def _latin(word: str) -> int:
    plain = unicodedata.normalize("NFC", word.lower())
    vowels = "".join(char if char in "ṛṝḷ" else unicodedata.normalize("NFD", char)[0] for char in plain)
    groups = len(_LATIN.findall(vowels)) + len(_HIATUS.findall(plain))
    if plain.isascii() and groups > 1:
        groups -= len(_SILENT.findall(plain.strip(".,;:!?\"'()")))
    return max(groups, int(any(char.isalpha() for char in word)))
