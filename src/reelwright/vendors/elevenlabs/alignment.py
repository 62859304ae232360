"""ElevenLabs times words that are known: POST /v1/forced-alignment."""

from __future__ import annotations

import math
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelwright.errors import InvalidInput, OutcomeUnknown
from reelwright.http.vendor import VendorHttp
from reelwright.media.mono_read import MonoSound, mono_sound
from reelwright.media.mono_write import MIME, SUFFIX, write_mono
from reelwright.providers.access import Access
from reelwright.providers.heard_words import aligned
from reelwright.providers.payments import Call, Paid
from reelwright.transcript.words import Word
from reelwright.vendors.elevenlabs.api import api
from reelwright.vendors.hosted_recognition import MOST_BYTES, file_digest


def connect(access: Access, timeout_seconds: float = 900.0, most_bytes: int = MOST_BYTES) -> ElevenLabsAlignment:
    """See ``providers.manifest.Offer``."""
    return ElevenLabsAlignment(access, api(access, timeout_seconds), most_bytes)


@dataclass(frozen=True)
class ElevenLabsAlignment:
    """See ``providers.recognition.SpeechAlignment``."""

    access: Access
    http: VendorHttp
    most_bytes: int
    version: str = "forced-alignment"

    @property
    def name(self) -> str:
        return self.access.name

    def align(self, sound: Path, words: tuple[str, ...], language: str) -> tuple[Word, ...]:
        del language  # it is found out
        if not words:
            return ()
        digest = file_digest(sound)
        with mono_sound(sound) as mono:
            longest = self.access.offer.limits["seconds"]
            if mono.seconds > longest:
                raise InvalidInput(f"{sound.name} is longer than {longest} s", hint="divide it")
            usage = {"seconds": math.ceil(mono.seconds)}
            asked = {"sound": digest, "words": list(words)}
            paid = self.access.pay("align", asked, usage, lambda call: self._asked(call, mono, words, usage))
            return aligned([Word(*row) for row in paid.result["words"]], mono.seconds)

    def _asked(self, call: Call, mono: MonoSound, words: tuple[str, ...], usage: dict[str, int]) -> Paid:
        del call
        with tempfile.TemporaryDirectory(prefix="reel-align-") as folder:
            path = Path(folder) / f"sound{SUFFIX['opus']}"
            write_mono(mono, path, "opus")
            with path.open("rb") as file:
                files = {"file": (path.name, file, MIME["opus"])}
                answer = self.http.json(
                    "POST", "v1/forced-alignment", most_bytes=self.most_bytes, data={"text": " ".join(words)}, files=files
                )  # fmt: skip
        return Paid({"words": placed_words(answer, words)}, usage=usage)


def placed_words(answer: Any, words: tuple[str, ...]) -> list[tuple[str, float, float]]:
    """Text, start and end of each word, out of the times of its characters. Raises ``OutcomeUnknown`` for another text."""
    try:
        told = [(str(row["text"]), float(row["start"]), float(row["end"])) for row in answer["characters"]]
    except (KeyError, TypeError, ValueError):
        raise OutcomeUnknown("ElevenLabs answered in an unknown shape", hint="its API may have changed") from None
    letters = [(char, start, end) for text, start, end in told for char in text if not char.isspace()]
    if "".join(char for char, _, _ in letters) != "".join("".join(words).split()):
        raise OutcomeUnknown("ElevenLabs aligned another text than it was given")
    placed: list[tuple[str, float, float]] = []
    at = 0
    for word in words:
        own = letters[at : at + len("".join(word.split()))]
        at += len(own)
        placed.append((word, own[0][1], own[-1][2]))
    return placed
