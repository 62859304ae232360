"""ElevenLabs' Scribe listens: POST /v1/speech-to-text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reelwright.http.vendor import VendorHttp
from reelwright.media.mono_write import MIME, Coding
from reelwright.providers.access import Access
from reelwright.providers.heard_words import Heard
from reelwright.providers.payments import Call
from reelwright.providers.recognition import RecognitionRequest
from reelwright.transcript.language_names import base_language
from reelwright.vendors.elevenlabs.api import api
from reelwright.vendors.hosted_recognition import MOST_BYTES, HostedRecognition, Piece, Told

_MOST_SPEAKERS = 32
_MOST_TERMS = 100


def connect(access: Access, timeout_seconds: float = 900.0, most_bytes: int = MOST_BYTES) -> HostedRecognition:
    """See ``providers.manifest.Offer``."""
    seconds = float(access.offer.limits["seconds"])
    return HostedRecognition(
        access, ScribeEar(api(access, timeout_seconds), access.option("recognition_model"), seconds, most_bytes)
    )


@dataclass(frozen=True)
class ScribeEar:
    """See ``vendors.hosted_recognition.Ear``."""

    http: VendorHttp
    version: str
    longest_seconds: float
    most_bytes: int
    coding: Coding = "opus"

    def wish(self, request: RecognitionRequest, before: Sequence[Heard]) -> dict[str, Any]:
        del before
        wish: dict[str, Any] = {"model_id": self.version, "timestamps_granularity": "word", "tag_audio_events": "false"}
        if request.language:
            wish["language_code"] = base_language(request.language)
        if request.speakers:
            wish["diarize"] = "true"
        if request.speakers > 0:
            wish["num_speakers"] = str(min(request.speakers, _MOST_SPEAKERS))
        if request.vocabulary and self.version != "scribe_v1":  # the first model takes no terms
            wish["keyterms"] = list(request.vocabulary[:_MOST_TERMS])
        return wish

    def ask(self, call: Call, piece: Piece, wish: dict[str, Any]) -> Any:
        del call
        with piece.path.open("rb") as sound:
            files = {"file": (piece.path.name, sound, MIME[self.coding])}
            return self.http.json("POST", "v1/speech-to-text", most_bytes=self.most_bytes, data=wish, files=files)

    def told(self, answer: Any, wish: dict[str, Any]) -> Told:
        words = [_heard(row) for row in answer["words"] if row["type"] == "word"]
        return Told(words, str(answer.get("language_code") or wish.get("language_code", "")))


def _heard(row: dict[str, Any]) -> Heard:
    likely = row.get("logprob")
    return Heard(
        str(row["text"]), float(row["start"]), float(row["end"]), str(row.get("speaker_id") or ""),
        math.exp(min(0.0, likely)) if isinstance(likely, int | float) else None,
    )  # fmt: skip
