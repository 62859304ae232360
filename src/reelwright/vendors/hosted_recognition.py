"""Recognition by a vendor's API: the sound made small and cut at pauses, each piece one paid call, the words joined again."""

from __future__ import annotations

import hashlib
import math
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from reelwright.errors import OutcomeUnknown
from reelwright.media.mono_read import MonoSound, mono_sound
from reelwright.media.mono_write import SUFFIX, Coding, write_mono
from reelwright.media.speech_pieces import speech_pieces
from reelwright.providers.access import Access
from reelwright.providers.heard_words import Heard, recognised
from reelwright.providers.payments import Call, Paid
from reelwright.providers.recognition import OnHeard, Recognised, RecognitionRequest
from reelwright.transcript.language_names import language_tag

MOST_BYTES = 64_000_000
"""Of an answer: ten hours of words with all that vendors tell of each."""


@dataclass(frozen=True, slots=True)
class Piece:
    """``path`` holds ``sound`` from ``start`` to ``end`` seconds, encoded. ``sound`` is the whole recording."""

    path: Path
    sound: MonoSound
    start: float
    end: float

    @property
    def seconds(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Told:
    """What a vendor's answer says. ``language`` by any name; times within the piece."""

    words: Sequence[Heard]
    language: str


class Ear(Protocol):
    """A vendor's protocol."""

    @property
    def version(self) -> str:
        """The model."""
        ...

    @property
    def coding(self) -> Coding: ...

    @property
    def longest_seconds(self) -> float:
        """Of one call."""
        ...

    def wish(self, request: RecognitionRequest, before: Sequence[Heard]) -> dict[str, Any]:
        """All settings the answer depends on (JSON). ``before`` was heard in the pieces before, at its times in the recording.

        Raises ``InvalidInput``.
        """
        ...

    def ask(self, call: Call, piece: Piece, wish: dict[str, Any]) -> Any:
        """The vendor's answer (JSON)."""
        ...

    def told(self, answer: Any, wish: dict[str, Any]) -> Told:
        """Pure. Raises ``KeyError``, ``TypeError``, ``ValueError``, ``IndexError`` or ``AttributeError`` for another shape."""
        ...


@dataclass(frozen=True)
class HostedRecognition:
    """See ``providers.recognition.SpeechRecognition``."""

    access: Access
    ear: Ear
    keeps_speakers: bool = False
    """A label means the same person in all pieces."""

    @property
    def name(self) -> str:
        return self.access.name

    @property
    def version(self) -> str:
        return self.ear.version

    def recognise(self, request: RecognitionRequest, on_heard: OnHeard = lambda part: None) -> Recognised:
        digest = file_digest(request.sound)
        heard: list[Heard] = []
        languages: list[str] = []
        with mono_sound(request.sound) as sound:
            edges = speech_pieces(sound, self.ear.longest_seconds)
            for number, (start, end) in enumerate(edges):
                on_heard(start / sound.seconds)
                wish = self.ear.wish(request, heard)
                answer = self._answer(sound, (start, end), wish, digest)
                told = self._told(answer, wish)
                languages += [told.language] if told.language and told.words else []
                mark = "" if self.keeps_speakers or len(edges) == 1 else f"{number}/"
                heard += [_within(row, end - start, mark).shifted(start) for row in told.words]
            on_heard(1.0)
            asked = language_tag(request.language) if request.language else ""
            return recognised(heard, sound.seconds, asked or _commonest(languages))

    def _answer(self, sound: MonoSound, edges: tuple[float, float], wish: dict[str, Any], digest: str) -> Any:
        start, end = edges
        usage = {"seconds": math.ceil(end - start)}
        asked = {"sound": digest, "from": round(start, 3), "to": round(end, 3), **wish}

        def perform(call: Call) -> Paid:
            with tempfile.TemporaryDirectory(prefix="reel-piece-") as folder:
                path = Path(folder) / f"sound{SUFFIX[self.ear.coding]}"
                write_mono(sound.part(start, end), path, self.ear.coding)
                answer = self.ear.ask(call, Piece(path, sound, start, end), wish)
            self._told(answer, wish)
            return Paid({"answer": answer}, usage=usage)

        return self.access.pay("recognise", asked, usage, perform).result["answer"]

    def _told(self, answer: Any, wish: dict[str, Any]) -> Told:
        try:
            return self.ear.told(answer, wish)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError):
            title = self.access.offer.vendor.title
            raise OutcomeUnknown(f"{title} answered in an unknown shape", hint="its API may have changed") from None


def file_digest(path: Path) -> str:
    """SHA-256 in hexadecimal; nothing for a file that cannot be read, which whoever opens it will tell better."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _within(row: Heard, seconds: float, mark: str) -> Heard:
    """Inside its piece, with a speaker's label that no other piece has."""
    start, end = (min(max(0.0, at), seconds) for at in (row.start, row.end))
    return Heard(row.text, start, end, f"{mark}{row.speaker}" if row.speaker else "", row.confidence)


def _commonest(languages: Sequence[str]) -> str:
    return language_tag(max(languages, key=languages.count)) if languages else ""
