"""How strongly a script opens, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.productions.narrate.review.finding import Finding, Line
from reelwright.transcript.unspaced import is_unspaced

_YOU = {
    "en": "you your yours yourself",
    "de": "du dich dir dein deine deinen deiner euch Sie Ihnen Ihre Ihren",
    "es": "tú te ti tu tus usted ustedes vos",
    "fr": "tu te toi ton ta tes vous votre vos",
    "it": "tu ti te tuo tua tuoi tue voi vi vostro vostra",
    "pt": "você vocês tu te teu tua",
    "hi": "आप आपका आपकी आपके आपको तुम तुम्हारा तुम्हें",
    "nl": "je jij jou jouw u uw",
    "zh": "你 您",
    "ja": "あなた",
}
"""Words that speak to the listener; where a small letter means another word, capitals are told apart."""
_GREETINGS = (
    "hello", "hi", "hey", "welcome", "good morning", "in this video", "today we", "today i", "hallo", "willkommen", "in diesem video", "hola",
    "bienvenidos", "en este video", "en este vídeo", "bonjour", "bienvenue", "dans cette vidéo", "ciao", "benvenuti", "in questo video", "olá", "oi",
    "bem-vindos", "neste vídeo", "नमस्ते", "स्वागत", "大家好", "みなさん",
)  # fmt: skip
_SHORT, _MIDDLING = 12, 20


@dataclass(frozen=True, slots=True)
class HookPart:
    """``points`` of at most ``most``."""

    name: str
    points: int
    most: int
    reason: str


@dataclass(frozen=True, slots=True)
class Hook:
    """Of 100. The first two sentences count."""

    score: int
    parts: tuple[HookPart, ...]


def hook_of(lines: Sequence[Line], language: str) -> Hook:
    """Five things that draw people in, from what advertisers and editors advise; a rule of thumb, not a forecast."""
    opening = lines[:2]
    text = " ".join(line.text for line in opening)
    you = _YOU.get(language.lower().split("-")[0], "").split()
    addresses = any(
        (is_unspaced(own[0]) and own in text)
        or any(
            own == (word.group() if own[0].isupper() else word.group().lower())
            for line in opening
            for word in line.words
        )
        for own in you
    )
    asks = any(mark in text for mark in "?？؟")
    number = re.search(r"\d[\d.,]*", text)
    parts: tuple[HookPart, ...] = (
        HookPart("question", 20 if asks else 0, 20, "it asks something" if asks else "it asks nothing"),
        HookPart(
            "number",
            20 if number else 0,
            20,
            f"it names a figure ({number.group().rstrip('.,')})" if number else "it names no figure",
        ),
        HookPart(
            "you",
            20 if addresses else 0,
            20,
            "it speaks to the listener" if addresses else "it does not speak to the listener",
        ),
        _length(opening[0]),
        _concreteness(opening),
    )
    if _greets(text):
        parts += (HookPart("greeting", -40, 0, "it opens with a greeting or with itself"),)
    return Hook(max(0, sum(part.points for part in parts)), parts)


def hook_findings(lines: Sequence[Line], hook: Hook) -> list[Finding]:
    """What to do about a weak opening."""
    first = lines[0]
    found: list[Finding] = []
    if _greets(first.text):
        found.append(
            first.finding(
                "hook", "it opens with a greeting or with itself", "open with the most surprising thing you know"
            )
        )
    if hook.score < 40:
        missing = ", ".join(part.reason for part in hook.parts if part.points == 0 and part.most)
        found.append(
            first.finding(
                "hook", f"the opening is weak: {missing}", "ask a question, name a figure, or speak to the listener"
            )
        )
    return found


def _greets(text: str) -> bool:
    start = text.lower().lstrip("¡¿\"'“„ ")
    return any(start.startswith(words) and not start[len(words) : len(words) + 1].isalpha() for words in _GREETINGS)


def _length(line: Line) -> HookPart:
    unspaced = sum(map(is_unspaced, line.text))
    count = round(unspaced / 1.7) if unspaced * 2 > len(line.text) else len(line.words)
    points = 20 if count <= _SHORT else 10 if count <= _MIDDLING else 0
    return HookPart(
        "length",
        points,
        20,
        f"the first sentence is {'short' if points == 20 else 'of middling length' if points else 'long'} ({count} words)",
    )


def _concreteness(lines: Sequence[Line]) -> HookPart:
    """Names (capitals inside a sentence) and figures; where capitals say nothing, figures alone."""
    names = [
        word.group()
        for line in lines
        for word in line.words[1:]
        if (word.group()[0].isupper() and word.group() != "I") or word.group()[0].isdigit()
    ]
    told = ", ".join(dict.fromkeys(names[:3]))
    return HookPart(
        "concrete", min(20, 10 * len(names)), 20, f"it names {told}" if names else "it names nothing in particular"
    )
