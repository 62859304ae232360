"""Instant voice clones by ElevenLabs: ``POST /v1/voices/add``, ``DELETE /v1/voices/{id}``.

https://elevenlabs.io/docs/api-reference/voices/ivc/create
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from reelwright.errors import OutcomeUnknown, ProviderFailed
from reelwright.providers.access import Access
from reelwright.providers.cloning import CloneRequest, CloningAbilities
from reelwright.providers.payments import Call, Paid
from reelwright.vendors.cloned_voice import asked_of, name_with_key
from reelwright.vendors.elevenlabs.api import api

_LONGEST_NAME, _LONGEST_DESCRIPTION = 100, 500
_GONE = ("voice_does_not_exist", "voice_not_found")


class ElevenLabsCloning:
    """Each clone takes one of the account's places for voices; making one costs nothing else."""

    def __init__(self, access: Access, timeout_seconds: float = 300.0) -> None:
        self._access = access
        self._http = api(access, timeout_seconds)

    @property
    def abilities(self) -> CloningAbilities:
        return CloningAbilities(self._access.name, "ivc-1", is_multilingual=True)

    def clone(self, request: CloneRequest) -> str:
        """See ``providers.cloning.VoiceCloning``."""
        name = name_with_key(request, _LONGEST_NAME)

        def perform(call: Call) -> Paid:
            made = self._made_before(name) or self._make(request, name)
            return Paid({"voice": made}, provider_ref=made)

        paid = self._access.pay("clone", asked_of(request), {}, perform, is_idempotent=True)
        return f"{self._access.name}:{paid.result['voice']}"

    def remove(self, voice: str) -> None:
        """See ``providers.cloning.VoiceCloning``."""
        own = voice.removeprefix(f"{self._access.name}:")

        def ask() -> None:
            try:
                self._http.call("DELETE", f"v1/voices/{quote(own, safe='')}", most_bytes=1_000_000)
            except ProviderFailed as error:
                if error.status != 404 and not any(word in error.message for word in _GONE):
                    raise

        self._access.patiently(ask)

    def _made_before(self, name: str) -> str:
        """The voice of an earlier try whose answer was lost: names hold the key of their act."""
        told = self._http.json("GET", "v2/voices", params={"search": name, "page_size": 10})
        rows = told.get("voices", []) if isinstance(told, dict) else []
        return next((str(row["voice_id"]) for row in rows if row.get("name") == name and row.get("voice_id")), "")

    def _make(self, request: CloneRequest, name: str) -> str:
        fields = {"name": name, "remove_background_noise": "false"}
        if request.description:
            fields["description"] = request.description[:_LONGEST_DESCRIPTION]
        if request.language:
            fields["labels"] = json.dumps({"language": request.language.split("-")[0].lower()})
        with request.sample.open("rb") as file:
            told: Any = self._http.json(
                "POST", "v1/voices/add", data=fields, files={"files": ("sample.wav", file, "audio/wav")}
            )
        voice = told.get("voice_id") if isinstance(told, dict) else None
        if not isinstance(voice, str) or not voice:
            raise OutcomeUnknown(
                f"{self._http.title} answered in an unknown shape", hint="look at the account's voices"
            )
        if told.get("requires_verification"):
            self.remove(voice)  # it would refuse to speak, and keep its place
            raise ProviderFailed(
                f"{self._http.title} wants the voice to be verified before it is cloned", hint="verify it there, or clone it elsewhere"
            )  # fmt: skip
        return voice


def connect(access: Access) -> ElevenLabsCloning:
    """See ``providers.manifest.Offer``."""
    return ElevenLabsCloning(access)
