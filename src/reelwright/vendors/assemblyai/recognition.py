"""AssemblyAI listens: the sound uploaded, the work submitted, and asked after until it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from reelwright.errors import OutcomeUnknown, ProviderFailed, ProviderUnavailable
from reelwright.http.vendor import VendorHttp
from reelwright.media.mono_write import Coding
from reelwright.providers.access import Access
from reelwright.providers.heard_words import Heard
from reelwright.providers.payments import Call
from reelwright.providers.recognition import RecognitionRequest
from reelwright.vendors.assemblyai.api import api
from reelwright.vendors.hosted_recognition import MOST_BYTES, HostedRecognition, Piece, Told
from reelwright.vendors.slow_work import named

_POLL_SECONDS = 3.0
_LEAST_PATIENCE = 900.0
"""Seconds to wait for a short recording; a long one is waited for as long as it is."""
_MISSES = 5
"""So often in a row it may leave the question after the work unanswered."""
_MOST_TERMS = 200
"""The older of its models takes no more."""


def connect(access: Access, timeout_seconds: float = 120.0, most_bytes: int = MOST_BYTES) -> HostedRecognition:
    """See ``providers.manifest.Offer``."""
    ear = AssemblyEar(
        api(access, timeout_seconds), access.option("speech_models"), float(access.offer.limits["seconds"]), most_bytes, access.sleep
    )  # fmt: skip
    return HostedRecognition(access, ear)


@dataclass(frozen=True)
class AssemblyEar:
    """See ``vendors.hosted_recognition.Ear``."""

    http: VendorHttp
    version: str
    longest_seconds: float
    most_bytes: int
    sleep: Callable[[float], None] = field(repr=False)
    coding: Coding = "opus"

    def wish(self, request: RecognitionRequest, before: Sequence[Heard]) -> dict[str, Any]:
        del before
        models = [name.strip() for name in self.version.split(",") if name.strip()]
        wish: dict[str, Any] = {"speech_models": models, "punctuate": True, "format_text": True}
        wish |= {"language_code": _code(request.language)} if request.language else {"language_detection": True}
        if request.speakers:
            wish["speaker_labels"] = True
        if request.speakers > 0:
            wish["speakers_expected"] = request.speakers
        if request.vocabulary:
            wish["keyterms_prompt"] = list(request.vocabulary[:_MOST_TERMS])
        return wish

    def ask(self, call: Call, piece: Piece, wish: dict[str, Any]) -> Any:
        work = call.reference or self._submitted(call, piece, wish)
        looks = int(max(_LEAST_PATIENCE, piece.seconds) / _POLL_SECONDS)
        misses = 0
        for _ in range(looks):
            try:
                answer = self.http.json("GET", f"v2/transcript/{work}", most_bytes=self.most_bytes)
                misses = 0
            except ProviderUnavailable:
                misses += 1
                if misses >= _MISSES:
                    raise
                answer = {}
            status = answer.get("status") if isinstance(answer, dict) else None
            if status == "completed":
                return _kept(answer)
            if status == "error":
                raise ProviderFailed(f"AssemblyAI could not do it: {str(answer.get('error'))[:300]}")
            self.sleep(_POLL_SECONDS)
        raise ProviderUnavailable(
            f"AssemblyAI is still at work on {work}", hint="run it again later: it goes on from there"
        )

    def told(self, answer: Any, wish: dict[str, Any]) -> Told:
        words = [
            Heard(
                str(row["text"]),
                row["start"] / 1000,
                row["end"] / 1000,
                str(row.get("speaker") or ""),
                row.get("confidence"),
            )
            for row in answer["words"]
        ]
        return Told(words, str(answer.get("language_code") or wish.get("language_code", "")).replace("_", "-"))

    def _submitted(self, call: Call, piece: Piece, wish: dict[str, Any]) -> str:
        told = self.http.json("POST", "v2/transcript", json={"audio_url": self._uploaded(piece), **wish})
        work = named(self.http.title, told)
        call.accepted(work)
        return work

    def _uploaded(self, piece: Piece) -> str:
        """Where AssemblyAI keeps the sound. Uploading costs nothing, so whatever breaks it, it may be tried again."""
        try:
            with piece.path.open("rb") as sound:
                kind = {"Content-Type": "application/octet-stream"}
                told = self.http.json("POST", "v2/upload", content=sound, headers=kind)
            return str(told["upload_url"])
        except (OutcomeUnknown, KeyError, TypeError) as error:
            reason = error.message if isinstance(error, OutcomeUnknown) else "no address in its answer"
            raise ProviderUnavailable(f"the sound could not be sent to AssemblyAI: {reason}") from None


def _code(language: str) -> str:
    """``en-US`` is ``en_us`` to them."""
    return language.replace("-", "_").lower()


def _kept(answer: dict[str, Any]) -> dict[str, Any]:
    """What the books keep of an answer, which repeats every word in its utterances."""
    words = answer.get("words")
    return {"words": words if words is not None else [], "language_code": answer.get("language_code")}
