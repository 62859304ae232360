"""Text → sentences."""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st sr jr sra dra vs etc e.g i.e eg ie cf al fig no nos vol pp approx est dept inc ltd co corp jan feb mar apr "
    "jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun u.s u.k u.n a.m p.m z.b bzw usw ca d.h u.a nr str m mme mlle p.ex "
    "av ej ud uds pág núm dott sig ecc geb gen col lt sgt capt rev hon gov sen rep ph.d b.c a.d".split()
)
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？]+[」』”’）]*|[।॥؟۔]+[\"'”’»)]*(?=\s)|\n\s*\n")
_LAST_WORD = re.compile(r"(\S+?)[.!?…]+[\"'”’»)\]]*$")


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, in order, white space folded. Abbreviations, initials and decimals end none."""
    sentences: list[str] = []
    start = 0
    for match in _END.finditer(text + " "):
        candidate = text[start : match.end()]
        following = text[match.end() :].lstrip()
        if not candidate.strip() or (match.group()[0] in ".!?…" and following[:1].islower()):
            continue
        if match.group()[0] == "." and not _ends(candidate, following):
            continue
        sentences.append(" ".join(candidate.split()))
        start = match.end()
    rest = " ".join(text[start:].split())
    return sentences + ([rest] if rest else [])


def _ends(candidate: str, following: str) -> bool:
    """Whether a full stop ends a sentence: not after an abbreviation, an initial or a number in a list."""
    found = _LAST_WORD.search(candidate.rstrip())
    if found is None:
        return True
    word = found.group(1).lstrip("\"'“‘«([").lower()
    if word in _ABBREVIATIONS:
        return not following or (word in {"etc", "a.m", "p.m", "inc", "ltd", "co"} and following[:1].isupper())
    is_initial = len(word) == 1 and word.isalpha() and found.group(1)[-1:].isupper() and word != "i"
    is_list_number = word.isdigit() and len(candidate.split()) == 1
    return not (is_initial or is_list_number)
