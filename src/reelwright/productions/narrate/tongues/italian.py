"""Italian numbers in words."""

from __future__ import annotations

_ONES = (
    "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
    "diciassette diciotto diciannove"
).split()
_TENS = "_ dieci venti trenta quaranta cinquanta sessanta settanta ottanta novanta".split()
_SCALES = ((10**12, "bilione", "bilioni"), (10**9, "miliardo", "miliardi"), (10**6, "milione", "milioni"))
_ORDINALS = "_ primo secondo terzo quarto quinto sesto settimo ottavo nono decimo".split()


def cardinal(number: int, gender: str = "") -> str:
    """``28`` → "ventotto"; 1 before a noun is "un" or "una"."""
    if number == 1 and gender:
        return "una" if gender == "f" else "un"
    words: list[str] = []
    for size, one, many in _SCALES:
        count, number = divmod(number, size)
        if count:
            words.append(f"un {one}" if count == 1 else f"{_thousands(count)} {many}")
    if number or not words:
        words.append(_thousands(number))
    return " ".join(words)


def _thousands(number: int) -> str:
    """Below a million."""
    thousands, rest = divmod(number, 1000)
    head = ("mille" if thousands == 1 else _hundreds(thousands).replace("tré", "tre") + "mila") if thousands else ""
    said = head + (_hundreds(rest) if rest or not head else "")
    return said[:-1] + "é" if said.endswith("tre") and number > 3 else said


def _hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    head = ("cento" if hundreds == 1 else _ONES[hundreds] + "cento") if hundreds else ""
    return head + (_tens(rest) if rest or not head else "")


def _tens(number: int) -> str:
    if number < 20:
        return _ONES[number]
    tens, ones = _TENS[number // 10], number % 10
    return (tens[:-1] if ones in (1, 8) else tens) + (_ONES[ones] if ones else "")


def ordinal(number: int, gender: str = "") -> str:
    """``21`` → "ventunesimo", ``3`` → "terzo"; "terza" (``f``)."""
    if number <= 10:
        said = _ORDINALS[number] if number else "zeresimo"
    else:
        base = cardinal(number).replace(" ", "")
        if base.endswith(("tré", "sei")):
            stem = base.replace("tré", "tre")
        elif base.endswith("mila"):
            stem = base[:-4] + "mill"
        else:
            stem = base[:-1]
        said = stem + "esimo"
    return said[:-1] + "a" if gender == "f" else said
