"""The pieces of a text that get a time each: whitespace tokens, and short runs in scripts written without spaces."""

from __future__ import annotations

import re
import unicodedata

_HAN = re.compile(
    r"[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
)
_KANA = re.compile(r"[\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_SOUTH_EAST = re.compile(
    r"[\u0e01-\u0e3a\u0e40-\u0e4e\u0e80-\u0eff\u0f40-\u0fbc\u1000-\u109f\u1780-\u17d3\uaa60-\uaa7f]"
)
_LEADING_VOWEL = re.compile(r"[\u0e40-\u0e44\u0ec0-\u0ec4]")
_TRAILING_VOWEL = re.compile(r"[\u0e30\u0e32\u0e33\u0e45\u0e46\u0eb0\u0eb2\u0eb3\u0ec6]")
_STACKER = re.compile(r"[\u1039\u17d2]")
_SMALL_KANA = re.compile(r"[ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶーｧ-ｰ]")
_LONGEST_RUN = 4


def spoken_units(text: str) -> list[str]:
    """Whitespace tokens; inside a token, scripts without spaces are cut into pieces of about one to four characters.

    Chinese is cut by character, Japanese where kana gives way to another script, Thai, Lao, Khmer, Burmese and Tibetan
    between whole syllable clusters. Punctuation stays with the piece it belongs to. The pieces join to the text
    without its whitespace; no dictionary is used, so they are not always words.
    """
    units: list[str] = []
    for token in text.split():
        units.extend(_cut(token) if lacks_spaces(token) else [token])
    return units


def lacks_spaces(text: str) -> bool:
    """Whether any of it is in a script that is written without spaces between words."""
    return any(pattern.search(text) for pattern in (_HAN, _KANA, _SOUTH_EAST))


def _cut(token: str) -> list[str]:
    japanese = bool(_KANA.search(token))
    pieces: list[str] = []
    pending = ""  # opening marks wait for the piece they open
    previous = ""
    for cluster in _clusters(token):
        kind = _kind(cluster)
        if kind == "open" or (kind == "mark" and not pieces):
            pending += cluster
            continue
        joins = (
            bool(pieces)
            and not pending
            and (kind == "mark" or _continues(previous, kind, pieces[-1] + cluster, japanese))
        )
        if joins:
            pieces[-1] += cluster
        else:
            pieces.append(pending + cluster)
            pending = ""
        previous = "mark" if kind == "mark" else kind
    if pending:
        pieces[-1:] = [pieces[-1] + pending] if pieces else [pending]
    return pieces


def _continues(previous: str, kind: str, joined: str, japanese: bool) -> bool:
    if kind == "spaced":
        return previous == "spaced"
    if len(joined) > _LONGEST_RUN:
        return False
    if kind == "south_east":
        return previous == kind
    if japanese:
        return previous == kind or (previous == "han" and kind == "hiragana")
    return False


def _clusters(token: str) -> list[str]:
    """Characters with the marks, vowels and stacked letters that cannot stand apart from them."""
    clusters: list[str] = []
    for char in token:
        if clusters and (
            unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf", "Sk")
            or _TRAILING_VOWEL.match(char)
            or _SMALL_KANA.match(char)
            or _LEADING_VOWEL.match(clusters[-1][-1])
            or _STACKER.match(clusters[-1][-1])
            or clusters[-1][-1] == "\u200d"
        ):
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def _kind(cluster: str) -> str:
    for char in cluster:
        if _HAN.match(char):
            return "han"
        if _KANA.match(char):
            return "hiragana" if "\u3041" <= char <= "\u309f" else "katakana"
        if _SOUTH_EAST.match(char):
            return "south_east"
        category = unicodedata.category(char)
        if category in ("Ps", "Pi"):
            return "open"
        if category[0] in "PZ" and char not in "'’-&@#%":
            return "mark"
        return "spaced"
    return "mark"
