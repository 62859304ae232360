"""Deepgram listens: POST /v1/listen with the sound as the body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reelwright.http.vendor import VendorHttp
from reelwright.media.mono_write import MIME, Coding
from reelwright.providers.access import Access
from reelwright.providers.heard_words import Heard
from reelwright.providers.payments import Call
from reelwright.providers.recognition import RecognitionRequest
from reelwright.vendors.deepgram.api import api
from reelwright.vendors.hosted_recognition import MOST_BYTES, HostedRecognition, Piece, Told

_MOST_TERMS = 100
"""Key terms in one call."""


def connect(access: Access, timeout_seconds: float = 900.0, most_bytes: int = MOST_BYTES) -> HostedRecognition:
    """See ``providers.manifest.Offer``."""
    seconds = float(access.offer.limits["seconds"])
    ear = DeepgramEar(api(access, timeout_seconds), access.option("recognition_model"), seconds, most_bytes)
    return HostedRecognition(access, ear)


@dataclass(frozen=True)
class DeepgramEar:
    """See ``vendors.hosted_recognition.Ear``."""

    http: VendorHttp
    version: str
    longest_seconds: float
    most_bytes: int
    coding: Coding = "opus"

    def wish(self, request: RecognitionRequest, before: Sequence[Heard]) -> dict[str, Any]:
        del before
        wish: dict[str, Any] = {
            "model": self.version,
            "smart_format": "true",
            "punctuate": "true",
            "utterances": "true",
        }
        wish |= {"language": request.language} if request.language else {"detect_language": "true"}
        if request.speakers:
            wish["diarize"] = "true"  # how many there are cannot be told
        if request.vocabulary:
            # Nova-3 takes key terms; the models before it, keywords.
            wish["keyterm" if "nova-3" in self.version else "keywords"] = list(request.vocabulary[:_MOST_TERMS])
        return wish

    def ask(self, call: Call, piece: Piece, wish: dict[str, Any]) -> Any:
        del call
        params = [
            (name, each) for name, value in wish.items() for each in (value if isinstance(value, list) else [value])
        ]
        with piece.path.open("rb") as sound:
            return self.http.json(
                "POST", "v1/listen", most_bytes=self.most_bytes, params=params, content=sound,
                headers={"Content-Type": MIME[self.coding]},
            )  # fmt: skip

    def told(self, answer: Any, wish: dict[str, Any]) -> Told:
        channel = answer["results"]["channels"][0]
        words = [_heard(row) for row in channel["alternatives"][0]["words"]]
        return Told(words, str(channel.get("detected_language") or wish.get("language", "")))


def _heard(row: dict[str, Any]) -> Heard:
    speaker = row.get("speaker")
    return Heard(
        str(row.get("punctuated_word") or row["word"]), float(row["start"]), float(row["end"]),
        "" if speaker is None else str(speaker), _number(row.get("confidence")),
    )  # fmt: skip


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None
