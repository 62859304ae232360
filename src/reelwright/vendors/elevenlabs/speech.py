"""ElevenLabs' voices, with the time of every character."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Any, Literal

from reelwright.errors import InvalidInput, OutcomeUnknown
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.providers.payments import Call, Paid
from reelwright.providers.speech import Voice
from reelwright.vendors.elevenlabs.api import api
from reelwright.vendors.elevenlabs.manifest import VENDOR
from reelwright.vendors.hosted_speech import HostedSpeech, Reach, Take, heard
from reelwright.vendors.speech_pieces import Piece
from reelwright.vendors.ssml import with_phonemes

_MOST_BYTES = 64_000_000
_MOST_VOICES = 2000
_LIMITS = {
    "eleven_v3": 3000,
    "eleven_flash_v2_5": 10_000,
    "eleven_turbo_v2_5": 10_000,
    "eleven_multilingual_v2": 10_000,
}
_READ_IPA = ("eleven_flash_v2", "eleven_turbo_v2", "eleven_monolingual_v1")
_ID = re.compile(r"[A-Za-z0-9]{20}")
_VOICES: tuple[tuple[str, str, Literal["female", "male", "neutral"], str, str], ...] = (
    ("JBFqnCBsd6RMkjVDRZzb", "George", "male", "middle-aged", "warm, British"),
    ("EXAVITQu4vr4xnSDxMaL", "Sarah", "female", "young", "soft, American"),
    ("nPczCjzI2devNBz1zQrb", "Brian", "male", "middle-aged", "deep, American"),
    ("XrExE9yKIg1WjnnlVkGX", "Matilda", "female", "middle-aged", "friendly, American"),
    ("onwK4e9ZLuTAKqWW03F9", "Daniel", "male", "middle-aged", "authoritative, British"),
    ("Xb7hH8MSUJpSbSDYk0k2", "Alice", "female", "middle-aged", "confident, British"),
    ("21m00Tcm4TlvDq8ikWAM", "Rachel", "female", "young", "calm, American"),
    ("FGY2WhTYpPnrIDTdsKH5", "Laura", "female", "young", "upbeat, American"),
    ("IKne3meq5aSn9XLyUdCD", "Charlie", "male", "middle-aged", "natural, Australian"),
    ("TX3LPaxmHKxFdv7VOQHJ", "Liam", "male", "young", "articulate, American"),
    ("pFZP5JQG7iQjIQuC4Bku", "Lily", "female", "middle-aged", "warm, British"),
    ("cjVigY5qzO86Huf0OWal", "Eric", "male", "middle-aged", "friendly, American"),
    ("cgSgspJ2msm6clMCkdW9", "Jessica", "female", "young", "expressive, American"),
    ("SAz9YHcvj6GT2YYXdXww", "River", "neutral", "middle-aged", "confident, American"),
    ("pqHfZKP75CvOlQylNhV4", "Bill", "male", "old", "trustworthy, American"),
)


@dataclass(frozen=True)
class ElevenLabsVoices:
    """See ``hosted_speech.SpeechEngine``."""

    access: Access
    http: VendorHttp

    @property
    def model(self) -> str:
        return self.access.option("speech_model")

    @property
    def version(self) -> str:
        told = [self.access.option(name) for name in ("speech_format", "speech_seed", "speech_stability")]
        return " ".join(filter(None, [self.model, *told]))

    @property
    def most(self) -> int:
        return _LIMITS.get(self.model, 3000)

    @property
    def reads_ipa(self) -> bool:
        return self.model in _READ_IPA

    @property
    def hears_context(self) -> bool:
        return self.access.option("speech_context") == "1"

    @property
    def usual(self) -> tuple[Voice, ...]:
        """The voices every account has; they speak all of the model's languages."""
        return tuple(
            Voice(f"elevenlabs:{key}", name, "mul", gender, "elevenlabs", style, age)
            for key, name, gender, age, style in _VOICES
        )

    def listed(self) -> list[Voice]:
        """The account's voices, its own and cloned ones among them: GET /v2/voices, page by page."""
        found: list[Voice] = []
        params: dict[str, Any] = {"page_size": 100}
        while len(found) < _MOST_VOICES:
            page = self.http.json("GET", "v2/voices", params=params)
            found += [_voice(row) for row in page.get("voices", []) if row.get("voice_id")]
            if not page.get("has_more") or not page.get("next_page_token"):
                break
            params = {"page_size": 100, "next_page_token": page["next_page_token"]}
        return found

    def is_voice(self, name: str) -> bool:
        return _ID.fullmatch(name) is not None

    def size(self, text: str) -> int:
        return len(text)

    def reach(self, voice: str) -> Reach:
        return Reach((0.7, 1.2))

    def say(self, piece: Piece) -> Take:
        body = self._body(piece)
        sound_format = self.access.option("speech_format")
        request = {"voice": piece.voice, "format": sound_format} | body
        path = f"v1/text-to-speech/{piece.voice}/with-timestamps"

        def perform(call: Call) -> Paid:
            params = {"output_format": sound_format}
            answer = self.http.call("POST", path, json=body, params=params, most_bytes=_MOST_BYTES)
            sound, times = _told(answer.json(VENDOR.title), sound_format)
            cost = answer.headers.get("character-cost", "")
            usage = {"characters": int(cost) if cost.isdigit() else len(piece.text)}
            name = self.access.shelf.put(sound, f".{sound_format.partition('_')[0]}")
            reference = answer.headers.get("request-id", "")
            return Paid({"files": [name], "times": times}, usage=usage, provider_ref=reference)

        paid = self.access.pay("speech", request, {"characters": len(piece.text)}, perform)
        data = self.access.shelf.path(paid.result["files"][0]).read_bytes()
        return Take(*_decoded(data, sound_format), _anchors(piece, paid.result["times"]))

    def _body(self, piece: Piece) -> dict[str, Any]:
        body: dict[str, Any] = {"text": with_phonemes(piece), "model_id": self.model}
        settings: dict[str, float] = {}
        if piece.speed != 1:
            settings["speed"] = round(piece.speed, 3)
        if self.access.option("speech_stability"):
            settings["stability"] = self.access.number("speech_stability")
        if settings:
            body["voice_settings"] = settings
        if self.model.endswith("_v2_5") or self.model == "eleven_v3":  # others refuse a language
            body["language_code"] = piece.language.split("-")[0].lower()
        if self.access.option("speech_seed"):
            body["seed"] = int(self.access.number("speech_seed"))
        if self.model != "eleven_v3":  # it takes no neighbours
            if piece.before:
                body["previous_text"] = piece.before[-300:]
            if piece.after:
                body["next_text"] = piece.after[:300]
        return body


def connect(access: Access) -> HostedSpeech:
    """See ``providers.manifest.Offer``."""
    sound_format = access.option("speech_format")
    if not re.fullmatch(r"(mp3|pcm|wav|opus)_\d+(_\d+)?", sound_format):
        raise InvalidInput(
            f"{VENDOR.variable('speech_format')} is none of ElevenLabs' formats", hint="for example mp3_44100_128"
        )
    return HostedSpeech(ElevenLabsVoices(access, api(access)))


def _told(answer: Any, sound_format: str) -> tuple[bytes, list[Any]]:
    """The sound, and characters with the second each begins."""
    try:
        sound = base64.b64decode(answer["audio_base64"], validate=True)
        told = answer.get("alignment") or {"characters": [], "character_start_times_seconds": []}
        times = [list(told["characters"]), [round(float(s), 4) for s in told["character_start_times_seconds"]]]
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise OutcomeUnknown(
            f"{VENDOR.title} answered in an unknown shape", hint="it may have been charged for"
        ) from None
    _decoded(sound, sound_format)
    return sound, times


def _decoded(data: bytes, sound_format: str) -> tuple[bytes, int]:
    kind, _, rate = sound_format.partition("_")
    if kind == "pcm":
        return data[: len(data) // 2 * 2], int(rate)
    return heard(data, VENDOR.title)


def _anchors(piece: Piece, times: list[Any]) -> tuple[tuple[int, float], ...] | None:
    """Where each unit begins; ``None`` when the characters are not those of the text (it was marked up, or spelt out)."""
    characters, starts = times
    spoken = "".join(characters)
    lead = len(spoken) - len(spoken.lstrip())
    if spoken.strip() != piece.text.strip() or len(starts) != len(characters) or len(spoken) != len(characters):
        return None
    return tuple(
        (unit, starts[place + lead])
        for unit, place in zip(piece.said.units, piece.said.starts, strict=True)
        if place + lead < len(starts)
    )


def _voice(row: dict[str, Any]) -> Voice:
    labels = row.get("labels") or {}
    gender = str(labels.get("gender", "")).lower()
    style = ", ".join(
        str(labels[name]) for name in ("descriptive", "description", "accent", "use_case") if labels.get(name)
    )
    return Voice(
        f"elevenlabs:{row['voice_id']}", str(row.get("name", row["voice_id"])), "mul",
        "female" if gender == "female" else "male" if gender == "male" else "neutral", "elevenlabs",
        style.replace("_", " "), str(labels.get("age", "")).replace("_", " "), str(row.get("preview_url") or ""),
    )  # fmt: skip
