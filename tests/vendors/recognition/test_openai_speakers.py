"""Long recordings at OpenAI: voices heard in one piece are sent along with the next, so that they keep their names."""

from __future__ import annotations

import base64
import io
import wave
from dataclasses import replace
from pathlib import Path

import numpy as np

from reelwright.providers.recognition import RecognitionRequest
from reelwright.vendors.openai.manifest import OFFERS
from reelwright.vendors.openai.recognition import connect
from tests.sounds import tone, write_wav
from tests.vendors.faults import access_to
from tests.vendors.recognition.vendors import fields
from tests.vendors.vendor_server import Asked, Reply, VendorServer

OFFER = next(offer for offer in OFFERS if offer.kind == "recognition")


def test_speakers_keep_their_names_from_piece_to_piece(tmp_path: Path) -> None:
    sound = np.concatenate([tone(3), tone(1, 0.0), tone(3), tone(1, 0.0), tone(3)])
    path = write_wav(tmp_path / "talk.wav", sound)
    known: list[list[str]] = []
    clips: list[str] = []

    def answer(asked: Asked) -> Reply:
        told = fields(asked)
        known.append(told.get("known_speaker_names[]", []))
        clips.extend(told.get("known_speaker_references[]", []))
        first = {"start": 0.2, "end": 3.0, "text": "One two three four.", "speaker": "B" if len(known) == 1 else "A"}
        second = {"start": 4.0, "end": 6.5, "text": "Five six seven.", "speaker": "A" if len(known) == 1 else "B"}
        return Reply({"text": "", "segments": [first, second] if len(known) == 1 else [first]})

    with VendorServer([("POST", "/audio/transcriptions", answer)]) as server:
        access = access_to(server.url, replace(OFFER, limits={"seconds": 8}), tmp_path)
        heard = connect(access, 2.0).recognise(RecognitionRequest(path, speakers=-1))
    assert known == [[], ["B", "A"]]
    lengths = []
    for clip in clips:
        with wave.open(io.BytesIO(base64.b64decode(clip.removeprefix("data:audio/wav;base64,")))) as file:
            lengths.append(file.getnframes() / file.getframerate())
    assert [round(length, 1) for length in lengths] == [2.8, 2.5]
    assert [part.speaker for part in heard.parts] == ["A", "B", "B"]
