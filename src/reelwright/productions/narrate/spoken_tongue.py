"""Languages with a table as they are said: numbers, dates, times, money, units and abbreviations in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from reelwright.captions.breaking import is_small_word
from reelwright.productions.narrate.tongues.tongue import Tongue, tongue_of

_OPENING = "([\"'“‘«„¿¡"
_CLOSING = ".,;:!?)]\"'”’»“…।"
_EDGES = re.compile(rf"([{re.escape(_OPENING)}]*)(.*?)([{re.escape(_CLOSING)}]*)", re.DOTALL)
_TAIL = rf"[{re.escape(_CLOSING)}]*"
_DEVANAGARI = str.maketrans("०१२३४५६७८९", "0123456789")
_ROMAN = re.compile(r"(?=[IVXLC])(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_BENT = frozenset("am im zum vom beim den dem des seit ab bis zur der die einem einen dieser diesem diesen".split())
"""German words after which an ordinal ends in -n; ``der`` and ``die`` are decided by what they mean most often."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    number: re.Pattern[str]
    ends_in_number: re.Pattern[str]
    counted: re.Pattern[str]
    """What may stand apart after a number: a unit, a currency, a scale."""
    currency: re.Pattern[str]
    scaled: re.Pattern[str]
    range: re.Pattern[str]
    signed: re.Pattern[str]
    measured: re.Pattern[str]
    money_before: re.Pattern[str]
    money_after: re.Pattern[str]
    ordinal: re.Pattern[str] | None
    roman: re.Pattern[str] | None
    compound: re.Pattern[str]
    times: re.Pattern[str]


def say_in(language: str, pieces: Sequence[str], glued: Sequence[bool]) -> list[str] | None:
    """What is said for each written piece; ``None`` for a language without a table.

    ``glued[n]`` says that a non-breaking or thin space stands before piece n.
    """
    tongue = tongue_of(language)
    if tongue is None:
        return None
    told = [piece.translate(_DEVANAGARI) for piece in pieces]
    patterns = _patterns(language)
    spans = _spans(tongue, patterns, told, glued)
    texts = [_text_of(told[first:last]) for first, last in spans]
    said: list[str] = []
    for place, (first, last) in enumerate(spans):
        words = _said(tongue, patterns, texts, place)
        said += _shared(tongue, patterns, words, told[first:last]) if last - first > 1 else [words]
    return [text if any(char.isalnum() for char in text) else "" for text in said]


@cache
def _patterns(language: str) -> _Patterns:
    tongue = tongue_of(language)
    assert tongue is not None
    number, units, money, scales = tongue.written_number, _any(tongue.units), _any(tongue.money), _any(tongue.scales)
    endings = _any(tongue.ordinals)
    return _Patterns(
        number=re.compile(number),
        ends_in_number=re.compile(rf"[{re.escape(_OPENING)}]*(?:(?:{money})|[-−–+~≈])?(?:{number}[–—-])?{number}"),
        counted=re.compile(rf"(?:{units}|{money}|(?:{scales})(?:{money})?){_TAIL}"),
        currency=re.compile(rf"[{re.escape(_OPENING)}]*(?:{money})"),
        scaled=re.compile(rf"({number}) ?({scales})"),
        range=re.compile(rf"({number})[–—-]({number})(?: ?({units}|{money}))?"),
        signed=re.compile(rf"([-−–+~≈])({number})(?: ?({units}|{money}))?"),
        measured=re.compile(rf"({number}) ?({units})"),
        money_before=re.compile(rf"({money}) ?({number})(?: ?({scales}))?"),
        money_after=re.compile(rf"({number})(?: ?({scales}))? ?({money})"),
        ordinal=re.compile(rf"(\d{{1,4}})({endings})") if tongue.ordinals else None,
        roman=re.compile(rf"(?![LC][^IVXLC])([IVXLC]+)({endings})")
        if tongue.ordinals and tongue.roman_as == "ordinal"
        else None,
        compound=re.compile(rf"({number})((?:-[^\W\d_]+)+)"),
        times=re.compile(rf"({number})[x×]", re.IGNORECASE),
    )


def _any(keys: Iterable[str]) -> str:
    return "|".join(re.escape(key) for key in sorted(keys, key=len, reverse=True))


def _spans(tongue: Tongue, patterns: _Patterns, pieces: Sequence[str], glued: Sequence[bool]) -> list[tuple[int, int]]:
    """Runs of pieces that are said as one: ``z. B.``, ``1 200 000``, ``20 km``, ``3,5 Mrd. €``, ``14:30 Uhr``."""
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(pieces):
        end = at + 1
        if end < len(pieces) and _pair(tongue, pieces[at], pieces[end]) is not None:
            end += 1
        elif re.fullmatch(rf"[{re.escape(_OPENING)}]*\d{{1,2}}:\d\d", pieces[at]):
            end += end < len(pieces) and pieces[end].rstrip(_CLOSING) in tongue.clock_words
        else:
            if patterns.currency.fullmatch(pieces[at]) and end < len(pieces) and pieces[end][:1].isdigit():
                end += 1
            if re.fullmatch(rf"[{re.escape(_OPENING)}]*[1-9]\d{{0,2}}", pieces[at]):
                while (
                    end < len(pieces)
                    and (glued[end] or tongue.groups_by_space)
                    and re.fullmatch(rf"\d{{3}}(?:{re.escape(tongue.decimal_mark)}\d+)?{_TAIL}", pieces[end])
                ):
                    end += 1
            if patterns.ends_in_number.fullmatch(_text_of(pieces[at:end])):
                for _ in range(2):
                    end += end < len(pieces) and _counts(patterns, pieces, end)
        spans.append((at, end))
        at = end
    return spans


def _counts(patterns: _Patterns, pieces: Sequence[str], place: int) -> bool:
    """Whether a piece is what the number before it counts; one that ends in punctuation is the last of its run."""
    before, piece = pieces[place - 1], pieces[place]
    is_open = before[-1:].isdigit() or patterns.scaled.fullmatch(f"1{before}") is not None
    return is_open and patterns.counted.fullmatch(piece) is not None


def _text_of(pieces: Sequence[str]) -> str:
    """A run as one text: groups of digits closed up, the rest with spaces."""
    text = pieces[0]
    for piece in pieces[1:]:
        joined = text[-1:].isdigit() and re.match(r"\d{3}(?!\d)", piece) is not None
        text += piece if joined else f" {piece}"
    return text


def _shared(tongue: Tongue, patterns: _Patterns, words: str, pieces: Sequence[str]) -> list[str]:
    """The words of a run among its pieces: a number keeps its own words, the rest is shared evenly."""
    told = words.split()
    shares: list[str] = []
    for place, piece in enumerate(pieces):
        left = len(pieces) - place - 1
        own = -(-len(told) // (left + 1))
        if left and patterns.number.fullmatch(piece) and len(pieces) == 2:
            own = len(tongue.said(piece).split())
        own = len(told) if not left else max(1, min(own, len(told) - left))
        shares.append(" ".join(told[:own]))
        told = told[own:]
    return shares


def _pair(tongue: Tongue, first: str, second: str) -> str | None:
    opening = first[: len(first) - len(first.lstrip(_OPENING))]
    text = f"{first[len(opening) :]} {second}"
    for known, words in tongue.pairs.items():
        if text == known or (text.startswith(known) and all(char in _CLOSING for char in text[len(known) :])):
            return opening + words + text[len(known) :]
    return None


def _said(tongue: Tongue, patterns: _Patterns, texts: Sequence[str], place: int) -> str:
    text = texts[place]
    before = texts[place - 1] if place else ""
    after = texts[place + 1] if place + 1 < len(texts) else ""
    known = _abbreviation(tongue, text, after)
    if known is not None:
        return known
    match = _EDGES.fullmatch(text)
    opening, core, closing = match.groups() if match else ("", text, "")
    if not core:
        return text
    if closing[:1] == "." and patterns.scaled.fullmatch(f"{core}."):  # "2,5 Mio.": the stop belongs to the word
        core, closing = f"{core}.", closing[1:] if after else closing
    words = tongue.signs.get(core) if not closing else None
    if words is None:
        words = (
            _calendar(tongue, core, closing, after)
            or _money(tongue, patterns, core)
            or _amount(tongue, patterns, core)
            or _ordinal(tongue, patterns, core, before, after)
        )
    if words is None and tongue.ordinal_stop and closing[:1] == "." and after and re.fullmatch(r"\d{1,4}", core):
        words, closing = _german_ordinal(tongue, int(core), before, after), closing[1:]
    if words is None and patterns.number.fullmatch(core):
        month = texts[place + 2] if after == "de" and place + 2 < len(texts) else after
        if core == "1" and tongue.date_ordinals == "first" and month.rstrip(_CLOSING) in tongue.months:
            words = tongue.ordinal(1, "")
        else:
            words = _plain_number(tongue, core, before, "" if closing else after)
    return text if words is None else f"{opening}{words}{closing}"


def _abbreviation(tongue: Tongue, text: str, after: str) -> str | None:
    if " " in text:
        first, _, second = text.partition(" ")
        return _pair(tongue, first, second)
    bare = text.lstrip(_OPENING)
    opening, bare = text[: len(text) - len(bare)], bare.rstrip(",;:!?)")
    closing = text[len(opening) + len(bare) :]
    words = tongue.abbreviations.get(bare) or tongue.abbreviations.get(bare[:1].lower() + bare[1:])
    if words is None or (words == tongue.number and not after[:1].isdigit()):
        return None
    is_end = not after and bare.endswith(".") and not closing
    return opening + words + ("." if is_end else closing)


def _calendar(tongue: Tongue, core: str, closing: str, after: str) -> str | None:
    """A date or a time of day."""
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", core)
    local = re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", core)
    if iso or local:
        year, month, day = (
            (int(iso[1]), int(iso[2]), int(iso[3])) if iso else (int(local[4]), int(local[3]), int(local[1]))  # type: ignore[index]
        )
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return None
        said_year = tongue.year(year) if tongue.year else tongue.cardinal(year, "")
        return tongue.date.format(day=_day(tongue, day), month=tongue.months[month - 1], year=said_year)
    return _time(tongue, core)


def _time(tongue: Tongue, core: str) -> str | None:
    found = re.fullmatch(r"(\d{1,2}):(\d\d)(?: ([^\W\d_]+))?", core)
    if found is None and tongue.times_by_letter:
        found = re.fullmatch(rf"(\d{{1,2}}){tongue.times_by_letter}(\d\d)?()", core)
    if found is None or int(found[1]) > 24 or int(found[2] or 0) > 59:
        return None
    hour, minute, clock = int(found[1]), int(found[2] or 0), found[3]
    pattern = tongue.time if minute else tongue.time_whole
    said = pattern.format(hour=tongue.cardinal(hour, tongue.hour_gender), minute=tongue.cardinal(minute, ""))
    if hour == 1:
        said = said.replace("heures", "heure").replace("horas", "hora")
    return f"{said} {clock}" if clock and len(clock) > 1 and clock not in said and not minute else said


def _day(tongue: Tongue, day: int) -> str:
    if tongue.date_ordinals == "all":
        return tongue.ordinal(day, "r")
    if tongue.date_ordinals == "first" and day == 1:
        return tongue.ordinal(1, "")
    return tongue.cardinal(day, "")


def _money(tongue: Tongue, patterns: _Patterns, core: str) -> str | None:
    found = patterns.money_before.fullmatch(core)
    symbol, number, scale = found.groups() if found else ("", "", "")
    if found is None:
        found = patterns.money_after.fullmatch(core)
        if found is None:
            return None
        number, scale, symbol = found.groups()
    noun = tongue.money[symbol]
    if scale:
        scaled = tongue.counted(number, tongue.scales[scale])
        return f"{scaled} {tongue.joint_before(noun.many) if tongue.scales[scale].gender else ''}{noun.many}"
    whole, mark, cents = number.partition(tongue.decimal_mark)
    if mark and len(cents) == 2 and noun.coins:
        coins = tongue.cardinal(int(cents), "m") if int(cents) else ""
        if tongue.amount(whole) == 0 and coins:
            return f"{coins} {noun.coins if cents != '01' else _single(noun.coins)}"
        rest = [noun.joint, tongue.cardinal(int(cents), ""), noun.coins if tongue.names_coins else ""] if coins else []
        return " ".join(filter(None, [tongue.counted(whole, noun), *rest]))
    return tongue.counted(number, noun)


def _single(coins: str) -> str:
    return {"centesimi": "centesimo"}.get(coins, coins.removesuffix("s"))


def _amount(tongue: Tongue, patterns: _Patterns, core: str) -> str | None:
    """A number with what it counts, its sign, its other end."""
    if found := patterns.measured.fullmatch(core):
        return tongue.counted(found[1], tongue.units[found[2]])
    if found := patterns.scaled.fullmatch(core):
        return tongue.counted(found[1], tongue.scales[found[2]])
    if found := patterns.range.fullmatch(core):
        low, high, unit = found.groups()
        if not unit and len(low) == 3 and len(high) == 4:  # a telephone number
            return None
        noun = tongue.units.get(unit or "") or tongue.money.get(unit or "")
        upper = tongue.counted(high, noun) if noun else _year_or_number(tongue, high)
        lower = tongue.said(low, noun.gender) if noun else _year_or_number(tongue, low)
        return f"{lower} {tongue.to} {upper}"
    if found := patterns.signed.fullmatch(core):
        sign, number, unit = found.groups()
        noun = tongue.units.get(unit or "") or tongue.money.get(unit or "")
        word = tongue.plus if sign == "+" else tongue.about if sign in "~≈" else tongue.minus
        return f"{word} {tongue.counted(number, noun) if noun else tongue.said(number)}"
    if found := patterns.times.fullmatch(core):
        return f"{tongue.said(found[1])} {tongue.times}"
    if found := re.fullmatch(r"#(\d{1,6})", core):
        return f"{tongue.number} {tongue.said(found[1])}"
    if found := patterns.compound.fullmatch(core):
        return f"{_year_or_number(tongue, found[1], 'm')}{found[2]}"
    return None


def _year_or_number(tongue: Tongue, number: str, gender: str = "") -> str:
    if tongue.year and re.fullmatch(r"1[1-9]\d\d|20\d\d", number):
        return tongue.year(int(number))
    return tongue.said(number, gender)


def _ordinal(tongue: Tongue, patterns: _Patterns, core: str, before: str, after: str) -> str | None:
    if patterns.ordinal and (found := patterns.ordinal.fullmatch(core)) and int(found[1]):
        return tongue.ordinal(int(found[1]), tongue.ordinals[found[2]])
    if patterns.roman and (found := patterns.roman.fullmatch(core)) and (value := _roman(found[1])):
        return tongue.ordinal(value, tongue.ordinals[found[2]])
    is_century = before.lower() in tongue.roman_before or after.lower().rstrip(_CLOSING) in tongue.roman_after
    if is_century and (value := _roman(core)):
        return tongue.ordinal(value, "") if tongue.roman_as == "ordinal" else tongue.cardinal(value, "")
    return None


def _roman(text: str) -> int:
    """The value of a numeral up to 399, else 0."""
    if not _ROMAN.fullmatch(text):
        return 0
    values = [_ROMAN_VALUES[char] for char in text]
    return sum(-one if one < two else one for one, two in zip(values, [*values[1:], 0], strict=True))


def _german_ordinal(tongue: Tongue, number: int, before: str, after: str) -> str:
    word = before.lower().strip(_OPENING)
    if word in _BENT - {"der", "die"}:
        return tongue.ordinal(number, "n")
    if word in ("ein", "mein", "sein", "ihr", "unser", "kein") or (
        after.rstrip(_CLOSING) in tongue.months and word != "der"
    ):
        return tongue.ordinal(number, "r")
    return tongue.ordinal(number, "")


def _plain_number(tongue: Tongue, core: str, before: str, after: str) -> str:
    word = after.rstrip(_CLOSING)
    if tongue.year and re.fullmatch(r"1[1-9]\d\d", core):
        is_dated = before.lower().strip(_OPENING) in tongue.year_words | {month.lower() for month in tongue.months}
        is_dated = is_dated or before[:1] == "(" or not word or not (word[:1].isupper() or tongue.ordinal_stop is False)
        if is_dated or word in ("में", "के", "से", "तक", "की", "का"):
            return tongue.year(int(core))
    return tongue.said(core, _gender_of(tongue, word))


def _gender_of(tongue: Tongue, word: str) -> str:
    """The likely gender of the word a number stands before; empty when it is hardly a noun."""
    if len(word) < 3 or not word.isalpha() or is_small_word(word) or (tongue.ordinal_stop and not word[:1].isupper()):
        return ""
    known = next((noun.gender for noun in tongue.units.values() if word in (noun.one, noun.many)), None)
    if known is not None:
        return known
    return "f" if word.lower().removesuffix("s").endswith(tongue.feminine_endings) else "m"
