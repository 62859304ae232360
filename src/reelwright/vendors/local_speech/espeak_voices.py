"""eSpeak NG's voices as a person chooses them: one row per language and timbre."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Literal

from reelwright.errors import InvalidInput
from reelwright.providers.speech import Voice
from reelwright.speaking.espeak_library import EngineVoice

PROVIDER = "espeak"
_TIMBRES: tuple[tuple[str, str, Literal["female", "male"]], ...] = (
    ("", "", "male"),
    ("+f3", "female", "female"),
    ("+f2", "second female", "female"),
    ("+m3", "second male", "male"),
)
_ALIASES = {
    "en": "en-us", "fr": "fr-fr", "fr-ca": "fr-fr", "pt-pt": "pt", "zh": "cmn", "zh-hk": "yue",
    "zh-mo": "yue", "no": "nb",
    "es-us": "es-419", "es-mx": "es-419", "es-ar": "es-419", "es-co": "es-419", "es-cl": "es-419", "es-pe": "es-419",
    "iw": "he", "in": "id", "ji": "yi", "mo": "ro", "sh": "hr", "nn": "nb", "prs": "fa",
}  # fmt: skip
_TIMBRE = re.compile(r"[A-Za-z0-9_-]+")


def voice_rows(offered: Sequence[EngineVoice]) -> tuple[Voice, ...]:
    """Four timbres of every engine voice, in order of language."""
    return tuple(
        Voice(
            id=f"{PROVIDER}:{voice.code}{suffix}",
            name=f"{voice.name}, {style}" if style else voice.name,
            language=voice.code,
            gender=gender,
            provider=PROVIDER,
            style="synthetic",
        )
        for voice in sorted(offered, key=lambda voice: voice.code)
        for suffix, style, gender in _TIMBRES
    )


def chosen_voice(wish: str, language: str, codes: Sequence[str]) -> str:
    """The voice meant, as ``code`` or ``code+timbre``: ``espeak:de+f3`` is ``de+f3``; ``auto`` follows the language.

    ``espeak``, ``female`` and ``male`` follow the language too. Any timbre the engine knows may come after ``+``.
    Raises ``InvalidInput`` when the language or the voice is not there.
    """
    name = wish.removeprefix(f"{PROVIDER}:")
    if name in ("", "auto", PROVIDER, "male"):
        return matching_code(language, codes)
    if name == "female":
        return matching_code(language, codes) + "+f3"
    base, plus, timbre = name.partition("+")
    if base.lower() not in codes or (plus and not _TIMBRE.fullmatch(timbre)):
        raise InvalidInput(f"eSpeak NG has no voice {wish!r}", hint=_nearest(base, codes))
    return base.lower() + plus + timbre


def matching_code(language: str, codes: Sequence[str]) -> str:
    """The engine voice for a BCP 47 tag: itself, its customary stand-in, its language without region, then any
    region.

    Raises ``InvalidInput`` when the language is not spoken.
    """
    parts = language.strip().lower().replace("_", "-").split("-")
    for length in range(len(parts), 0, -1):
        tag = "-".join(parts[:length])
        for candidate in (_ALIASES.get(tag, tag), tag):
            if candidate in codes:
                return candidate
    regional = sorted(code for code in codes if code.startswith(parts[0] + "-"))
    if regional and parts[0]:
        return regional[0]
    raise InvalidInput(f"eSpeak NG does not speak {language!r}", hint=_nearest(parts[0], codes))


def _nearest(wanted: str, codes: Sequence[str]) -> str:
    close = difflib.get_close_matches(wanted.lower(), codes, n=3, cutoff=0.5)
    return f"did you mean {' or '.join(close)}?" if close else "write a language tag such as en-us, es, hi or pt-br"
