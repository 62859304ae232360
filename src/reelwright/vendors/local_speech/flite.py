"""English speech by Flite where the system has its library: far clearer than eSpeak NG."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reelwright.errors import InvalidInput, ProviderNeeded
from reelwright.providers.access import Access
from reelwright.providers.speech import Speech, SpeechAbilities, SpeechRequest, Voice
from reelwright.speaking.child_process import ask_child
from reelwright.speaking.engine_text import engine_text, has_letters, plain_ascii
from reelwright.speaking.finish import finished, wordless
from reelwright.transcript.anchoring import place_units
from reelwright.vendors.local_speech.installed import flite_file

PROVIDER = "flite"
INSTALL_HINT = "apt-get install flite (or your system's flite package)"
_REVISION = "2"
_SCRIPT = Path(__file__).with_name("flite_child.py")
_RATE = 16_000


@dataclass(frozen=True, slots=True)
class _FliteVoice:
    library: str
    name: str
    language: str
    gender: Literal["female", "male"]
    stretch: float
    """Brings the voice to a narration pace of about 170 words a minute."""


_VOICES = {
    "slt": _FliteVoice("cmu_us_slt", "SLT, American woman", "en-us", "female", 1.17),
    "rms": _FliteVoice("cmu_us_rms", "RMS, American man", "en-us", "male", 1.03),
    "awb": _FliteVoice("cmu_us_awb", "AWB, Scottish man", "en-gb", "male", 1.17),
}


class FliteSpeech:
    """``SpeechSynthesis`` by Flite, English only. Times are those of the engine's own sounds."""

    @property
    def abilities(self) -> SpeechAbilities:
        return SpeechAbilities(
            name=PROVIDER,
            version=f"{_version()}/{_REVISION}",
            languages=("en",),
            word_times=True,
            offline=True,
            sample_rate=_RATE,
        )

    def voices(self) -> tuple[Voice, ...]:
        return tuple(
            Voice(f"{PROVIDER}:{key}", voice.name, voice.language, voice.gender, PROVIDER, "recorded")
            for key, voice in _VOICES.items()
            if flite_file(voice.library)
        )

    def speak(self, request: SpeechRequest) -> Speech:
        key = flite_voice(request.voice, request.language)
        voice = _VOICES[key]
        library, voice_library = flite_file(), flite_file(voice.library)
        if library is None or voice_library is None:
            raise ProviderNeeded(f"the Flite voice {key!r} is not installed", hint=INSTALL_HINT)
        units = request.text.split()
        said = engine_text([[unit] for unit in units], plain_ascii)
        if not has_letters(request.text):
            return wordless(units, _RATE)
        if lost := [unit for unit in units if has_letters(unit) and not has_letters(plain_ascii(unit))]:
            raise InvalidInput(
                f"Flite reads English only and cannot say {lost[0]!r}", hint="choose an espeak voice for this language"
            )
        facts, pcm = ask_child(
            _SCRIPT,
            {
                "library": str(library),
                "voice_library": str(voice_library),
                "register": f"register_{voice.library}",
                "text": said.text + " ",
                "duration_stretch": voice.stretch / request.speed,
                "f0_shift": 2 ** (request.pitch / 12),
            },
            timeout_s=20 + len(said.text) / 50,
            engine="Flite",
        )
        rate = int(facts["rate"])
        # the engine reports the place just past the space that follows a token
        anchors = [(said.unit_at(place - 2), start) for place, start, _ in facts["tokens"]]
        return finished(pcm, rate, place_units(units, anchors, len(pcm) / 2 / rate), "Flite")


def connect(access: Access) -> FliteSpeech:
    """See ``providers.manifest.Offer``."""
    del access
    return FliteSpeech()


def flite_voice(voice: str, language: str) -> str:
    """``slt``, ``rms`` or ``awb`` for what a person wrote; ``auto``, ``flite`` and ``female`` are slt, ``male`` rms.

    Raises ``InvalidInput`` for another voice or a language other than English.
    """
    if not speaks(language):
        raise InvalidInput(f"Flite speaks English, not {language!r}", hint="choose an espeak voice for this language")
    key = voice.removeprefix(f"{PROVIDER}:")
    key = {"": "slt", "auto": "slt", PROVIDER: "slt", "female": "slt", "male": "rms"}.get(key, key)
    if key not in _VOICES:
        raise InvalidInput(f"Flite has no voice {voice!r}", hint=f"choose one of {', '.join(_VOICES)}")
    return key


def speaks(language: str) -> bool:
    return re.split(r"[-_]", language.strip().lower())[0] == "en"


def _version() -> str:
    """From the library's full file name (``libflite.so.2.2``)."""
    library = flite_file()
    digits = re.search(r"\d+(?:\.\d+)+", library.resolve().name) if library else None
    return digits.group() if digits else "unknown"
