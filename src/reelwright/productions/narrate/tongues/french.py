"""French numbers in words, as in France."""

from __future__ import annotations

_ONES = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
    "dix-neuf"
).split()
_TENS = "_ dix vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt".split()
_SCALES = ((10**12, "billion"), (10**9, "milliard"), (10**6, "million"))


def cardinal(number: int, gender: str = "") -> str:
    """``81`` → "quatre-vingt-un"; a last 1 is "une" before a feminine noun."""
    words: list[str] = []
    for size, name in _SCALES:
        count, number = divmod(number, size)
        if count:
            words.append(f"{_thousands(count)} {name}{'s' if count > 1 else ''}")
    if number or not words:
        words.append(_thousands(number))
    said = " ".join(words)
    is_one = number % 10 == 1 and number % 100 not in (11, 71, 91)
    return said + "e" if gender == "f" and is_one else said


def _thousands(number: int) -> str:
    """Below a million."""
    thousands, rest = divmod(number, 1000)
    head = ["mille" if thousands == 1 else _hundreds(thousands, is_last=False) + " mille"] if thousands else []
    return " ".join(head + ([_hundreds(rest, is_last=True)] if rest or not head else []))


def _hundreds(number: int, *, is_last: bool) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _tens(rest, is_last=is_last)
    head = "cent" if hundreds == 1 else f"{_ONES[hundreds]} cent"
    if not rest:
        return head + ("s" if is_last and hundreds > 1 else "")
    return f"{head} {_tens(rest, is_last=is_last)}"


def _tens(number: int, *, is_last: bool) -> str:
    if number < 20:
        return _ONES[number]
    if number == 80:
        return "quatre-vingts" if is_last else "quatre-vingt"
    tens, ones = divmod(number, 10)
    if tens in (7, 9):
        ones += 10
    if ones == 0:
        return _TENS[tens]
    joint = " et " if ones in (1, 11) and tens < 8 else "-"
    return f"{_TENS[tens]}{joint}{_ONES[ones]}"


def ordinal(number: int, gender: str = "") -> str:
    """``2`` → "deuxième"; ``1`` → "premier", "première" (``f``)."""
    if number == 1:
        return "première" if gender == "f" else "premier"
    said = cardinal(number)
    for whole, stem in (("cinq", "cinqu"), ("neuf", "neuv"), ("vingts", "vingt"), ("cents", "cent")):
        if said.endswith(whole):
            return said[: -len(whole)] + stem + "ième"
    return (said[:-1] if said.endswith("e") else said) + "ième"
