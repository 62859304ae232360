"""What text may reach the shaper: printable characters, one kind of line end, balanced direction marks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

LINE_ENDS = frozenset("\n\r\v\f\x85\u2028\u2029")
ISOLATE_STARTS = frozenset("\u2066\u2067\u2068")
ISOLATE_END = "\u2069"
REPLACEMENT = "\ufffd"
# A soft hyphen would break a line without showing a hyphen; U+FEFF and U+FFFC draw nothing meaningful.
DROPPED = frozenset("\u00ad\ufeff\ufffc")
TAB = "    "


def clean_texts(texts: Sequence[str]) -> tuple[str, ...]:
    """The same texts, read as one run, fit for shaping.

    Every line end (CR, LF, CRLF, VT, FF, NEL, U+2028, U+2029) becomes ``\\n``, tabs become spaces, control characters
    vanish, lone surrogates become U+FFFD, and an isolate end (U+2069) without its start is dropped, because it would
    close the direction we set around the text. Idempotent.
    """
    cleaned: list[str] = []
    depth = 0
    after_return = False
    for text in texts:
        kept: list[str] = []
        for char in text:
            if char == "\n" and after_return:
                after_return = False
                continue
            after_return = char == "\r"
            if char in LINE_ENDS:
                depth = 0
                kept.append("\n")
            elif char == ISOLATE_END:
                if depth:
                    depth -= 1
                    kept.append(char)
            else:
                depth += char in ISOLATE_STARTS
                kept.extend(_printable(char))
        cleaned.append("".join(kept))
    return tuple(cleaned)


def _printable(char: str) -> Iterator[str]:
    if char == "\t":
        yield TAB
    elif "\ud800" <= char <= "\udfff":
        yield REPLACEMENT
    elif char not in DROPPED and unicodedata.category(char) != "Cc":
        yield char
