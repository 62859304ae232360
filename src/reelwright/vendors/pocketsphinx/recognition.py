"""PocketSphinx listens, in a process of its own, with the English model its wheel carries."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata

from reelwright.errors import InvalidInput
from reelwright.isolation.limits import Limits
from reelwright.isolation.parent import Task
from reelwright.media.mono_read import MonoSound, mono_sound
from reelwright.providers.access import Access
from reelwright.providers.heard_words import Heard, recognised
from reelwright.providers.payments import Call, Paid
from reelwright.providers.recognition import OnHeard, Recognised, RecognitionRequest
from reelwright.transcript.language_names import base_language
from reelwright.vendors.hosted_recognition import file_digest
from reelwright.vendors.listening_child import heard_by_child, sound_request

_PIECE_SECONDS = 25.0
_MEMORY = 2_000_000_000


def connect(access: Access) -> SphinxRecognition:
    """See ``providers.manifest.Offer``."""
    return SphinxRecognition(access)


@dataclass(frozen=True)
class SphinxRecognition:
    """See ``providers.recognition.SpeechRecognition``. Hears English only; vocabulary is left aside."""

    access: Access

    @property
    def name(self) -> str:
        return self.access.name

    @property
    def version(self) -> str:
        return metadata.version("pocketsphinx")

    def recognise(self, request: RecognitionRequest, on_heard: OnHeard = lambda part: None) -> Recognised:
        if request.language and base_language(request.language) != "en":
            raise InvalidInput(f"PocketSphinx does not know {request.language}", hint="it hears English only")
        asked = {"sound": file_digest(request.sound), "version": self.version}
        with mono_sound(request.sound) as sound:
            paid = self.access.pay("recognise", asked, {}, lambda call: self._heard(call, sound, on_heard))
            on_heard(1.0)
            rows = [Heard(*row) for row in paid.result["words"]]
            return recognised(rows, sound.seconds, request.language or "en")

    def _heard(self, call: Call, sound: MonoSound, on_heard: OnHeard) -> Paid:
        del call
        seconds = 600 + round(20 * sound.seconds)
        task = Task(
            "reelwright.vendors.pocketsphinx.sphinx_child", sound_request(sound, _PIECE_SECONDS),
            Limits(memory=_MEMORY, processor_seconds=seconds, seconds=seconds), "recognising speech",
        )  # fmt: skip
        return Paid(heard_by_child(task, on_heard, "PocketSphinx"))
