"""Instant voice clones by ElevenLabs: ``POST /v1/voices/add``, ``DELETE /v1/voices/{id}``.

https://elevenlabs.io/docs/api-reference/voices/ivc/create
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from reelwright.errors import OutcomeUnknown, ProviderFailed
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.providers.cloning import CloneRequest
from reelwright.vendors.cloned_voice import name_with_key
from reelwright.vendors.elevenlabs.api import api
from reelwright.vendors.hosted_cloning import HostedCloning, UnusableVoice

_LONGEST_NAME, _LONGEST_DESCRIPTION = 100, 500
_GONE = ("voice_does_not_exist", "voice_not_found")


@dataclass(frozen=True)
class ElevenLabsClones:
    """See ``hosted_cloning.CloneMaker``. Each clone takes one of the account's places for voices; making one costs nothing else."""

    http: VendorHttp
    version: str = "ivc-1"
    is_multilingual: bool = True

    def made(self, request: CloneRequest) -> str:
        name = name_with_key(request, _LONGEST_NAME)
        return self._made_before(name) or self._make(request, name)

    def forget(self, voice: str) -> None:
        self.http.call("DELETE", f"v1/voices/{voice}", most_bytes=1_000_000)

    def is_gone(self, refusal: ProviderFailed) -> bool:
        return refusal.status == 404 or any(word in refusal.message for word in _GONE)

    def _made_before(self, name: str) -> str:
        """The voice of an earlier try whose answer was lost: names hold the key of their act."""
        told = self.http.json("GET", "v2/voices", params={"search": name, "page_size": 10})
        rows = told.get("voices", []) if isinstance(told, dict) else []
        return next((str(row["voice_id"]) for row in rows if row.get("name") == name and row.get("voice_id")), "")

    def _make(self, request: CloneRequest, name: str) -> str:
        fields = {"name": name, "remove_background_noise": "false"}
        if request.description:
            fields["description"] = request.description[:_LONGEST_DESCRIPTION]
        if request.language:
            fields["labels"] = json.dumps({"language": request.language.split("-")[0].lower()})
        with request.sample.open("rb") as file:
            told: Any = self.http.json(
                "POST", "v1/voices/add", data=fields, files={"files": ("sample.wav", file, "audio/wav")}
            )
        voice = told.get("voice_id") if isinstance(told, dict) else None
        if not isinstance(voice, str) or not voice:
            raise OutcomeUnknown(f"{self.http.title} answered in an unknown shape", hint="look at the account's voices")
        if told.get("requires_verification"):
            unverified = UnusableVoice(
                f"{self.http.title} wants the voice to be verified before it is cloned",
                hint="verify it there, or clone it elsewhere",
            )
            unverified.voice = voice
            raise unverified
        return voice


def connect(access: Access, timeout_seconds: float = 300.0) -> HostedCloning:
    """See ``providers.manifest.Offer``."""
    return HostedCloning(access, ElevenLabsClones(api(access, timeout_seconds)))
