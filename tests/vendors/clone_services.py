"""Vendors of clones on loopback: they keep the voices they were sent, and forget those they are told to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from urllib.parse import unquote

from reelwright.providers.access import Access
from reelwright.providers.cloning import VoiceCloning
from reelwright.providers.manifest import Offer
from reelwright.vendors.elevenlabs import manifest as elevenlabs
from reelwright.vendors.elevenlabs.cloning import connect as elevenlabs_cloning
from reelwright.vendors.openai_compatible import manifest as openai_compatible
from reelwright.vendors.openai_compatible.cloning import connect as server_cloning
from tests.vendors.multipart import form_fields, form_parts
from tests.vendors.speech_services import CASES as SPEECH_CASES
from tests.vendors.vendor_server import Asked, Reply, Route, VendorServer


@dataclass
class Voices:
    """What a vendor keeps: the sample and the fields of each voice by its id."""

    samples: dict[str, bytes] = field(default_factory=dict)
    fields: dict[str, dict[str, str]] = field(default_factory=dict)
    made: int = 0

    def keep(self, voice: str, asked: Asked) -> None:
        [sample] = [content for _, file, content in form_parts(asked) if file]
        self.samples[voice], self.fields[voice] = sample, form_fields(asked)
        self.made += 1

    def forget(self, voice: str) -> bool:
        self.fields.pop(voice, None)
        return self.samples.pop(voice, None) is not None


@dataclass(frozen=True)
class CloneCase:
    """``paid`` are method and path of the call that makes a voice; ``speech`` are the routes of the vendor's speech."""

    name: str
    offer: Offer
    connect: Callable[[Access], VoiceCloning]
    paid: tuple[str, str]
    routes: Callable[[Voices], list[tuple[str, str, Route]]]

    def serve(self, voices: Voices) -> AbstractContextManager[VendorServer]:
        [speech] = [case for case in SPEECH_CASES if case.name == self.name]
        return VendorServer([*self.routes(voices), *speech.routes])


def _elevenlabs(voices: Voices) -> list[tuple[str, str, Route]]:
    def add(asked: Asked) -> Reply:
        assert asked.headers["xi-api-key"] == "key-of-the-test"
        assert {name for name, file, _ in form_parts(asked) if file} == {"files"}
        voice = f"{voices.made + 1:020d}"
        voices.keep(voice, asked)
        return Reply({"voice_id": voice, "requires_verification": False})

    def search(asked: Asked) -> Reply:
        if "search" not in asked.query:
            return Reply({"voices": [], "has_more": False})
        rows = [
            {"voice_id": voice, "name": told["name"]}
            for voice, told in voices.fields.items()
            if asked.query["search"].lower() in told["name"].lower()
        ]
        return Reply({"voices": rows, "has_more": False})

    def remove(asked: Asked) -> Reply:
        if voices.forget(asked.path.rsplit("/", 1)[-1]):
            return Reply({"status": "ok"})
        return Reply({"detail": {"status": "voice_does_not_exist", "message": "A voice does not exist."}}, 400)

    return [("POST", "/v1/voices/add", add), ("GET", "/v2/voices", search), ("DELETE", "/v1/voices/.*", remove)]


def _server(voices: Voices) -> list[tuple[str, str, Route]]:
    def add(asked: Asked) -> Reply:
        told = form_fields(asked)
        if told["voice_name"] in voices.samples:
            return Reply({"detail": {"error": {"message": "already exists", "type": "voice_exists_error"}}}, 409)
        voices.keep(told["voice_name"], asked)
        return Reply({"message": "Voice uploaded successfully", "voice": {"name": told["voice_name"]}}, 201)

    def one(asked: Asked) -> Reply:
        voice = unquote(asked.path.rsplit("/", 1)[-1])
        missing = Reply({"detail": {"error": {"message": "not found", "type": "voice_not_found_error"}}}, 404)
        if asked.method == "DELETE":
            return Reply({"message": "deleted"}) if voices.forget(voice) else missing
        return Reply({"voice": {"name": voice}}) if voice in voices.samples else missing

    return [("POST", "/voices", add), ("GET", "/voices/[^/]+", one), ("DELETE", "/voices/[^/]+", one)]


ELEVENLABS = CloneCase(
    "elevenlabs", next(offer for offer in elevenlabs.OFFERS if offer.kind == "cloning"),
    lambda access: elevenlabs_cloning(access, 1.0), ("POST", "/v1/voices/add"), _elevenlabs,
)  # fmt: skip
SERVER = CloneCase(
    "speech-server", next(offer for offer in openai_compatible.OFFERS if offer.kind == "cloning"),
    lambda access: server_cloning(access, 1.0), ("POST", "/voices"), _server,
)  # fmt: skip
CASES = (ELEVENLABS, SERVER)
