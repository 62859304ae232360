"""Gemini's voices: generateContent that answers in sound. They speak many languages, follow instructions, and tell no times."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Any, Literal

from reelwright.errors import ContentRefused, OutcomeUnknown, ProviderFailed
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.providers.payments import Call, Paid
from reelwright.providers.speech import Speech, Voice
from reelwright.vendors.google.api import api
from reelwright.vendors.google.manifest import VENDOR
from reelwright.vendors.hosted_speech import HostedSpeech, Reach, Take, sent_sound
from reelwright.vendors.speech_pieces import Piece

_MOST_BYTES = 64_000_000
_TOKENS_A_LETTER = 25 / 15
"""Of sound: 25 tokens a second, some 15 letters a second."""
_WOMEN = (
    "Kore firm, Aoede breezy, Leda youthful, Zephyr bright, Sulafat warm, Callirrhoe easy-going, Autonoe bright, Despina smooth, "
    "Erinome clear, Laomedeia upbeat, Achernar soft, Gacrux mature, Pulcherrima forward, Vindemiatrix gentle"
)
_MEN = (
    "Charon informative, Puck upbeat, Orus firm, Iapetus clear, Fenrir excitable, Enceladus breathy, Umbriel easy-going, "
    "Algieba smooth, Algenib gravelly, Rasalgethi informative, Alnilam firm, Schedar even, Achird friendly, "
    "Zubenelgenubi casual, Sadachbia lively, Sadaltager knowledgeable"
)


@dataclass(frozen=True)
class GeminiVoices:
    """See ``hosted_speech.SpeechEngine``."""

    access: Access
    http: VendorHttp
    most: int = 4000
    reads_ipa: bool = False
    hears_context: bool = False

    @property
    def version(self) -> str:
        return f"{self.access.option('speech_model')} {self.access.option('speech_instructions')}".strip()

    @property
    def usual(self) -> tuple[Voice, ...]:
        return (*_rows(_WOMEN, "female"), *_rows(_MEN, "male"))

    def listed(self) -> list[Voice]:
        """Gemini has no list to ask for: its documentation names the voices."""
        return list(self.usual)

    def is_voice(self, name: str) -> bool:
        return False

    def size(self, text: str) -> int:
        return len(text)

    def reach(self, voice: str) -> Reach:
        return Reach()

    def say(self, piece: Piece) -> Take:
        told = self.access.option("speech_instructions").rstrip(": ")
        text = f"{told}: {piece.text}" if told else piece.text
        model = self.access.option("speech_model")
        body = {
            "contents": [{"role": "user", "parts": [{"text": text}]}],
            "generationConfig": {
                "responseModalities": ["AUDIO"],
                "speechConfig": {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": piece.voice}}},
            },
        }

        def perform(call: Call) -> Paid:
            answer = self.http.json("POST", f"v1beta/models/{model}:generateContent", json=body, most_bytes=_MOST_BYTES)
            name = self.access.shelf.put(_sound(answer), ".wav")
            return Paid({"files": [name]}, usage=_usage(answer), provider_ref=str(answer.get("responseId", "")))

        expected = {"input_tokens": len(text) / 3, "output_tokens": len(piece.text) * _TOKENS_A_LETTER}
        paid = self.access.pay("speech", {"model": model} | body, expected, perform)
        return Take(*sent_sound(paid, self.access))


def connect(access: Access) -> HostedSpeech:
    """See ``providers.manifest.Offer``."""
    return HostedSpeech(GeminiVoices(access, api(access)))


def _sound(answer: Any) -> bytes:
    """The answer's samples as a WAV file. They come as 16-bit little-endian PCM, the rate in their type."""
    try:
        blocked = (answer.get("promptFeedback") or {}).get("blockReason")
        candidate = (answer.get("candidates") or [{}])[0]
        reason = str(blocked or candidate.get("finishReason", ""))
        parts = (candidate.get("content") or {}).get("parts") or []
        rows = [part["inlineData"] for part in parts if part.get("inlineData")]
        pcm = b"".join(base64.b64decode(row["data"], validate=True) for row in rows)
        rate = re.search(r"rate=(\d+)", rows[0]["mimeType"]) if rows else None
    except (AttributeError, KeyError, IndexError, TypeError, ValueError, binascii.Error):
        raise OutcomeUnknown(
            f"{VENDOR.title} answered in an unknown shape", hint="it may have been charged for"
        ) from None
    if pcm:
        return Speech(pcm[: len(pcm) // 2 * 2], int(rate[1]) if rate else 24_000, (), False).wav()
    if blocked or reason in ("SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "RECITATION", "SPII"):
        raise ContentRefused(f"{VENDOR.title} does not say this ({reason})", hint="change the words")
    raise ProviderFailed(
        f"{VENDOR.title} answered without sound ({reason or 'no reason'})", hint="try again, or reword it"
    )


def _usage(answer: Any) -> dict[str, int]:
    told = answer.get("usageMetadata") or {}
    return {
        "input_tokens": int(told.get("promptTokenCount") or 0),
        "output_tokens": int(told.get("candidatesTokenCount") or 0),
    }


def _rows(names: str, gender: Literal["female", "male"]) -> list[Voice]:
    pairs = (row.split() for row in names.split(", "))
    return [Voice(f"google:{name}", name, "mul", gender, "google", style) for name, style in pairs]
