"""Listening whose results are kept with a project: what was heard once in a sound is not listened to, or paid for, again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

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


class _Port(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...


_Asked = TypeVar("_Asked", bound=_Port)


@dataclass(frozen=True)
class _Kept(Generic[_Asked]):
    """Somebody who listens, under their own name."""

    port: _Asked
    store: Store
    sound_digest: str

    @property
    def name(self) -> str:
        return self.port.name

    @property
    def version(self) -> str:
        return self.port.version

    def kept(self, name: str, inputs: dict[str, Any], ask: Callable[[], Any]) -> Any:
        """What was answered to the same inputs before, else what ``ask`` answers now."""
        told = {"source": self.sound_digest, **inputs, "provider": f"{self.name} {self.version}"}

        def write(part: Path) -> dict[str, Any]:
            part.write_text(json.dumps(ask(), ensure_ascii=False, indent=1), "utf-8")
            return {}

        return json.loads(self.store.keep(name, ".txt", told, write).path.read_text("utf-8"))


class _KeptRecognition(_Kept[SpeechRecognition]):
    def recognise(self, request: RecognitionRequest, on_heard: OnHeard = lambda part: None) -> Recognised:
        inputs: dict[str, Any] = {"language": request.language, "speakers": request.speakers}
        inputs |= {"vocabulary": list(request.vocabulary)} if request.vocabulary else {}
        row = self.kept("recognised", inputs, lambda: _plain(self.port.recognise(request, on_heard)))
        return Recognised(
            tuple(Word(*word) for word in row["words"]), tuple(SpokenPart(*part) for part in row["parts"]),
            row["language"], row["seconds"], tuple(row["confidence"]),
        )  # fmt: skip


class _KeptAlignment(_Kept[SpeechAlignment]):
    def align(self, sound: Path, words: tuple[str, ...], language: str) -> tuple[Word, ...]:
        rows = self.kept(
            "aligned",
            {"words": list(words), "language": language},
            lambda: [[word.text, word.start, word.end] for word in self.port.align(sound, words, language)],
        )
        return tuple(Word(*row) for row in rows)


class _KeptTurns(_Kept[SpeakerDiarization]):
    def turns(self, sound: Path, speakers: int = -1) -> tuple[Turn, ...]:
        rows = self.kept(
            "speakers",
            {"speakers": speakers},
            lambda: [[turn.speaker, turn.start, turn.end] for turn in self.port.turns(sound, speakers)],
        )
        return tuple(Turn(*row) for row in rows)


def _plain(told: Recognised) -> dict[str, Any]:
    return {
        "language": told.language, "seconds": told.seconds, "confidence": list(told.confidence),
        "words": [[word.text, word.start, word.end] for word in told.words],
        "parts": [[part.first, part.last, part.speaker] for part in told.parts],
    }  # fmt: skip
