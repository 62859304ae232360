"""What is known of how a language is said: its table (``<language>.toml``) and its way of counting."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reelwright.productions.narrate.tongues import french, german, hindi, italian, portuguese, spanish

_COUNTING = {
    "de": (german.cardinal, german.ordinal), "es": (spanish.cardinal, spanish.ordinal), "fr": (french.cardinal, french.ordinal),
    "it": (italian.cardinal, italian.ordinal), "pt": (portuguese.cardinal, portuguese.ordinal), "hi": (hindi.cardinal, hindi.ordinal),
}  # fmt: skip
_YEARS = {"de": german.year, "hi": hindi.year}
_POINT_REGIONS = frozenset(
    "es-" + region for region in ("mx", "us", "pr", "do", "gt", "hn", "ni", "pa", "sv", "pe", "419")
)
"""Where Spanish writes 1,250.50."""
_MOST = 10**15
_DIGITS = {ord("०") + digit: str(digit) for digit in range(10)}


@dataclass(frozen=True, slots=True)
class Noun:
    """What is counted: ``one`` of it, ``many``; ``gender`` is ``m``, ``f`` or empty where it makes no difference."""

    one: str
    many: str
    gender: str = ""
    joint: str = ""
    """Of money: the word between the whole and the coins ("tres euros con cincuenta")."""
    coins: str = ""


@dataclass(frozen=True)
class Tongue:
    """``cardinal`` and ``ordinal`` take a number and the gender (or ending) it is said in.

    ``decimal_mark`` and ``thousands`` are how numbers are written; ``point``, ``minus``, ``plus``, ``about``, ``to`` (between
    the ends of a range), ``times`` (``3x``), ``dot`` and ``at`` (in addresses) and ``number`` (``#3``) are words.
    ``plural_from`` is the least amount that is many. ``of_millions`` stands between "millones" and what is counted.
    ``date`` and ``time`` are patterns; ``date_ordinals`` says which days are ordinals: all, first, none. Romans are read in
    the words before and after them. ``ordinals`` are the endings written to digits, with the gender each means.
    ``names_coins`` says that coins are named ("e cinquenta centavos"); ``times_by_letter`` is the letter in ``14h30``.
    """

    cardinal: Callable[[int, str], str]
    ordinal: Callable[[int, str], str]
    year: Callable[[int], str] | None
    decimal_mark: str
    thousands: str
    point: str
    reads_decimals_by_digit: bool
    plural_from: float
    minus: str
    plus: str
    about: str
    to: str
    times: str
    dot: str
    at: str
    number: str
    of_millions: str
    date: str
    date_ordinals: str
    time: str
    time_whole: str
    clock_words: frozenset[str]
    year_words: frozenset[str]
    months: tuple[str, ...]
    feminine_endings: tuple[str, ...]
    signs: dict[str, str]
    abbreviations: dict[str, str]
    pairs: dict[str, str]
    ordinals: dict[str, str]
    scales: dict[str, Noun]
    units: dict[str, Noun]
    money: dict[str, Noun]
    elided_of: str = ""
    names_coins: bool = False
    times_by_letter: str = ""
    hour_gender: str = ""
    groups_by_space: bool = False
    ordinal_stop: bool = False
    roman_before: frozenset[str] = frozenset()
    roman_after: frozenset[str] = frozenset()
    roman_as: str = ""

    @property
    def written_number(self) -> str:
        """A regular expression of a number as the language writes it."""
        mark, group = re.escape(self.decimal_mark), re.escape(self.thousands)
        groups = r"\d{1,2}(?:,\d{2})*,\d{3}|" if self.thousands == "," and self.decimal_mark == "." else ""
        return rf"(?:{groups}\d{{1,3}}(?:[{group}]\d{{3}})+|\d+)(?:{mark}\d+)?"

    def said(self, number: str, gender: str = "") -> str:
        """A written number in words."""
        plain = re.sub(rf"[{re.escape(self.thousands)}]", "", number.translate(_DIGITS))
        whole, _, fraction = plain.partition(self.decimal_mark)
        if (len(whole) > 1 and whole[0] == "0") or int(whole) >= _MOST:
            words = self._by_digit(whole)
        else:
            words = self.cardinal(int(whole), "" if fraction else gender)
        if not fraction:
            return words
        if self.reads_decimals_by_digit or len(fraction) > 2 or fraction == "0" * len(fraction):
            return f"{words} {self.point} {self._by_digit(fraction)}"
        zeros = len(fraction) - len(fraction.lstrip("0"))
        said = " ".join([*[self.cardinal(0, "")] * zeros, self.cardinal(int(fraction), "")])
        return f"{words} {self.point} {said}"

    def _by_digit(self, digits: str) -> str:
        return " ".join(self.cardinal(int(digit), "") for digit in digits)

    def amount(self, number: str) -> float:
        plain = re.sub(rf"[{re.escape(self.thousands)}]", "", number.translate(_DIGITS))
        return float(plain.replace(self.decimal_mark, "."))

    def noun(self, number: str, noun: Noun) -> str:
        """The noun as it stands after the number, with what joins it to whole millions."""
        amount = self.amount(number)
        joint = self.joint_before(noun.many) if amount >= 10**6 and amount % 10**6 == 0 and noun.gender else ""
        return joint + (noun.many if amount >= self.plural_from or (amount == 0 and self.plural_from < 2) else noun.one)

    def joint_before(self, word: str) -> str:
        """What stands between "millions" and what is counted."""
        return self.elided_of if self.elided_of and word[0] in "aeiouyéhAEIOUH" else self.of_millions

    def counted(self, number: str, noun: Noun) -> str:
        return f"{self.said(number, noun.gender)} {self.noun(number, noun)}"


@cache
def tongue_of(language: str) -> Tongue | None:
    """The table for a BCP 47 tag, or ``None`` for a language whose numbers are left to the voice."""
    tag = language.lower().replace("_", "-")
    base = tag.split("-")[0]
    if base not in _COUNTING:
        return None
    row = tomllib.loads(files("reelwright.productions.narrate.tongues").joinpath(f"{base}.toml").read_text("utf-8"))
    cardinal, ordinal = _COUNTING[base]
    if tag == "pt-pt":
        cardinal = portuguese.european_cardinal
        row["units"] = {key: [said.replace("quilô", "quiló") for said in noun] for key, noun in row["units"].items()}
        row["money"]["€"][4] = row["money"]["EUR"][4] = "cêntimos"
    if tag in _POINT_REGIONS:
        row |= {"decimal_mark": ".", "thousands": ",", "point": "punto"}
    if tag in ("de-ch", "de-li"):
        row |= {"decimal_mark": ".", "thousands": "'’", "point": "Punkt"}
    for name in ("scales", "units", "money"):
        row[name] = {key: Noun(*noun) for key, noun in row[name].items()}
    for name in ("year_words", "roman_before", "roman_after"):
        row[name] = frozenset(row.get(name, "").lower().split())
    row["clock_words"] = frozenset(row["clock_words"])
    row["months"], row["feminine_endings"] = tuple(row["months"]), tuple(row["feminine_endings"])
    return Tongue(cardinal=cardinal, ordinal=ordinal, year=_YEARS.get(base), **row)
