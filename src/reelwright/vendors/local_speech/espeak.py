"""eSpeak NG: every language, from the wheel, each utterance in a fresh child process."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import lru_cache
from importlib.metadata import version

import numpy as np

from reelwright.errors import ProviderFailed
from reelwright.providers.speech import Speech, SpeechRequest, Voice
from reelwright.vendors.local_speech.word_times import cut_to_sound, piece_spans, starts_from_events, words_with_ends

WORDS_PER_MINUTE = 160
"""A calm narrator's pace; eSpeak's own default of 175 sounds hurried."""
_SECONDS_LIMIT = 60
_ALIASES = {
    "en": "en-us", "zh": "cmn", "zh-cn": "cmn", "zh-tw": "cmn", "zh-hans": "cmn", "zh-hant": "cmn", "zh-hk": "yue",
    "no": "nb", "nn": "nb", "iw": "he", "in": "id", "fil": "tl", "fr": "fr-fr", "es-mx": "es-419",
}  # fmt: skip
"""Tags people write that eSpeak NG knows by another name."""


class EspeakSpeech:
    """Voices are named by language: ``espeak:en-us``, ``espeak:es``; ``+f3`` and the like choose a timbre."""

    name = "espeak"

    @property
    def version(self) -> str:
        return f"espeak-{version('espeakng-loader')}-{WORDS_PER_MINUTE}"

    def voices(self) -> tuple[Voice, ...]:
        return _voices()

    def speak(self, request: SpeechRequest) -> Speech:
        spans = piece_spans(request.text)
        voice = request.voice.removeprefix("espeak:")
        answer = _child({"text": request.text, "voice": voice, "words_per_minute": round(WORDS_PER_MINUTE * request.speed)})
        head, _, sound = answer.partition(b"\n")
        facts = json.loads(head)
        samples = np.frombuffer(sound, "<i2").astype(np.float32) / 32768
        if not samples.size or not samples.any():
            raise ProviderFailed(f"eSpeak NG said nothing for {request.text[:40]!r}", hint="the text may hold no word it can read in this language")
        seconds = len(samples) / facts["rate"]
        events = [(position, milliseconds / 1000) for position, milliseconds in facts["words"]]
        words = words_with_ends(spans, starts_from_events(spans, events, seconds), samples, facts["rate"])
        sounding, moved = cut_to_sound(samples, facts["rate"], words)
        return Speech(sounding, facts["rate"], moved)


def voice_for(language: str) -> str | None:
    """The voice id for a language tag (``pt-BR``, ``en``), or ``None`` when eSpeak NG does not speak it."""
    tags = [tag for voice in _voices() for tag in voice.languages]
    wanted = _ALIASES.get(language.lower(), language.lower())
    for tag in (wanted, wanted.split("-")[0]):
        if tag in tags:
            return f"espeak:{tag}"
    return next((f"espeak:{tag}" for tag in tags if tag.split("-")[0] == wanted.split("-")[0]), None)


@lru_cache(maxsize=1)
def _voices() -> tuple[Voice, ...]:
    rows = json.loads(_child({"voices": True}))
    genders = {1: "male", 2: "female"}
    return tuple(Voice(f"espeak:{tag}", name.replace("_", " "), (tag,), genders.get(gender, "neutral")) for tag, name, gender in sorted(rows))


def _child(request: dict[str, object]) -> bytes:
    command = [sys.executable, "-m", "reelwright.vendors.local_speech.espeak_child"]
    try:
        done = subprocess.run(command, input=json.dumps(request).encode(), capture_output=True, timeout=_SECONDS_LIMIT, check=False)
    except subprocess.TimeoutExpired:
        raise ProviderFailed(f"eSpeak NG took longer than {_SECONDS_LIMIT} s", hint="divide the sentence") from None
    if done.returncode == 4:
        raise ProviderFailed(f"eSpeak NG has no voice {request.get('voice')!r}", hint="`reel voices` lists them")
    if done.returncode != 0:
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        raise ProviderFailed(f"eSpeak NG failed ({reason[-1] if reason else f'exit {done.returncode}'})", hint="`reel doctor` checks it")
    return done.stdout
