"""How long a text will take a voice, and how many letters a time allows: estimated at first, then learnt from the voice's own takes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

_MS_A_LETTER = {
    "ar": 74, "bn": 72, "cs": 70, "da": 64, "de": 66, "el": 64, "en": 62, "es": 58, "fi": 62, "fr": 60, "he": 80, "hi": 72, "hu": 66,
    "id": 60, "it": 60, "ja": 190, "ko": 190, "nb": 62, "nl": 63, "no": 62, "pl": 66, "pt": 60, "ro": 61, "ru": 66, "sv": 62, "ta": 62,
    "th": 78, "tr": 64, "uk": 66, "vi": 74, "yue": 240, "zh": 240, "cmn": 240,
}  # fmt: skip
"""Of narration, letters and digits counted, pauses left out: within some 15 per cent of what other dubbers' tables say. Only a
start: three takes of a voice replace it."""
_USUAL = 65
_PAUSE_MS = {
    ",": 180,
    ";": 220,
    ":": 220,
    ".": 320,
    "!": 320,
    "?": 320,
    "…": 350,
    "—": 200,
    "、": 180,
    "，": 180,
    "。": 320,
    "।": 320,
}
_CALIBRATED = 3
"""Takes after which a voice's own rate counts alone."""


def letters(text: str) -> int:
    """Letters, marks and digits: what is spoken. Marks that only change a letter count half in sum, as most are vowels."""
    count = 0.0
    for sign in text:
        kind = unicodedata.category(sign)[0]
        count += 1.0 if kind in "LN" else 0.5 if kind == "M" else 0.0
    return round(count)


@dataclass(frozen=True, slots=True)
class VoiceRate:
    """``ms_a_letter`` at rate 1; ``takes`` it was learnt from."""

    ms_a_letter: float
    takes: int = 0

    def estimate_ms(self, text: str) -> int:
        """How long the text will take, its inner pauses included."""
        inner = text.strip()[:-1]
        return round(letters(text) * self.ms_a_letter + sum(_PAUSE_MS.get(sign, 0) for sign in inner))

    def letters_in(self, duration_ms: float) -> int:
        """Letters that fit into a time."""
        return max(1, int(duration_ms / self.ms_a_letter))


def usual_rate(language: str) -> VoiceRate:
    """Of a language (BCP 47) before its voice has been heard."""
    return VoiceRate(_MS_A_LETTER.get(language.split("-")[0].lower(), _USUAL))


def learnt_rate(language: str, takes: Iterable[tuple[str, int]]) -> VoiceRate:
    """From takes (text, milliseconds at rate 1) of one voice: their median, mixed with the usual rate while they are few."""
    usual = usual_rate(language)
    seen = [
        (duration_ms - sum(_PAUSE_MS.get(sign, 0) for sign in text.strip()[:-1])) / letters(text)
        for text, duration_ms in takes
        if letters(text) >= 5
    ]
    plausible = [each for each in seen if usual.ms_a_letter / 3 < each < usual.ms_a_letter * 3]
    if not plausible:
        return usual
    weight = min(1.0, len(plausible) / _CALIBRATED)
    return VoiceRate(weight * median(plausible) + (1 - weight) * usual.ms_a_letter, len(plausible))


def letter_budget(rate: VoiceRate, speech_ms: int, room_ms: int) -> tuple[int, int]:
    """(least, most) letters of a translation: it should fill the source's speech time, and must not outgrow the room.

    The window is wider for long segments than PersoDub's 15 per cent, which small models miss.
    """
    slack = 0.12 if speech_ms < 3000 else 0.18
    most = max(rate.letters_in(speech_ms * (1 + slack / 2)), rate.letters_in(room_ms))
    return max(1, rate.letters_in(speech_ms * (1 - slack))), max(2, most)
