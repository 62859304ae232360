"""A text cut into sentences."""

from __future__ import annotations

import re

from reelwright.transcript.abbreviations import ABBREVIATIONS, CLOSING_ABBREVIATIONS, ORDINAL_LANGUAGES, STARTERS

_CLOSERS = "\"'”’»›)\\]」』）】》〉〕"
_BREAK = re.compile(
    rf"""
      (?P<paragraph>\s*\n\s*\n\s*)
    | (?P<wide>[。！？｡]++ (?: [{_CLOSERS}]++ (?![とっ、，]) | (?![{_CLOSERS}])))
    | (?P<stop>[.!?\ue000…‼⁇⁈⁉।॥؟۔።፧։។៕၊။]+ (?:[\u00a0\u202f]?[{_CLOSERS}]|\[\d+\])*)
    """,
    re.VERBOSE,
)
_GREEK_QUESTION = re.compile(r";(?=\s)")
_QUESTION_STANDIN = "\ue000"  # one character for one: places in the text stay the same
_LAST_TOKEN = re.compile(r"\S+$")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_INITIAL = re.compile(r"[^\W\d_](?:\.[^\W\d_])*", re.UNICODE)
_ORDINAL = re.compile(r"\d{1,3}|[IVXLC]+")
_THAI_GAP = re.compile(r"(?<=[\u0e00-\u0e45\u0e47-\u0e4e])\s+(?=[\u0e00-\u0e45])")
_SHORTEST_THAI = 30
_MAY_END = frozenset(["inc", "ltd", "co", "corp", "jr", "sr", "al", "no", "est", "ave", "st"])


def split_sentences(text: str, language: str = "en") -> list[str]:
    """The sentences in order, white space folded to single spaces; nothing is lost, joined they give the text back.

    ``language`` is a BCP 47 tag. Abbreviations, initials, decimals, ordinals and list numbers end no sentence; an
    empty line always does. Chinese, Japanese, Devanagari, Arabic, Urdu, Ethiopic, Armenian, Khmer and Burmese stops
    are known; Greek's ``;`` asks; Thai, which has no stops, is cut at spaces into phrases of 30 characters or more.
    """
    tongue = re.split(r"[-_]", language.strip().lower())[0]
    marked = text
    if tongue == "el":
        marked = _GREEK_QUESTION.sub(_QUESTION_STANDIN, marked)
    elif tongue == "fr":
        marked = marked.replace(" »", "\u00a0»")
    pieces: list[str] = []
    start = 0
    for match in _BREAK.finditer(marked):
        if match.lastgroup == "stop" and not _ends(marked[start : match.end()], match, marked, tongue):
            continue
        pieces.append(text[start : match.end()])
        start = match.end()
    pieces.append(text[start:])
    sentences = [sentence for piece in pieces if (sentence := " ".join(piece.split()))]
    sentences = _with_strays(sentences)
    return [phrase for sentence in sentences for phrase in _thai_phrases(sentence)] if tongue == "th" else sentences


def _ends(so_far: str, match: re.Match[str], text: str, tongue: str) -> bool:
    """Whether a stop that could close a sentence does."""
    rest = text[match.end() :]
    if rest and not rest[0].isspace():
        return bool(_UNSPACED.match(rest))
    following = rest.lstrip()
    if following[:1].islower():
        return False
    mark = match.group()
    if mark[0] != "." or mark.startswith(".."):
        return True
    found = _LAST_TOKEN.search(so_far[: len(so_far) - len(mark)])
    if found is None:
        return True
    word = found.group().lstrip("\"'“‘«‹([¿¡")
    begins = re.match(r"[^\W_]+", following.lstrip("\"'“‘«‹([¿¡"))
    starter = begins is not None and begins.group().lower() in STARTERS
    if word.isdigit() and len(so_far.split()) == 1:
        return False
    if tongue in ORDINAL_LANGUAGES and _ORDINAL.fullmatch(word):
        return starter
    lowered = word.lower()
    if lowered in CLOSING_ABBREVIATIONS:
        return True
    if _INITIAL.fullmatch(word) and (len(word) == 1 or "." in word) and word not in ("I", "Я"):
        return starter
    if lowered in ABBREVIATIONS:
        return starter and lowered in _MAY_END
    return True


def _with_strays(sentences: list[str]) -> list[str]:
    """A piece without letters or digits (a lone quote, ``* * *``) goes with the sentence before it, or the next one."""
    kept: list[str] = []
    waiting = ""
    for sentence in sentences:
        whole = f"{waiting} {sentence}".strip()
        waiting = ""
        if any(char.isalnum() for char in sentence):
            kept.append(whole)
        elif kept:
            kept[-1] = f"{kept[-1]} {whole}"
        else:
            waiting = whole
    return kept + ([waiting] if waiting else [])


def _thai_phrases(sentence: str) -> list[str]:
    phrases: list[str] = []
    for phrase in _THAI_GAP.split(sentence):
        if phrases and len(phrases[-1]) < _SHORTEST_THAI:
            phrases[-1] = f"{phrases[-1]} {phrase}"
        else:
            phrases.append(phrase)
    return phrases
