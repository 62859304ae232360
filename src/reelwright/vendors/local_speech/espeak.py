"""Speech in some 120 languages by eSpeak NG, from the library in the ``espeakng-loader`` wheel."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from reelwright.errors import InvalidInput, ProviderFailed, ProviderNeeded
from reelwright.providers.access import Access
from reelwright.providers.speech import Speech, SpeechAbilities, SpeechRequest, Voice
from reelwright.transcript.anchoring import place_units
from reelwright.transcript.spoken_units import spoken_units
from reelwright.vendors.local_speech.child_process import ask_child
from reelwright.vendors.local_speech.engine_text import engine_text, has_letters, speakable
from reelwright.vendors.local_speech.espeak_voices import PROVIDER, EngineVoice, chosen_voice, voice_rows
from reelwright.vendors.local_speech.finish import finished, wordless
from reelwright.vendors.local_speech.installed import espeak_files

_WHEEL = "espeakng-loader"
_REVISION = "2"
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
            languages=tuple(voice.code for voice in _engine_voices()),
            word_times=True,
            offline=True,
            sample_rate=_RATE,
        )

    def voices(self) -> tuple[Voice, ...]:
        return voice_rows(_engine_voices())

    def speak(self, request: SpeechRequest) -> Speech:
        files = {voice.code: voice.file for voice in _engine_voices()}
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
            "espeak_child.py",
            {
                **_library(),
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


def _library() -> dict[str, str]:
    files = espeak_files()
    if files is None:
        raise ProviderFailed("the eSpeak NG library is not installed", hint=f"pip install {_WHEEL}")
    return {"library": str(files[0]), "data": str(files[1])}


def _timbres() -> tuple[str, ...]:
    """The engine speaks with its plain voice when it does not know one, so names are checked here."""
    folder = Path(_library()["data"], "espeak-ng-data", "voices", "!v")
    return tuple(sorted(path.name for path in folder.iterdir()))


@lru_cache(maxsize=1)
def _engine_voices() -> tuple[EngineVoice, ...]:
    facts, _ = ask_child("espeak_child.py", {**_library(), "do": "list"}, timeout_s=20, engine="eSpeak NG")
    rows: dict[str, EngineVoice] = {}
    for row in facts["voices"]:
        code = str(row["language"]).lower()
        if code.split("-")[0] in _MUTE:
            continue
        rows.setdefault(code, EngineVoice(code, str(row["name"]).strip(), str(row["file"])))
    return tuple(sorted(rows.values(), key=lambda voice: voice.code))
