"""Kokoro's own alphabet: IPA rewritten to it, and the number of each symbol."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

VOCABULARY = {
    ";": 1, ":": 2, ",": 3, ".": 4, "!": 5, "?": 6, "—": 9, "…": 10, '"': 11, "(": 12, ")": 13, "“": 14, "”": 15, " ": 16, "\u0303": 17,
    "ʣ": 18, "ʥ": 19, "ʦ": 20, "ʨ": 21, "ᵝ": 22, "\uab67": 23, "A": 24, "I": 25, "O": 31, "Q": 33, "S": 35, "T": 36, "W": 39, "Y": 41,
    "ᵊ": 42, "a": 43, "b": 44, "c": 45, "d": 46, "e": 47, "f": 48, "h": 50, "i": 51, "j": 52, "k": 53, "l": 54, "m": 55, "n": 56,
    "o": 57, "p": 58, "q": 59, "r": 60, "s": 61, "t": 62, "u": 63, "v": 64, "w": 65, "x": 66, "y": 67, "z": 68, "ɑ": 69, "ɐ": 70,
    "ɒ": 71, "æ": 72, "β": 75, "ɔ": 76, "ɕ": 77, "ç": 78, "ɖ": 80, "ð": 81, "ʤ": 82, "ə": 83, "ɚ": 85, "ɛ": 86, "ɜ": 87, "ɟ": 90,
    "ɡ": 92, "ɥ": 99, "ɨ": 101, "ɪ": 102, "ʝ": 103, "ɯ": 110, "ɰ": 111, "ŋ": 112, "ɳ": 113, "ɲ": 114, "ɴ": 115, "ø": 116, "ɸ": 118,
    "θ": 119, "œ": 120, "ɹ": 123, "ɾ": 125, "ɻ": 126, "ʁ": 128, "ɽ": 129, "ʂ": 130, "ʃ": 131, "ʈ": 132, "ʧ": 133, "ʊ": 135, "ʋ": 136,
    "ʌ": 138, "ɣ": 139, "ɤ": 140, "χ": 142, "ʎ": 143, "ʒ": 147, "ʔ": 148, "ˈ": 156, "ˌ": 157, "ː": 158, "ʰ": 162, "ʲ": 164, "↓": 169,
    "→": 171, "↗": 172, "↘": 173, "ᵻ": 177,
}  # fmt: skip
"""The vocabulary published with the model (config.json of hexgrad/Kokoro-82M)."""
PAD = 0
LONGEST = 510
"""Symbols in one go, beside the pads."""

_ENGLISH = {
    "ʔˌn\u0329": "tᵊn", "ʔn\u0329": "tᵊn", "ʔn": "tᵊn", "ʔ": "t", "a\u0361ɪ": "I", "a\u0361ʊ": "W", "d\u0361ʒ": "ʤ", "e\u0361ɪ": "A",
    "e": "A", "t\u0361ʃ": "ʧ", "ɔ\u0361ɪ": "Y", "ə\u0361l": "ᵊl", "n\u0329": "ᵊn", "l\u0329": "ᵊl", "m\u0329": "ᵊm", "ʲ": "",
    "ɚ": "əɹ", "r": "ɹ", "x": "k", "ç": "k", "ɐ": "ə", "ɬ": "l", "\u0303": "", "\u0329": "", "\u0361": "",
}  # fmt: skip
_AMERICAN = _ENGLISH | {
    "o\u0361ʊ": "O", "oː": "ɔ", "o": "ɔ", "ɜːɹ": "ɜɹ", "ɜː": "ɜɹ", "ɪə": "iə", "ɪ\u0361ə": "iə", "ː": "", "ɾ": "T",
}  # fmt: skip
_BRITISH = _ENGLISH | {
    "e\u0361ə": "ɛː", "iə": "ɪə", "i\u0361ə": "ɪə", "ə\u0361ʊ": "Q", "oː": "ɔː", "o": "ɔ",
}  # fmt: skip
_OTHERS = {
    "a\u0361ɪ": "I", "a\u0361ʊ": "W", "d\u0361z": "ʣ", "d\u0361ʒ": "ʤ", "e\u0361ɪ": "A", "o\u0361ʊ": "O", "ə\u0361ʊ": "Q", "s\u0361s": "S",
    "t\u0361s": "ʦ", "t\u0361ʃ": "ʧ", "ɔ\u0361ɪ": "Y", "-": "", "\u0361": "",
}  # fmt: skip


def kokoro_symbols(ipa: str, units: Sequence[int], letter: str) -> tuple[str, tuple[int, ...]]:
    """eSpeak NG's IPA in the alphabet the model was trained on, with the owner of each symbol.

    ``letter`` is the language's (``a`` American, ``b`` British). The rules are those of misaki, the model's own reader,
    for words it takes from eSpeak NG. Sounds the vocabulary lacks are left out.
    """
    rules = {"a": _AMERICAN, "b": _BRITISH}.get(letter, _OTHERS)
    pattern = re.compile("|".join(sorted(map(re.escape, rules), key=len, reverse=True)) + "|.", re.DOTALL)
    symbols: list[str] = []
    owners: list[int] = []
    for found in pattern.finditer(ipa):
        for symbol in _known(rules.get(found.group(), found.group())):
            symbols.append(symbol)
            owners.append(units[found.start()])
    return "".join(symbols), tuple(owners)


def numbered(symbols: str) -> list[int]:
    """The model's input for symbols of its vocabulary: a pad, their numbers, a pad."""
    return [PAD, *(VOCABULARY[symbol] for symbol in symbols), PAD]


def _known(text: str) -> str:
    whole = "".join(
        char if char in VOCABULARY else unicodedata.normalize("NFD", char) for char in text.replace("g", "ɡ")
    )
    return "".join(char for char in whole if char in VOCABULARY)
