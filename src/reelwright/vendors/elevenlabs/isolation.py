"""Voices alone, by ElevenLabs: ``POST /v1/audio-isolation``.

https://elevenlabs.io/docs/api-reference/audio-isolation/convert
"""

from __future__ import annotations

from pathlib import Path

from reelwright.errors import ProviderFailed
from reelwright.providers.access import Access
from reelwright.providers.enhancement import EnhancementRequest
from reelwright.providers.payments import Call, Paid
from reelwright.vendors.elevenlabs.api import api
from reelwright.vendors.made_sound import checked_sound, keep_as_long
from reelwright.vendors.sent_recording import sent_recording

_LEAST_SECONDS, _MOST_SECONDS = 4.6, 3600.0


class ElevenLabsIsolation:
    """It knows no strengths: everything but voices is taken away."""

    version = "audio-isolation-1"

    def __init__(self, access: Access, timeout_seconds: float = 900.0, most_bytes: int = 500_000_000) -> None:
        self._access = access
        self._http = api(access, timeout_seconds)
        self._most_bytes = most_bytes

    @property
    def name(self) -> str:
        return self._access.name

    def enhance(self, request: EnhancementRequest) -> Path:
        """See ``providers.enhancement.AudioEnhancement``."""
        if request.keep != "voice-only":
            raise ProviderFailed("ElevenLabs takes everything but voices away", hint="ask for `voice-only`")
        sent = sent_recording(request.sound, request.folder)
        if not _LEAST_SECONDS <= sent.seconds <= _MOST_SECONDS:
            raise ProviderFailed(
                f"ElevenLabs takes no recording of {sent.seconds:.1f} s", hint="it takes 4.6 seconds to an hour"
            )

        def perform(call: Call) -> Paid:
            with sent.path.open("rb") as file:
                answer = self._http.call(
                    "POST", "v1/audio-isolation", files={"audio": (sent.name, file, sent.content_type)},
                    most_bytes=self._most_bytes,
                )  # fmt: skip
            path = request.folder / "isolated"
            path.write_bytes(answer.content)
            kept = keep_as_long(checked_sound(path, self._http.title), sent.seconds, request.folder, self._access.shelf)
            return Paid({"files": [kept]}, usage={"seconds": round(sent.seconds)})

        told = {"recording": sent.sha256, "version": self.version}
        paid = self._access.pay("isolation", told, {"seconds": sent.seconds}, perform)
        return self._access.shelf.path(paid.result["files"][0])


def connect(access: Access) -> ElevenLabsIsolation:
    """See ``providers.manifest.Offer``."""
    return ElevenLabsIsolation(access)
