"""Google Cloud's voices, with times from SSML marks where a voice reports them."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Any, Literal

from reelwright.errors import OutcomeUnknown
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.providers.payments import Call, Paid
from reelwright.providers.speech import Voice
from reelwright.transcript.spoken_units import spoken_units
from reelwright.vendors.google_cloud.manifest import VENDOR
from reelwright.vendors.hosted_speech import HostedSpeech, Reach, Take, heard, sent_sound
from reelwright.vendors.keyed_http import keyed_http
from reelwright.vendors.speech_pieces import Piece
from reelwright.vendors.ssml import ssml_text

_MOST_BYTES = 64_000_000
_NAME = re.compile(r"[a-z]{2,3}-[A-Z]{2}-[A-Za-z0-9-]+")
_MARKLESS = ("Chirp", "Journey", "Studio", "Polyglot")
"""Families that report no marks and keep their pitch."""
_MARK_BYTES = 20
"""Of ``<mark name="1234"/>``."""
_USUAL = (
    "en-US-Neural2-F en-US-Neural2-D, en-GB-Neural2-A en-GB-Neural2-B, es-ES-Neural2-A es-ES-Neural2-F, "
    "es-US-Neural2-A es-US-Neural2-B, fr-FR-Neural2-F fr-FR-Neural2-G, de-DE-Neural2-G de-DE-Neural2-H, "
    "it-IT-Neural2-A it-IT-Neural2-F, pt-BR-Neural2-A pt-BR-Neural2-B, hi-IN-Neural2-A hi-IN-Neural2-B, "
    "ja-JP-Neural2-B ja-JP-Neural2-C, ko-KR-Neural2-A ko-KR-Neural2-C"
)


@dataclass(frozen=True)
class GoogleCloudVoices:
    """See ``hosted_speech.SpeechEngine``."""

    access: Access
    http: VendorHttp
    version: str = "v1beta1"
    most: int = 4600
    reads_ipa: bool = True
    hears_context: bool = False

    @property
    def usual(self) -> tuple[Voice, ...]:
        """A woman and a man for common languages, of a family that reports times."""
        pairs = (row.split() for row in _USUAL.split(", "))
        return tuple(
            _voice(name, name[:5], gender)
            for pair in pairs
            for name, gender in zip(pair, ("FEMALE", "MALE"), strict=True)
        )

    def listed(self) -> list[Voice]:
        told = self.http.json("GET", "v1beta1/voices")
        rows = told.get("voices", [])
        return [
            _voice(row["name"], row["languageCodes"][0], row.get("ssmlGender", ""))
            for row in rows
            if _NAME.fullmatch(row["name"])
        ]

    def is_voice(self, name: str) -> bool:
        return _NAME.fullmatch(name) is not None

    def size(self, text: str) -> int:
        """Bytes with all markup, which counts."""
        return len(ssml_escaped(text).encode()) + _MARK_BYTES * len(spoken_units(text))

    def reach(self, voice: str) -> Reach:
        return Reach((0.25, 2.0)) if _is_markless(voice) else Reach((0.25, 2.0), (-20.0, 20.0))

    def say(self, piece: Piece) -> Take:
        has_marks = not _is_markless(piece.voice)
        body: dict[str, Any] = {
            "input": {"ssml": f"<speak>{ssml_text(piece, with_marks=has_marks)}</speak>"},
            "voice": {"languageCode": "-".join(piece.voice.split("-")[:2]), "name": piece.voice},
            "audioConfig": {"audioEncoding": "LINEAR16"},
        }
        if has_marks:
            body["enableTimePointing"] = ["SSML_MARK"]
        if piece.speed != 1:
            body["audioConfig"]["speakingRate"] = round(piece.speed, 3)
        if piece.pitch:
            body["audioConfig"]["pitch"] = round(piece.pitch, 2)

        def perform(call: Call) -> Paid:
            answer = self.http.json("POST", "v1beta1/text:synthesize", json=body, most_bytes=_MOST_BYTES)
            sound, times = _told(answer)
            return Paid({"files": [self.access.shelf.put(sound, ".wav")], "times": times}, usage={"characters": count})

        count = len(f"<speak>{ssml_text(piece)}</speak>")  # marks are not charged for, other markup is
        paid = self.access.pay("speech", body, {"characters": count}, perform)
        times = tuple((int(unit), float(second)) for unit, second in paid.result["times"])
        return Take(*sent_sound(paid, self.access), times or None)


def connect(access: Access) -> HostedSpeech:
    """See ``providers.manifest.Offer``."""
    return HostedSpeech(GoogleCloudVoices(access, _api(access)))


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``."""
    told = _api(access, 20).json("GET", "v1beta1/voices", params={"languageCode": "en-US"})
    return f"the key is good; {len(told.get('voices', []))} voices for American English"


def ssml_escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _api(access: Access, timeout_seconds: float = 120.0) -> VendorHttp:
    headers = {"X-Goog-Api-Key": access.option("api_key")}
    return keyed_http(access, headers, timeout_seconds)


def _told(answer: Any) -> tuple[bytes, list[list[Any]]]:
    try:
        sound = base64.b64decode(answer["audioContent"], validate=True)
        times = [[row["markName"], round(float(row["timeSeconds"]), 4)] for row in answer.get("timepoints", [])]
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise OutcomeUnknown(
            f"{VENDOR.title} answered in an unknown shape", hint="it may have been charged for"
        ) from None
    heard(sound, VENDOR.title)
    return sound, times


def _is_markless(voice: str) -> bool:
    return any(family in voice for family in _MARKLESS)


def _voice(name: str, language: str, gender: str) -> Voice:
    kind: Literal["female", "male", "neutral"] = (
        "female" if gender == "FEMALE" else "male" if gender == "MALE" else "neutral"
    )
    family, _, letter = "-".join(name.split("-")[2:]).rpartition("-")
    return Voice(f"{VENDOR.name}:{name}", letter or name, language, kind, VENDOR.name, family)
