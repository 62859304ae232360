"""What each speech vendor documents, spoken on loopback: tones for words, with a silence before, between and after."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import re
import threading
import wave
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

import av
import numpy as np

from reelwright.providers.manifest import Offer
from reelwright.vendors.azure import manifest as azure
from reelwright.vendors.elevenlabs import manifest as elevenlabs
from reelwright.vendors.google import manifest as google
from reelwright.vendors.google_cloud import manifest as google_cloud
from reelwright.vendors.openai import manifest as openai
from reelwright.vendors.openai_compatible import manifest as openai_compatible
from tests.vendors.vendor_server import Asked, Reply, VendorServer

LEAD, WORD, GAP, TAIL = 0.4, 0.25, 0.1, 0.5
RATE = 24_000


def tones(text: str) -> np.ndarray:
    """int16 samples."""
    parts = [np.zeros(int(LEAD * RATE))]
    for number, _ in enumerate(text.split()):
        times = np.arange(int(WORD * RATE)) / RATE
        parts += [0.4 * np.sin(2 * np.pi * (200 + 40 * (number % 5)) * times), np.zeros(int(GAP * RATE))]
    parts.append(np.zeros(int(TAIL * RATE)))
    return (np.concatenate(parts) * 32767).astype("<i2")


def starts(text: str) -> list[float]:
    return [round(LEAD + number * (WORD + GAP), 4) for number, _ in enumerate(text.split())]


def as_wav(samples: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return buffer.getvalue()


def as_mp3(samples: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp3") as out:
        stream: Any = out.add_stream("libmp3lame", rate=RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), "s16", "mono")
        frame.sample_rate = RATE
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            out.mux(packet)
    return buffer.getvalue()


@dataclass(frozen=True)
class Case:
    """``paid`` are method and path of the call that costs. ``text_of`` reads what was to be said out of such a call."""

    name: str
    offer: Offer
    voice: str
    paid: tuple[str, str]
    routes: list[tuple[str, str, Callable[[Asked], Reply]]]
    text_of: Callable[[Asked], str]
    options: dict[str, str] = field(default_factory=dict)
    is_listed: bool = True

    @property
    def has_times(self) -> bool:
        return "word-times" in self.offer.abilities

    def serve(self) -> AbstractContextManager[VendorServer]:
        return VendorServer(self.routes)


def _openai(asked: Asked) -> Reply:
    body = asked.json()
    assert asked.headers["authorization"] == "Bearer key-of-the-test"
    assert {"model", "input", "voice", "response_format"} <= set(body)
    assert len(body["input"]) <= 4096
    data = as_wav(tones(body["input"]))
    data = data[:4] + b"\xff\xff\xff\xff" + data[8:40] + b"\xff\xff\xff\xff" + data[44:]  # streamed: sizes unknown
    return Reply(data, headers={"Content-Type": "audio/wav"})


def _elevenlabs(asked: Asked) -> Reply:
    body = asked.json()
    assert asked.headers["xi-api-key"] == "key-of-the-test"
    assert asked.query["output_format"] == "mp3_44100_128"
    text = body["text"]
    times, places = starts(text), []
    word = -1
    for place, char in enumerate(text):
        word += (place == 0 or text[place - 1] == " ") and char != " "
        places.append(times[word])
    alignment = {
        "characters": list(text),
        "character_start_times_seconds": places,
        "character_end_times_seconds": [second + 0.05 for second in places],
    }
    sound = base64.b64encode(as_mp3(tones(text))).decode()
    return Reply(
        {"audio_base64": sound, "alignment": alignment, "normalized_alignment": alignment},
        headers={"character-cost": str(len(text)), "request-id": "r1"},
    )


def _elevenlabs_voices(asked: Asked) -> Reply:
    assert asked.query["page_size"] == "100"
    if asked.query.get("next_page_token") != "two":
        labels = {"gender": "female", "age": "young", "accent": "irish", "descriptive": "soft", "use_case": "narration"}
        row = {
            "voice_id": "a" * 20,
            "name": "Aoife - Soft Narrator",
            "labels": labels,
            "preview_url": "https://x/a.mp3",
        }
        return Reply({"voices": [row], "has_more": True, "next_page_token": "two"})
    return Reply({"voices": [{"voice_id": "b" * 20, "name": "My clone", "labels": {}}], "has_more": False})


def _google_cloud(asked: Asked) -> Reply:
    body = asked.json()
    assert asked.headers["x-goog-api-key"] == "key-of-the-test"
    ssml = body["input"]["ssml"]
    assert len(ssml.encode()) <= 5000
    root = ElementTree.fromstring(ssml)
    text = "".join(root.itertext())
    marks = [mark.attrib["name"] for mark in root.iter("mark")]
    assert body["voice"]["name"].startswith(body["voice"]["languageCode"])
    points = [{"markName": name, "timeSeconds": second} for name, second in zip(marks, starts(text), strict=True)]
    assert body["enableTimePointing"] == ["SSML_MARK"]
    return Reply(
        {"audioContent": base64.b64encode(as_wav(tones(text))).decode(), "timepoints": points, "audioConfig": {}}
    )


def _azure(asked: Asked) -> Reply:
    assert asked.headers["ocp-apim-subscription-key"] == "key-of-the-test"
    assert asked.headers["content-type"] == "application/ssml+xml"
    assert asked.headers["x-microsoft-outputformat"] == "riff-24khz-16bit-mono-pcm"
    return Reply(as_wav(tones(_ssml_text(asked))), headers={"Content-Type": "audio/x-wav"})


def _ssml_text(asked: Asked) -> str:
    return "".join(ElementTree.fromstring(asked.body.decode()).itertext())


def _gemini(asked: Asked) -> Reply:
    body = asked.json()
    assert asked.headers["x-goog-api-key"] == "key-of-the-test"
    assert body["generationConfig"]["responseModalities"] == ["AUDIO"]
    assert body["generationConfig"]["speechConfig"]["voiceConfig"]["prebuiltVoiceConfig"]["voiceName"]
    data = base64.b64encode(tones(_gemini_text(asked)).tobytes()).decode()
    part = {"inlineData": {"mimeType": "audio/L16;codec=pcm;rate=24000", "data": data}}
    usage = {"promptTokenCount": 12, "candidatesTokenCount": 80}
    return Reply(
        {
            "candidates": [{"content": {"parts": [part]}, "finishReason": "STOP"}],
            "usageMetadata": usage,
            "responseId": "g",
        }
    )


def _gemini_text(asked: Asked) -> str:
    return asked.json()["contents"][0]["parts"][0]["text"].removeprefix(
        "Read this aloud, word for word, as a narrator: "
    )


MICROSOFT_ROWS = [
    {
        "ShortName": "en-US-AvaNeural",
        "DisplayName": "Ava",
        "Locale": "en-US",
        "Gender": "Female",
        "StyleList": ["cheerful"],
    },
    {"ShortName": "de-DE-NewNeural", "DisplayName": "Neu", "Locale": "de-DE", "Gender": "Male"},
]

CASES = [
    Case(
        "openai", openai.SPEECH, "openai:nova", ("POST", "/audio/speech"),
        [("POST", "/audio/speech", _openai)], lambda asked: asked.json()["input"], is_listed=False,
    ),
    Case(
        "speech-server", openai_compatible.OFFERS[0], "speech-server:alloy", ("POST", "/audio/speech"),
        [("POST", "/audio/speech", _openai), ("GET", "/audio/voices", lambda asked: Reply({"voices": ["af_bella", "bm_george", "alloy"]}))],
        lambda asked: asked.json()["input"],
    ),
    Case(
        "elevenlabs", elevenlabs.SPEECH, "elevenlabs:Rachel", ("POST", "/v1/text-to-speech/21m00Tcm4TlvDq8ikWAM/with-timestamps"),
        [("POST", "/v1/text-to-speech/[A-Za-z0-9]{20}/with-timestamps", _elevenlabs), ("GET", "/v2/voices", _elevenlabs_voices)],
        lambda asked: asked.json()["text"],
    ),
    Case(
        "google-cloud", google_cloud.OFFERS[0], "google-cloud:en-US-Neural2-F", ("POST", "/v1beta1/text:synthesize"),
        [("POST", "/v1beta1/text:synthesize", _google_cloud), ("GET", "/v1beta1/voices", lambda asked: Reply({"voices": [
            {"languageCodes": ["de-DE"], "name": "de-DE-Chirp3-HD-Kore", "ssmlGender": "FEMALE", "naturalSampleRateHertz": 24000}]}))],
        lambda asked: "".join(ElementTree.fromstring(asked.json()["input"]["ssml"]).itertext()),
    ),
    Case(
        "azure", azure.OFFERS[0], "azure:en-US-AvaNeural", ("POST", "/cognitiveservices/v1"),
        [("POST", "/cognitiveservices/v1", _azure), ("GET", "/cognitiveservices/voices/list", lambda asked: Reply(MICROSOFT_ROWS))],
        _ssml_text, {"region": "westeurope"},
    ),
    Case(
        "google", google.SPEECH, "google:Kore", ("POST", "/v1beta/models/gemini-3.8-flash-tts:generateContent"),
        [("POST", "/v1beta/models/gemini-3.8-flash-tts:generateContent", _gemini)], _gemini_text, is_listed=False,
    ),
]  # fmt: skip


class EdgeService:
    """The browser's read-aloud websocket. ``texts`` lists what was said; ``how`` may break it: a status, ``silent`` or ``dumb``."""

    def __init__(self, how: str = "") -> None:
        self.how = how
        self.texts: list[str] = []
        self.ssml: list[str] = []

    @contextmanager
    def serve(self) -> Iterator[str]:
        """Its address."""
        loop = asyncio.new_event_loop()
        ready, stop = threading.Event(), asyncio.Event()
        port: list[int] = []

        async def run() -> None:
            from websockets.asyncio.server import serve

            async with serve(self._talk, "127.0.0.1", 0, process_request=self._door) as server:
                port.append(next(iter(server.sockets)).getsockname()[1])
                ready.set()
                await stop.wait()

        thread = threading.Thread(target=lambda: loop.run_until_complete(run()), daemon=True)
        thread.start()
        assert ready.wait(5)
        yield f"ws://127.0.0.1:{port[0]}/edge/v1?TrustedClientToken=x"
        loop.call_soon_threadsafe(stop.set)
        thread.join(5)

    def _door(self, connection: Any, request: Any) -> Any:
        return connection.respond(int(self.how), "no") if self.how.isdigit() else None

    async def _talk(self, socket: Any) -> None:
        config = await socket.recv()
        assert '"wordBoundaryEnabled":"true"' in config
        ssml = (await socket.recv()).split("\r\n\r\n", 1)[1]
        self.ssml.append(ssml)
        text = re.sub(r"<[^>]+>", "", ssml).replace("&amp;", "&")
        self.texts.append(text)
        if self.how == "silent":
            await asyncio.sleep(3)
            return
        await socket.send("X-RequestId:1\r\nPath:turn.start\r\n\r\n{}")
        for word, second in zip(text.split(), starts(text), strict=True):
            told = {
                "Type": "WordBoundary",
                "Data": {
                    "Offset": int(second * 1e7),
                    "Duration": int(WORD * 1e7),
                    "text": {"Text": word.strip(".,!"), "Length": len(word), "BoundaryType": "WordBoundary"},
                },
            }
            await socket.send("X-RequestId:1\r\nPath:audio.metadata\r\n\r\n" + json.dumps({"Metadata": [told]}))
        if self.how != "dumb":
            head = b"X-RequestId:1\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n"
            await socket.send(len(head).to_bytes(2, "big") + head + as_mp3(tones(text)))
        await socket.send("X-RequestId:1\r\nPath:turn.end\r\n\r\n{}")
