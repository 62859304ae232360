"""Clones by a server of one's own that speaks with a sample: Chatterbox TTS API, and whoever follows its contract.

``POST /voices`` takes a form (``voice_name``, ``voice_file``, ``language``), ``GET`` and ``DELETE /voices/{name}`` tell of a voice
and remove it, and ``POST /audio/speech`` with ``"voice": name`` speaks. https://github.com/travisvn/chatterbox-tts-api
"""

from __future__ import annotations

from dataclasses import dataclass

from reelwright.errors import OutcomeUnknown, ProviderFailed
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.providers.cloning import CloneRequest
from reelwright.vendors.cloned_voice import plain_name_with_key
from reelwright.vendors.hosted_cloning import HostedCloning
from reelwright.vendors.openai_compatible.manifest import SPEECH_VENDOR
from reelwright.vendors.openai_compatible.speech import server_http


@dataclass(frozen=True)
class ServerClones:
    """See ``hosted_cloning.CloneMaker``. A voice there has one language, which its model then speaks: so there is a clone for each."""

    http: VendorHttp
    version: str = "voices-1"
    is_multilingual: bool = False

    def made(self, request: CloneRequest) -> str:
        name = plain_name_with_key(request)
        if not self._is_there(name):
            self._make(request, name)
        return name

    def forget(self, voice: str) -> None:
        self.http.call("DELETE", f"voices/{voice}", most_bytes=1_000_000)

    def is_gone(self, refusal: ProviderFailed) -> bool:
        return refusal.status == 404

    def _is_there(self, name: str) -> bool:
        try:
            self.http.json("GET", f"voices/{name}")
        except ProviderFailed as error:
            if error.status == 404:
                return False
            raise
        return True

    def _make(self, request: CloneRequest, name: str) -> None:
        fields = {"voice_name": name}
        if request.language:
            fields["language"] = request.language.split("-")[0].lower()
        with request.sample.open("rb") as file:
            told = self.http.json(
                "POST", "voices", data=fields, files={"voice_file": (f"{name}.wav", file, "audio/wav")}
            )
        if not isinstance(told, dict):
            raise OutcomeUnknown(f"{self.http.title} answered in an unknown shape", hint="look at its voices")


def connect(access: Access, timeout_seconds: float = 300.0) -> HostedCloning:
    """See ``providers.manifest.Offer``."""
    return HostedCloning(access, ServerClones(server_http(access, timeout_seconds)))


def missing(access: Access) -> str:
    """See ``providers.manifest.Offer``."""
    if access.option("clones") == "1":
        return ""
    return f"set {SPEECH_VENDOR.variable('clones')}=1 if it takes voices by POST /voices"
