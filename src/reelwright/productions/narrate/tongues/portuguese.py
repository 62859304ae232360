"""Portuguese numbers in words: of Brazil, and of Portugal."""

from __future__ import annotations

_ONES = (
    "zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete "
    "dezoito dezenove"
).split()
_EUROPEAN = {16: "dezasseis", 17: "dezassete", 19: "dezanove"}
_TENS = "_ dez vinte trinta quarenta cinquenta sessenta setenta oitenta noventa".split()
_HUNDREDS = "_ cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos".split()
_BRAZIL = ((10**12, "trilhão", "trilhões"), (10**9, "bilhão", "bilhões"), (10**6, "milhão", "milhões"))
_PORTUGAL = ((10**12, "bilião", "biliões"), (10**6, "milhão", "milhões"))
_ORDINALS = "_ primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono".split()
_ORDINAL_TENS = (
    "_ décimo vigésimo trigésimo quadragésimo quinquagésimo sexagésimo septuagésimo octogésimo nonagésimo".split()
)


def cardinal(number: int, gender: str = "") -> str:
    """``21`` → "vinte e um"; feminine: "vinte e uma", "duzentas"."""
    return _said(number, gender, is_european=False)


def european_cardinal(number: int, gender: str = "") -> str:
    """As in Portugal: "dezasseis", and "mil milhões" for 10⁹."""
    return _said(number, gender, is_european=True)


def _said(number: int, gender: str, *, is_european: bool) -> str:
    groups: list[tuple[int, str]] = []
    for size, one, many in _PORTUGAL if is_european else _BRAZIL:
        count, number = divmod(number, size)
        if count:
            said = "mil" if count == 1000 else _joined(_below_million(count, "", is_european))
            groups.append((count, f"um {one}" if count == 1 else f"{said} {many}"))
    groups += _below_million(number, gender, is_european) if number or not groups else []
    return _joined(groups)


def _joined(groups: list[tuple[int, str]]) -> str:
    """``e`` stands before a last group that is a plain one: below a hundred, or whole hundreds."""
    said = groups[0][1]
    for place, (count, words) in enumerate(groups[1:], 1):
        is_last = place == len(groups) - 1
        said += (" e " if is_last and (count < 100 or count % 100 == 0) else " ") + words
    return said


def _below_million(number: int, gender: str, is_european: bool) -> list[tuple[int, str]]:
    thousands, rest = divmod(number, 1000)
    groups = [(thousands, "mil" if thousands == 1 else _hundreds(thousands, gender, is_european) + " mil")]
    return (groups if thousands else []) + (
        [(rest, _hundreds(rest, gender, is_european))] if rest or not thousands else []
    )


def _hundreds(number: int, gender: str, is_european: bool) -> str:
    if number == 100:
        return "cem"
    hundreds, rest = divmod(number, 100)
    words = [_HUNDREDS[hundreds]] if hundreds else []
    if gender == "f" and hundreds > 1:
        words = [words[0][:-2] + "as"]
    tens, ones = divmod(rest, 10)
    if rest >= 20:
        words.append(_TENS[tens])
        rest = ones
    if rest or not words:
        words.append(_EUROPEAN.get(rest, _ONES[rest]) if is_european else _ONES[rest])
    if gender == "f" and rest in (1, 2):
        words[-1] = {1: "uma", 2: "duas"}[rest]
    return " e ".join(words)


def ordinal(number: int, gender: str = "") -> str:
    """``21`` → "vigésimo primeiro", "vigésima primeira" (``f``)."""
    if not 1 <= number <= 99:
        return cardinal(number)
    tens, ones = divmod(number, 10)
    words = ([_ORDINAL_TENS[tens]] if tens else []) + ([_ORDINALS[ones]] if ones else [])
    return " ".join(word[:-1] + "a" if gender == "f" else word for word in words)
