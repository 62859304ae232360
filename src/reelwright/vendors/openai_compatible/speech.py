"""Voices of any server that answers POST /audio/speech as OpenAI does: Kokoro-FastAPI, LocalAI, vLLM-Omni, Speaches …"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from reelwright.errors import ProviderFailed, ProviderRefused, ProviderUnavailable
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.providers.speech import Voice
from reelwright.vendors.hosted_speech import HostedSpeech, Reach, Take
from reelwright.vendors.openai_compatible.manifest import SPEECH_VENDOR
from reelwright.vendors.openai_speech_wire import say_with
from reelwright.vendors.speech_pieces import Piece

_KOKORO = re.compile(r"([abefhijpz])([fm])_\w+")
CLONED = re.compile(r"reel-[A-Za-z0-9_-]{0,40}-[0-9a-f]{12}")
"""Names we give to clones; the list of voices, which is kept for a day, may not hold them yet."""
_KOKORO_TONGUES = {
    "a": "en-US", "b": "en-GB", "e": "es", "f": "fr", "h": "hi", "i": "it", "j": "ja", "p": "pt-BR", "z": "zh",
}  # fmt: skip


@dataclass(frozen=True)
class ServerVoices:
    """See ``hosted_speech.SpeechEngine``."""

    access: Access
    http: VendorHttp
    most: int = 4096
    reads_ipa: bool = False
    hears_context: bool = False

    @property
    def version(self) -> str:
        return f"{self.access.option('base_url')}#{self.access.option('speech_model')}"

    @property
    def usual(self) -> tuple[Voice, ...]:
        return (_voice(self.access.option("speech_voice")),)

    def listed(self) -> list[Voice]:
        """GET /audio/voices, which Kokoro-FastAPI and others have; without it the configured voice is all we know."""
        try:
            told = self.http.json("GET", "audio/voices")
        except (ProviderUnavailable, ProviderRefused):
            raise
        except ProviderFailed:
            return list(self.usual)
        return [_voice(name) for name in _names(told)] or list(self.usual)

    def is_voice(self, name: str) -> bool:
        return CLONED.fullmatch(name) is not None

    def size(self, text: str) -> int:
        return len(text)

    def reach(self, voice: str) -> Reach:
        return Reach((0.5, 2.0)) if self.access.option("obeys_speed") == "1" else Reach()

    def say(self, piece: Piece) -> Take:
        body: dict[str, Any] = {
            "model": self.access.option("speech_model"),
            "input": piece.text,
            "voice": piece.voice,
            "response_format": "wav",
        }
        if piece.speed != 1:
            body["speed"] = round(piece.speed, 3)
        return say_with(self.access, self.http, body, is_repeatable=self.access.option("charges") == "0")


def connect(access: Access) -> HostedSpeech:
    """See ``providers.manifest.Offer``."""
    return HostedSpeech(ServerVoices(access, server_http(access)))


def server_http(access: Access, timeout_seconds: float = 300.0) -> VendorHttp:
    """Calls to the server, with its key where it has one."""
    key = access.option("api_key")
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    hint = f"set {SPEECH_VENDOR.variable('api_key')}"
    return VendorHttp(SPEECH_VENDOR.title, access.option("base_url"), headers, timeout_seconds, key_hint=hint)


def _names(told: Any) -> list[str]:
    rows = told.get("voices", told.get("data")) if isinstance(told, dict) else told
    found = [row if isinstance(row, str) else row.get("id") or row.get("name") for row in rows or []]
    return [str(name) for name in found if name]


def _voice(name: str) -> Voice:
    """Kokoro's names tell language and gender: ``bf_emma`` is a British woman."""
    match = _KOKORO.fullmatch(name)
    gender: Literal["female", "male", "neutral"] = "neutral"
    if match:
        gender = "female" if match[2] == "f" else "male"
    language = _KOKORO_TONGUES[match[1]] if match else "mul"
    title = name.partition("_")[2].capitalize() if match else name
    return Voice(f"{SPEECH_VENDOR.name}:{name}", title, language, gender, SPEECH_VENDOR.name)
