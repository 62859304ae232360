"""OpenAI listens: POST /audio/transcriptions; one model has the times of words, another tells who says what."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelwright.http.vendor import VendorHttp
from reelwright.media.mono_read import MonoSound
from reelwright.media.mono_write import MIME, SUFFIX, Coding, write_mono
from reelwright.providers.access import Access
from reelwright.providers.heard_words import Heard
from reelwright.providers.payments import Call
from reelwright.providers.recognition import RecognitionRequest
from reelwright.transcript.anchoring import place_units
from reelwright.transcript.language_names import base_language
from reelwright.transcript.respelling import spelt_as
from reelwright.transcript.spoken_units import spoken_units
from reelwright.transcript.words import Word
from reelwright.vendors.hosted_recognition import MOST_BYTES, HostedRecognition, Piece, Told
from reelwright.vendors.openai.api import api

_MOST_KNOWN = 4
"""Speakers whose voices may be sent along, so that they keep their names in the next piece."""
_SHORTEST_KNOWN, _LONGEST_KNOWN = 2.0, 9.5
"""Seconds of a voice that is sent along."""


def connect(access: Access, timeout_seconds: float = 900.0, most_bytes: int = MOST_BYTES) -> HostedRecognition:
    """See ``providers.manifest.Offer``."""
    ear = OpenAIEar(
        api(access, timeout_seconds), access.option("recognition_model"), access.option("speakers_model"),
        float(access.offer.limits["seconds"]), most_bytes,
    )  # fmt: skip
    return HostedRecognition(access, ear, keeps_speakers=True)


@dataclass(frozen=True)
class OpenAIEar:
    """See ``vendors.hosted_recognition.Ear``. Twenty minutes of Opus are 5 MB; 25 MB would be taken."""

    http: VendorHttp
    words_model: str
    speakers_model: str
    longest_seconds: float
    most_bytes: int
    coding: Coding = "opus"

    @property
    def version(self) -> str:
        return f"{self.words_model}, {self.speakers_model}"

    def wish(self, request: RecognitionRequest, before: Sequence[Heard]) -> dict[str, Any]:
        language = {"language": base_language(request.language)} if request.language else {}
        if request.speakers:
            wish: dict[str, Any] = {
                "model": self.speakers_model,
                "response_format": "diarized_json",
                "chunking_strategy": "auto",
            }
            known = list(_known(before))
            return wish | language | ({"known": known} if known else {})
        wish = {
            "model": self.words_model,
            "response_format": "verbose_json",
            "timestamp_granularities[]": ["word", "segment"],
        }
        prompt = {"prompt": ", ".join(request.vocabulary)[:800]} if request.vocabulary else {}
        return wish | language | prompt

    def ask(self, call: Call, piece: Piece, wish: dict[str, Any]) -> Any:
        del call
        data = {name: value for name, value in wish.items() if name != "known"}
        if known := wish.get("known"):
            data["known_speaker_names[]"] = [row["speaker"] for row in known]
            data["known_speaker_references[]"] = [_clip(piece.sound.part(row["start"], row["end"])) for row in known]
        with piece.path.open("rb") as sound:
            files = {"file": (piece.path.name, sound, MIME[self.coding])}
            return self.http.json("POST", "audio/transcriptions", most_bytes=self.most_bytes, data=data, files=files)

    def told(self, answer: Any, wish: dict[str, Any]) -> Told:
        language = str(answer.get("language") or wish.get("language", ""))
        if wish["response_format"] == "diarized_json":
            return Told([word for row in answer["segments"] for word in _spread(row)], language)
        heard = [Word(str(row["word"]), float(row["start"]), float(row["end"])) for row in answer["words"]]
        spelt = spelt_as(str(answer["text"]), heard)
        return Told([Heard(word.text, word.start, word.end) for word in spelt], language)


def _spread(row: dict[str, Any]) -> Iterator[Heard]:
    """A segment's words, which have no times, by their letters."""
    start, end = float(row["start"]), float(row["end"])
    for word in place_units(spoken_units(str(row["text"])), [], max(0.0, end - start)):
        yield Heard(word.text, start + word.start, start + word.end, str(row.get("speaker") or ""))


def _known(before: Sequence[Heard]) -> Iterator[dict[str, Any]]:
    """The longest unbroken passage of each speaker so far, the most heard of them first."""
    passages: dict[str, tuple[float, float]] = {}
    spoken: dict[str, float] = {}
    start = 0.0
    for number, row in enumerate(before):
        if number == 0 or before[number - 1].speaker != row.speaker:
            start = row.start
        spoken[row.speaker] = spoken.get(row.speaker, 0.0) + row.end - row.start
        first, last = passages.get(row.speaker, (0.0, 0.0))
        if row.end - start > last - first:
            passages[row.speaker] = (start, row.end)
    often = sorted(spoken, key=lambda speaker: -spoken[speaker])
    fitting = [name for name in often if name and passages[name][1] - passages[name][0] >= _SHORTEST_KNOWN]
    for name in fitting[:_MOST_KNOWN]:
        first, last = passages[name]
        yield {"speaker": name, "start": round(first, 3), "end": round(min(last, first + _LONGEST_KNOWN), 3)}


def _clip(sound: MonoSound) -> str:
    """As a data address."""
    with tempfile.TemporaryDirectory(prefix="reel-voice-") as folder:
        path = Path(folder) / f"voice{SUFFIX['wav']}"
        write_mono(sound, path, "wav")
        return f"data:{MIME['wav']};base64,{base64.b64encode(path.read_bytes()).decode()}"
