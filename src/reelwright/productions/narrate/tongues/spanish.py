"""Spanish numbers in words."""

from __future__ import annotations

_ONES = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
    "veintiocho veintinueve"
).split()
_TENS = "_ _ _ treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_HUNDREDS = (
    "_ ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos".split()
)
_ORDINALS = "_ primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo undécimo duodécimo".split()
_ORDINAL_TENS = (
    "_ décimo vigésimo trigésimo cuadragésimo quincuagésimo sexagésimo septuagésimo octogésimo nonagésimo".split()
)


def cardinal(number: int, gender: str = "") -> str:
    """``21`` → "veintiuno"; before a noun "veintiún" (``m``) or "veintiuna" (``f``)."""
    words: list[str] = []
    for size, one, many in ((10**12, "billón", "billones"), (10**6, "millón", "millones")):
        count, number = divmod(number, size)
        if count:
            words.append(f"un {one}" if count == 1 else f"{_thousands(count, 'm')} {many}")
    if number or not words:
        words.append(_thousands(number, gender))
    return " ".join(words)


def _thousands(number: int, gender: str) -> str:
    """Below a million."""
    thousands, rest = divmod(number, 1000)
    before = "f" if gender == "f" else "m"
    head = ["mil" if thousands == 1 else _hundreds(thousands, before) + " mil"] if thousands else []
    return " ".join(head + ([_hundreds(rest, gender)] if rest or not head else []))


def _hundreds(number: int, gender: str) -> str:
    hundreds, rest = divmod(number, 100)
    if number == 100:
        return "cien"
    head = [_HUNDREDS[hundreds]] if hundreds else []
    if gender == "f" and hundreds > 1:
        head = [head[0][:-2] + "as"]
    return " ".join(head + ([_tens(rest, gender)] if rest or not head else []))


def _tens(number: int, gender: str) -> str:
    said = _ONES[number] if number < 30 else _TENS[number // 10] + (f" y {_ONES[number % 10]}" if number % 10 else "")
    if number % 10 != 1 or number == 11 or not gender:
        return said
    if gender == "f":
        return said[:-1] + "a"
    return "veintiún" if number == 21 else said[:-1]


def ordinal(number: int, gender: str = "") -> str:
    """``3`` → "tercero", "tercera" (``f``), "tercer" (``m``, before a noun)."""
    if not 1 <= number <= 99:
        return cardinal(number)
    if number <= 12:
        said = _ORDINALS[number]
    else:
        tens, ones = divmod(number, 10)
        said = _ORDINAL_TENS[tens] + (f" {_ORDINALS[ones]}" if ones else "")
        said = {"décimo tercero": "decimotercero", "décimo séptimo": "decimoséptimo"}.get(said, said)
    if gender == "f":
        return " ".join(word[:-1] + "a" for word in said.split())
    return said[:-1] if gender == "m" and said.endswith(("primero", "tercero")) else said
