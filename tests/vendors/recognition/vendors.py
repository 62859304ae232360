"""The recognisers' APIs as their vendors document them, on loopback; each checks what it is asked."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av

from reelwright.providers.access import Access
from reelwright.providers.manifest import Offer
from reelwright.providers.recognition import SpeechRecognition
from reelwright.vendors.assemblyai import manifest as assemblyai
from reelwright.vendors.assemblyai import recognition as assembly_ear
from reelwright.vendors.deepgram import manifest as deepgram
from reelwright.vendors.deepgram import recognition as deepgram_ear
from reelwright.vendors.elevenlabs import manifest as elevenlabs
from reelwright.vendors.elevenlabs import recognition as scribe_ear
from reelwright.vendors.openai import manifest as openai
from reelwright.vendors.openai import recognition as openai_ear
from tests.vendors.vendor_server import Asked, Reply, Route

SOUND = Path(__file__).parents[2] / "media_files" / "speech.flac"
TEXT = "And so, my fellow Americans, ask not what your"
SAID: tuple[tuple[str, float, float, int], ...] = (
    ("And", 0.33, 0.59, 0), ("so,", 0.59, 1.03, 0), ("my", 1.03, 1.25, 0), ("fellow", 1.25, 1.62, 0), ("Americans,", 1.62, 2.2, 0),
    ("ask", 3.29, 3.9, 1), ("not", 3.99, 4.5, 1), ("what", 5.3, 5.6, 1), ("your", 5.62, 5.9, 1),
)  # fmt: skip
"""What they all answer: word, start, end, speaker."""
TIMEOUT, MOST_BYTES = 1.0, 2_000_000


def bare(word: str) -> str:
    return word.strip(",.").lower()


def check_sound(data: bytes) -> float:
    """Mono Opus of about 16 kHz that can be decoded; its seconds."""
    with av.open(io.BytesIO(data)) as container:
        stream = container.streams.audio[0]
        assert (container.format.name, stream.codec_context.name, stream.codec_context.channels) == ("ogg", "opus", 1)
        return sum(frame.samples / frame.sample_rate for frame in container.decode(stream))


@dataclass(frozen=True)
class Part:
    name: str
    filename: str
    data: bytes


def form(asked: Asked) -> list[Part]:
    """The parts of a multipart form."""
    mark = re.search(r"boundary=(\S+)", asked.headers["content-type"])
    assert mark is not None
    parts: list[Part] = []
    for piece in asked.body.split(b"--" + mark[1].encode())[1:-1]:
        head, _, data = piece.strip(b"\r\n").partition(b"\r\n\r\n")
        told = head.decode()
        name = re.search(r'name="([^"]+)"', told)
        file = re.search(r'filename="([^"]+)"', told)
        parts.append(
            Part(name[1] if name else "", file[1] if file else "", data if file else data.removesuffix(b"\r\n"))
        )
    return parts


def fields(asked: Asked) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in form(asked):
        if not part.filename:
            found.setdefault(part.name, []).append(part.data.decode())
    return found


def file_in(asked: Asked) -> bytes:
    return next(part.data for part in form(asked) if part.filename)


def _openai(asked: Asked) -> Reply:
    assert asked.headers["authorization"] == "Bearer key-of-the-test"
    told, seconds = fields(asked), check_sound(file_in(asked))
    if told["response_format"] == ["diarized_json"]:
        assert told["chunking_strategy"] == ["auto"]
        assert "timestamp_granularities[]" not in told
        rows = [
            {
                "id": f"seg_{n}",
                "type": "transcript.text.segment",
                "speaker": "AB"[n],
                "start": start,
                "end": end,
                "text": f" {text}",
            }
            for n, (start, end, text) in enumerate(
                [(0.33, 2.2, "And so, my fellow Americans,"), (3.29, 5.9, "ask not what your")]
            )
        ]
        return Reply({"task": "transcribe", "duration": seconds, "text": TEXT, "segments": rows})
    assert told["response_format"] == ["verbose_json"]
    assert told["timestamp_granularities[]"] == ["word", "segment"]
    words = [{"word": bare(word), "start": start, "end": end} for word, start, end, _ in SAID]
    return Reply(
        {"task": "transcribe", "language": "english", "duration": seconds, "text": TEXT, "words": words, "segments": []}
    )


def _deepgram(asked: Asked) -> Reply:
    assert asked.headers["authorization"] == "Token key-of-the-test"
    assert asked.headers["content-type"] == "audio/ogg"
    assert asked.query["smart_format"] == "true"
    seconds = check_sound(asked.body)
    words = [
        {"word": bare(word), "punctuated_word": word, "start": start, "end": end, "confidence": 0.98}
        | ({"speaker": speaker, "speaker_confidence": 0.7} if asked.query.get("diarize") else {})
        for word, start, end, speaker in SAID
    ]
    channel: dict[str, Any] = {"alternatives": [{"transcript": TEXT, "confidence": 0.99, "words": words}]}
    if asked.query.get("detect_language"):
        channel |= {"detected_language": "en", "language_confidence": 0.99}
    meta = {"request_id": "r-1", "duration": seconds, "channels": 1}
    return Reply({"metadata": meta, "results": {"channels": [channel], "utterances": []}})


def _scribe(asked: Asked) -> Reply:
    assert asked.headers["xi-api-key"] == "key-of-the-test"
    told = fields(asked)
    assert told["timestamps_granularity"] == ["word"]
    assert told["model_id"] == ["scribe_v1"]
    check_sound(file_in(asked))
    words: list[dict[str, Any]] = []
    for word, start, end, speaker in SAID:
        label = {"speaker_id": f"speaker_{speaker}"} if told.get("diarize") else {"speaker_id": None}
        words += [
            {"text": word, "start": start, "end": end, "type": "word", "logprob": -0.1} | label,
            {"text": " ", "start": end, "end": end, "type": "spacing", "logprob": 0.0} | label,
        ]
    return Reply({"language_code": "eng", "language_probability": 0.98, "text": TEXT, "words": words})


class Assembly:
    """Keeps what was uploaded and submitted; the work is done when it has been asked after twice."""

    def __init__(self) -> None:
        self.uploads: list[bytes] = []
        self.works: list[dict[str, Any]] = []
        self.looks = 0

    def upload(self, asked: Asked) -> Reply:
        assert asked.headers["authorization"] == "key-of-the-test"
        self.uploads.append(asked.body)
        return Reply({"upload_url": f"https://cdn.assemblyai.com/upload/{len(self.uploads)}"})

    def submit(self, asked: Asked) -> Reply:
        told = asked.json()
        assert told["audio_url"] == f"https://cdn.assemblyai.com/upload/{len(self.uploads)}"
        assert isinstance(told["speech_models"], list)
        assert "speech_model" not in told
        check_sound(self.uploads[-1])
        self.works.append(told)
        return Reply({"id": f"work-{len(self.works)}", "status": "queued", "audio_url": told["audio_url"]})

    def look(self, asked: Asked) -> Reply:
        assert asked.path == f"/v2/transcript/work-{len(self.works)}"
        self.looks += 1
        row: dict[str, Any] = {"id": f"work-{len(self.works)}", "status": "processing"}
        if self.looks % 2:
            return Reply(row)
        told = self.works[-1]
        words = [
            {"text": word, "start": round(start * 1000), "end": round(end * 1000), "confidence": 0.9}
            | {"speaker": "AB"[speaker] if told.get("speaker_labels") else None}
            for word, start, end, speaker in SAID
        ]
        return Reply(
            row | {"status": "completed", "text": TEXT, "words": words, "language_code": "en_us", "audio_duration": 6}
        )


@dataclass(frozen=True)
class Recogniser:
    """``paid`` are method and path of the call that is charged for; ``told`` finds the settings in it."""

    name: str
    offer: Offer
    routes: Callable[[], list[tuple[str, str, Route]]]
    paid: tuple[str, str]
    connect: Callable[[Access], SpeechRecognition]
    told: Callable[[Asked], dict[str, Any]]


def _offer(offers: tuple[Offer, ...]) -> Offer:
    return next(offer for offer in offers if offer.kind == "recognition")


def _assembly_routes() -> list[tuple[str, str, Route]]:
    assembly = Assembly()
    return [
        ("POST", "/v2/upload", assembly.upload), ("POST", "/v2/transcript", assembly.submit),
        ("GET", "/v2/transcript/.+", assembly.look),
    ]  # fmt: skip


RECOGNISERS = (
    Recogniser(
        "openai", _offer(openai.OFFERS), lambda: [("POST", "/audio/transcriptions", _openai)], ("POST", "/audio/transcriptions"),
        lambda access: openai_ear.connect(access, TIMEOUT, MOST_BYTES), fields,
    ),
    Recogniser(
        "deepgram", _offer(deepgram.OFFERS), lambda: [("POST", "/v1/listen", _deepgram)], ("POST", "/v1/listen"),
        lambda access: deepgram_ear.connect(access, TIMEOUT, MOST_BYTES), lambda asked: dict(asked.query),
    ),
    Recogniser(
        "elevenlabs", _offer(elevenlabs.OFFERS), lambda: [("POST", "/v1/speech-to-text", _scribe)], ("POST", "/v1/speech-to-text"),
        lambda access: scribe_ear.connect(access, TIMEOUT, MOST_BYTES), fields,
    ),
    Recogniser(
        "assemblyai", _offer(assemblyai.OFFERS), _assembly_routes, ("POST", "/v2/transcript"),
        lambda access: assembly_ear.connect(access, TIMEOUT, MOST_BYTES), lambda asked: asked.json(),
    ),
)  # fmt: skip
