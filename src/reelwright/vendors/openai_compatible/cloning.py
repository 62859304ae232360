"""Clones by a server of one's own that speaks with a sample: Chatterbox TTS API, and whoever follows its contract.

``POST /voices`` takes a form (``voice_name``, ``voice_file``, ``language``), ``GET`` and ``DELETE /voices/{name}`` tell of a voice
and remove it, and ``POST /audio/speech`` with ``"voice": name`` speaks. https://github.com/travisvn/chatterbox-tts-api
"""

from __future__ import annotations

from urllib.parse import quote

from reelwright.errors import OutcomeUnknown, ProviderFailed
from reelwright.providers.access import Access
from reelwright.providers.cloning import CloneRequest, CloningAbilities
from reelwright.providers.payments import Call, Paid
from reelwright.vendors.cloned_voice import asked_of, plain_name_with_key
from reelwright.vendors.openai_compatible.manifest import SPEECH_VENDOR
from reelwright.vendors.openai_compatible.speech import server_http


class ServerCloning:
    """A voice there has one language, which its model then speaks: so there is a clone for each."""

    def __init__(self, access: Access, timeout_seconds: float = 300.0) -> None:
        self._access = access
        self._http = server_http(access, timeout_seconds)

    @property
    def abilities(self) -> CloningAbilities:
        return CloningAbilities(self._access.name, "voices-1", is_multilingual=False)

    def clone(self, request: CloneRequest) -> str:
        """See ``providers.cloning.VoiceCloning``."""
        name = plain_name_with_key(request)

        def perform(call: Call) -> Paid:
            if not self._is_there(name):
                self._make(request, name)
            return Paid({"voice": name}, provider_ref=name)

        paid = self._access.pay("clone", asked_of(request), {}, perform, is_idempotent=True)
        return f"{self._access.name}:{paid.result['voice']}"

    def remove(self, voice: str) -> None:
        """See ``providers.cloning.VoiceCloning``."""
        own = voice.removeprefix(f"{self._access.name}:")

        def ask() -> None:
            try:
                self._http.call("DELETE", f"voices/{quote(own, safe='')}", most_bytes=1_000_000)
            except ProviderFailed as error:
                if error.status != 404:
                    raise

        self._access.patiently(ask)

    def _is_there(self, name: str) -> bool:
        try:
            self._http.json("GET", f"voices/{name}")
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
            told = self._http.json(
                "POST", "voices", data=fields, files={"voice_file": (f"{name}.wav", file, "audio/wav")}
            )
        if not isinstance(told, dict):
            raise OutcomeUnknown(f"{self._http.title} answered in an unknown shape", hint="look at its voices")


def connect(access: Access) -> ServerCloning:
    """See ``providers.manifest.Offer``."""
    return ServerCloning(access)


def missing(access: Access) -> str:
    """See ``providers.manifest.Offer``."""
    if access.option("clones") == "1":
        return ""
    return f"set {SPEECH_VENDOR.variable('clones')}=1 if it takes voices by POST /voices"
