"""From writing to saying: symbols, addresses and abbreviations as a speaker reads them, each word still known."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.productions.narrate.spoken_english import say_english
from reelwright.productions.narrate.spoken_tongue import say_in
from reelwright.productions.narrate.tongues.tongue import tongue_of
from reelwright.transcript import Word
from reelwright.transcript.spoken_units import lacks_spaces, spoken_units

_URL = re.compile(r"(?:https?://|(?=www\.))((?:[\w-]+\.)+[a-z]{2,})(?:[/?#:]\S*)?", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_LINK = re.compile(r"\]\((?:[^()\s]|\([^()\s]*\))*\)|\]\[[^\]\s]*\]|(?<=\S)\[\d{1,3}\]|\[\^[^\]\s]+\]|!(?=\[)")
"""Where a Markdown link leads (its words stay), and marks of footnotes."""
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
_GLUE = frozenset("\u00a0\u202f\u2009\u2007")
_MARKUP = re.compile(r"[*_`|\\^{}\[\]]+|~~+|^#+(?!\d)|</?\w+/?>")
_POWER = re.compile(r"(?<=\d)\^(?=\d)")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d\u2190-\u21ff]+")
_SAID_BY_VOICES = frozenset("&+=%€$£¥₹°§×÷<>")
"""Signs every voice reads in its own language."""
_ENGLISH = ("dot", "at")
_DASHES = frozenset({"-", "--", "–", "—", "―"})


@dataclass(frozen=True, slots=True)
class SpokenText:
    """``text`` to speak; ``counts`` says how many of its pieces each written piece became (0: it is not said)."""

    text: str
    written: tuple[str, ...]
    counts: tuple[int, ...]

    def times_of_written(self, spoken: Sequence[Word]) -> tuple[Word, ...]:
        """The written pieces with the times of what was said for them; unspoken ones take no time."""
        words: list[Word] = []
        at = 0
        for piece, count in zip(self.written, self.counts, strict=True):
            said = spoken[at : at + count]
            at += count
            if said:
                words.append(Word(piece, said[0].start, said[-1].end))
            else:
                moment = spoken[at].start if at < len(spoken) else spoken[-1].end
                words.append(Word(piece, moment, moment))
        return tuple(words)


def spoken_form(text: str, language: str) -> SpokenText:
    """How a text is said. English and the languages of ``tongues`` are spelt out; in others only what no voice can read is
    taken out."""
    english = language.lower().split("-")[0] == "en"
    tongue = None if english else tongue_of(language)
    tokens = text.split()
    plain = [_plain(token, _ENGLISH if english else tongue and (tongue.dot, tongue.at)) for token in tokens]
    if english:
        said = say_english(plain)
    else:
        told = say_in(language, plain, _glued(text))
        said = [_readable(token) for token in plain] if told is None else told
    said = _with_pauses(plain, [_readable(p) if lacks_spaces(p) else s for p, s in zip(plain, said, strict=True)])
    written: list[str] = []
    counts: list[int] = []
    for token, spoken in zip(tokens, said, strict=True):
        units = spoken_units(spoken)
        if len(units) > 1 and lacks_spaces(spoken):  # shown as it is said: bit by bit, without markup
            written += units
            counts += [1] * len(units)
        else:
            written.append(token)
            counts.append(len(units))
    return SpokenText(" ".join(filter(None, said)), tuple(written), tuple(counts))


def _plain(piece: str, spelt: tuple[str, str] | None) -> str:
    """A piece without markup and emoji, addresses as they are said; ``spelt`` are the words for dot and at."""
    if "&" in piece:
        piece = _ENTITY.sub(lambda found: html.unescape(found[0]), piece)
    core = piece.rstrip(".,;:!?)>")
    address = _URL.fullmatch(core.lstrip("(<"))
    if address:
        host = address.group(1).removeprefix("www.")
        return (host.replace(".", f" {spelt[0]} ") if spelt else host) + piece[len(core) :].replace(">", "")
    if spelt and _MAIL.fullmatch(core.lstrip("(<")):
        name = core.lstrip("(<").replace("@", f" {spelt[1]} ").replace(".", f" {spelt[0]} ")
        return " ".join(name.split()) + piece[len(core) :].replace(">", "")
    if piece in _SAID_BY_VOICES:
        return piece
    piece = _POWER.sub(" to the power of " if spelt is _ENGLISH else " ", piece)
    return _EMOJI.sub("", _MARKUP.sub("", _LINK.sub("", piece)))


def _glued(text: str) -> list[bool]:
    """For each piece, whether a space that does not break stands before it: there a number goes on."""
    starts = [found.start() for found in re.finditer(r"\S+", text)]
    return [start > 0 and text[start - 1] in _GLUE for start in starts]


def _readable(piece: str) -> str:
    return piece if any(char.isalnum() or char in _SAID_BY_VOICES for char in piece) else ""


def _with_pauses(plain: Sequence[str], said: Sequence[str]) -> list[str]:
    """A dash between words is heard as a pause: the word before it gets a comma."""
    paused = list(said)
    for place in range(1, len(paused)):
        if plain[place] in _DASHES and paused[place - 1][-1:].isalnum():
            paused[place - 1] += ","
    return paused
