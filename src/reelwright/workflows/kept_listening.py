"""Listening whose results are kept with a project: what was heard once in a sound is not listened to, or paid for, again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reelwright.productions.project.store import Store
from reelwright.providers.recognition import (
    OnHeard,
    Recognised,
    RecognitionRequest,
    SpeechAlignment,
    SpeechRecognition,
    SpokenPart,
)
from reelwright.providers.speakers import SpeakerDiarization, Turn
from reelwright.transcript import Word
from reelwright.workflows.transcribe import Listeners


def kept_listeners(listeners: Listeners, store: Store, sound_digest: str) -> Listeners:
    """The same listeners, with what they answer kept in ``store``; ``sound_digest`` is that of the one file they listen to."""
    return replace(
        listeners,
        recognisers=tuple(
            replace(each, port=_KeptRecognition(each.port, store, sound_digest)) for each in listeners.recognisers
        ),
        aligners=tuple(
            replace(each, port=_KeptAlignment(each.port, store, sound_digest)) for each in listeners.aligners
        ),
        diarisers=tuple(replace(each, port=_KeptTurns(each.port, store, sound_digest)) for each in listeners.diarisers),
    )


@dataclass(frozen=True)
class _KeptRecognition:
    port: SpeechRecognition
    store: Store
    sound_digest: str

    @property
    def name(self) -> str:
        return self.port.name

    @property
    def version(self) -> str:
        return self.port.version

    def recognise(self, request: RecognitionRequest, on_heard: OnHeard = lambda part: None) -> Recognised:
        inputs = {
            "source": self.sound_digest, "language": request.language, "speakers": request.speakers,
            "provider": f"{self.name} {self.version}",
        }  # fmt: skip
        inputs |= {"vocabulary": list(request.vocabulary)} if request.vocabulary else {}
        row = _kept(self.store, "recognised", inputs, lambda: _plain(self.port.recognise(request, on_heard)))
        return Recognised(
            tuple(Word(*word) for word in row["words"]), tuple(SpokenPart(*part) for part in row["parts"]),
            row["language"], row["seconds"], tuple(row["confidence"]),
        )  # fmt: skip


@dataclass(frozen=True)
class _KeptAlignment:
    port: SpeechAlignment
    store: Store
    sound_digest: str

    @property
    def name(self) -> str:
        return self.port.name

    @property
    def version(self) -> str:
        return self.port.version

    def align(self, sound: Path, words: tuple[str, ...], language: str) -> tuple[Word, ...]:
        inputs = {
            "source": self.sound_digest, "words": list(words), "language": language,
            "provider": f"{self.name} {self.version}",
        }  # fmt: skip
        rows = _kept(
            self.store,
            "aligned",
            inputs,
            lambda: [[word.text, word.start, word.end] for word in self.port.align(sound, words, language)],
        )
        return tuple(Word(*row) for row in rows)


@dataclass(frozen=True)
class _KeptTurns:
    port: SpeakerDiarization
    store: Store
    sound_digest: str

    @property
    def name(self) -> str:
        return self.port.name

    @property
    def version(self) -> str:
        return self.port.version

    def turns(self, sound: Path, speakers: int = -1) -> tuple[Turn, ...]:
        inputs = {"source": self.sound_digest, "speakers": speakers, "provider": f"{self.name} {self.version}"}
        rows = _kept(
            self.store,
            "speakers",
            inputs,
            lambda: [[turn.speaker, turn.start, turn.end] for turn in self.port.turns(sound, speakers)],
        )
        return tuple(Turn(*row) for row in rows)


def _kept(store: Store, name: str, inputs: dict[str, Any], ask: Callable[[], Any]) -> Any:
    def write(part: Path) -> dict[str, Any]:
        part.write_text(json.dumps(ask(), ensure_ascii=False, indent=1), "utf-8")
        return {}

    return json.loads(store.keep(name, ".txt", inputs, write).path.read_text("utf-8"))


def _plain(told: Recognised) -> dict[str, Any]:
    return {
        "language": told.language, "seconds": told.seconds, "confidence": list(told.confidence),
        "words": [[word.text, word.start, word.end] for word in told.words],
        "parts": [[part.first, part.last, part.speaker] for part in told.parts],
    }  # fmt: skip
