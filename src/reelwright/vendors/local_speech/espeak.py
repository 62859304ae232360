"""Speech in some 120 languages by eSpeak NG, from the library in the ``espeakng-loader`` wheel."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

from reelwright.errors import InvalidInput, ProviderNeeded
from reelwright.providers.access import Access
from reelwright.providers.speech import Speech, SpeechAbilities, SpeechRequest, Voice
from reelwright.speaking.child_process import ask_child
from reelwright.speaking.engine_text import engine_text, has_letters, speakable
from reelwright.speaking.espeak_library import ESPEAK_SCRIPT, EngineVoice, engine_voices, espeak_paths
from reelwright.speaking.finish import finished, wordless
from reelwright.transcript.anchoring import place_units
from reelwright.transcript.spoken_units import spoken_units
from reelwright.vendors.local_speech.espeak_voices import PROVIDER, chosen_voice, voice_rows

_WHEEL = "espeakng-loader"
_REVISION = "3"
"""Raise it when this adapter changes the sound or the times."""
_RATE = 22_050
_WORDS_PER_MINUTE = 150  # the engine's own count; with its pauses a narration comes to about 170
_PITCH_BELOW, _PITCH_ABOVE = 8.2, 6.0  # steps of the engine's scale (0 to 100, middle 50) per semitone, measured
_MUTE = ("fo", "kaa", "xex")
"""Listed by the library, but it has no dictionaries for them and stays silent."""
_IDEOGRAPH = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


class EspeakSpeech:
    """``SpeechSynthesis`` by eSpeak NG. Clear, robotic, repeatable to the byte; times come from the engine's events."""

    @property
    def abilities(self) -> SpeechAbilities:
        return SpeechAbilities(
            name=PROVIDER,
            version=f"{metadata.version(_WHEEL)}/{_REVISION}",
            languages=tuple(voice.code for voice in _voices()),
            word_times=True,
            offline=True,
            sample_rate=_RATE,
        )

    def voices(self) -> tuple[Voice, ...]:
        return voice_rows(_voices())

    def speak(self, request: SpeechRequest) -> Speech:
        files = {voice.code: voice.file for voice in _voices()}
        name = chosen_voice(request.voice, request.language, tuple(files))
        code, plus, timbre = name.partition("+")
        if plus and timbre not in (known := _timbres()):
            raise InvalidInput(f"eSpeak NG has no timbre {timbre!r}", hint=f"choose one of {', '.join(known)}")
        tokens = [spoken_units(token) for token in request.text.split()]
        units = [unit for token in tokens for unit in token]
        said = engine_text(tokens, speakable)
        if not has_letters(said.text):
            return wordless(units, _RATE)
        if code == "ja" and _IDEOGRAPH.search(said.text):
            raise ProviderNeeded(
                "eSpeak NG cannot read Japanese kanji, only kana",
                hint="write the line in kana, or configure a speech provider that speaks Japanese",
            )
        facts, pcm = ask_child(
            ESPEAK_SCRIPT,
            {
                **espeak_paths(),
                "do": "speak",
                "voice": files[code] + plus + timbre,
                "text": said.text,
                "rate": round(_WORDS_PER_MINUTE * request.speed),
                "pitch": round(50 + request.pitch * (_PITCH_ABOVE if request.pitch > 0 else _PITCH_BELOW)),
            },
            timeout_s=20 + len(said.text) / 100,
            engine="eSpeak NG",
        )
        rate = int(facts["rate"])
        anchors = [(said.unit_at(position), sample / rate) for position, sample in facts["words"]]
        return finished(pcm, rate, place_units(units, anchors, len(pcm) / 2 / rate), "eSpeak NG")


def connect(access: Access) -> EspeakSpeech:
    """See ``providers.manifest.Offer``."""
    del access
    return EspeakSpeech()


def _timbres() -> tuple[str, ...]:
    """The engine speaks with its plain voice when it does not know one, so names are checked here."""
    folder = Path(espeak_paths()["data"], "espeak-ng-data", "voices", "!v")
    return tuple(sorted(path.name for path in folder.iterdir()))


def _voices() -> tuple[EngineVoice, ...]:
    return tuple(voice for voice in engine_voices() if voice.code.split("-")[0] not in _MUTE)
