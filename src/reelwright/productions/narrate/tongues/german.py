"""German numbers in words."""

from __future__ import annotations

_ONES = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
    "siebzehn achtzehn neunzehn"
).split()
_TENS = "_ zehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
_SCALES = ((10**12, "Billion"), (10**9, "Milliarde"), (10**6, "Million"))
_ORDINALS = {1: "erste", 3: "dritte", 7: "siebte", 8: "achte"}


def cardinal(number: int, gender: str = "") -> str:
    """``21`` → "einundzwanzig". ``gender`` of the noun that follows: 1 is "ein" or "eine" before it, "eins" alone."""
    words: list[str] = []
    for size, name in _SCALES:
        count, number = divmod(number, size)
        if count:
            plural = name + ("n" if name.endswith("e") else "en")
            words.append(f"eine {name}" if count == 1 else f"{_thousands(count, 'eine')} {plural}")
    if number or not words:
        words.append(_thousands(number, {"": "eins", "f": "eine"}.get(gender, "ein")))
    return " ".join(words)


def _thousands(number: int, one: str) -> str:
    """Below a million; ``one`` is how a last 1 is said."""
    thousands, rest = divmod(number, 1000)
    head = ("" if thousands == 1 else _hundreds(thousands, "ein")) + "tausend" if thousands else ""
    said = _hundreds(rest, one) if rest or not head else ""
    return head + ("ein" + said if head and 100 <= rest < 200 else said)


def _hundreds(number: int, one: str) -> str:
    hundreds, rest = divmod(number, 100)
    head = ("" if hundreds == 1 else _ONES[hundreds]) + "hundert" if hundreds else ""
    if not rest and head:
        return head
    if rest == 1:
        return head + one
    if rest < 20:
        return head + _ONES[rest]
    tens, ones = divmod(rest, 10)
    joint = ("ein" if ones == 1 else _ONES[ones]) + "und" if ones else ""
    return head + joint + _TENS[tens]


def ordinal(number: int, ending: str = "") -> str:
    """``3`` → "dritte"; ``ending`` "n" or "r" is put to it: "dritten"."""
    rest = number % 100
    if rest in _ORDINALS:
        said = (cardinal(number - rest) if number > rest else "") + _ORDINALS[rest]
    else:
        said = cardinal(number) + ("te" if 0 < rest < 20 else "ste")
    return said.replace(" ", "") + ending


def year(number: int) -> str:
    """``1984`` → "neunzehnhundertvierundachtzig", ``2005`` → "zweitausendfünf"."""
    if not 1100 <= number <= 1999:
        return cardinal(number)
    century, rest = divmod(number, 100)
    return cardinal(century) + "hundert" + (_hundreds(rest, "eins") if rest else "")
