"""OpenAI's voices: they speak any language, follow instructions, and tell no times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.providers.speech import Voice
from reelwright.vendors.hosted_speech import HostedSpeech, Reach, Take
from reelwright.vendors.openai.api import api
from reelwright.vendors.openai_speech_wire import say_with
from reelwright.vendors.speech_pieces import Piece

_VOICES: tuple[tuple[str, Literal["female", "male", "neutral"], str], ...] = (
    ("marin", "female", "natural"), ("cedar", "male", "natural"), ("coral", "female", "warm"), ("ash", "male", "clear"),
    ("nova", "female", "bright"), ("onyx", "male", "deep"), ("sage", "female", "calm"), ("echo", "male", "even"),
    ("shimmer", "female", "soft"), ("ballad", "male", "smooth"), ("verse", "male", "lively"), ("fable", "neutral", "British"),
    ("alloy", "neutral", "balanced"),
)  # fmt: skip
_ONLY_NEW = ("marin", "cedar", "ballad", "verse")
"""Not known to tts-1 and tts-1-hd."""


@dataclass(frozen=True)
class OpenAIVoices:
    """One model. See ``hosted_speech.SpeechEngine``."""

    access: Access
    http: VendorHttp
    most: int = 4096
    reads_ipa: bool = False
    hears_context: bool = False

    @property
    def model(self) -> str:
        return self.access.option("speech_model")

    @property
    def version(self) -> str:
        return f"{self.model} {self.access.option('speech_instructions')}".strip()

    @property
    def usual(self) -> tuple[Voice, ...]:
        return tuple(
            Voice(f"openai:{name}", name.capitalize(), "mul", gender, "openai", style)
            for name, gender, style in _VOICES
            if not (self.is_old and name in _ONLY_NEW)
        )

    @property
    def is_old(self) -> bool:
        """The first models obey a speed and take no instructions; the later ones the other way round."""
        return self.model.startswith("tts-1")

    def listed(self) -> list[Voice]:
        """OpenAI has no list to ask for: its documentation names the voices."""
        return list(self.usual)

    def is_voice(self, name: str) -> bool:
        return name.startswith("voice_")

    def size(self, text: str) -> int:
        return len(text)

    def reach(self, voice: str) -> Reach:
        return Reach((0.25, 4.0)) if self.is_old else Reach()

    def say(self, piece: Piece) -> Take:
        voice: Any = {"id": piece.voice} if piece.voice.startswith("voice_") else piece.voice
        body: dict[str, Any] = {"model": self.model, "input": piece.text, "voice": voice, "response_format": "wav"}
        if piece.speed != 1:
            body["speed"] = round(piece.speed, 3)
        if not self.is_old and (told := self.access.option("speech_instructions")):
            body["instructions"] = told
        return say_with(self.access, self.http, body)


def connect(access: Access) -> HostedSpeech:
    """See ``providers.manifest.Offer``."""
    return HostedSpeech(OpenAIVoices(access, api(access)))
