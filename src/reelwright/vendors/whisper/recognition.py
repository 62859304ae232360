"""Whisper listens, in a process of its own with limits: it may be large, and native code may crash."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reelwright.errors import InvalidInput
from reelwright.isolation.limits import Limits
from reelwright.isolation.parent import Task
from reelwright.media.mono_read import MonoSound, mono_sound
from reelwright.providers.access import Access
from reelwright.providers.heard_words import Heard, recognised
from reelwright.providers.payments import Call, Paid
from reelwright.providers.recognition import OnHeard, Recognised, RecognitionRequest
from reelwright.transcript.language_names import base_language, language_tag
from reelwright.vendors.hosted_recognition import file_digest
from reelwright.vendors.listening_child import heard_by_child, sound_request
from reelwright.vendors.whisper.model_folder import model_folder, model_mark

_PIECE_SECONDS = 1800.0
"""So much is in the child's memory at a time; the model is loaded once for all."""
_SLOWEST = 60
"""Times as long as the sound that it may take, above the first minutes."""
_FIRST_SECONDS = 900
_DEVICES = ("auto", "cpu", "cuda")


def connect(access: Access) -> WhisperRecognition:
    """See ``providers.manifest.Offer``."""
    if access.option("device") not in _DEVICES:
        raise InvalidInput(f"Whisper has no device {access.option('device')!r}", hint=f"one of {', '.join(_DEVICES)}")
    if not 1 <= access.number("beam_size") <= 20:
        raise InvalidInput("Whisper's beam size is not 1 to 20")
    if not 0.1 <= access.number("memory") <= 10_000:
        raise InvalidInput("Whisper's memory is not a number of gigabytes")
    return WhisperRecognition(access)


@dataclass(frozen=True)
class WhisperRecognition:
    """See ``providers.recognition.SpeechRecognition``."""

    access: Access

    @property
    def name(self) -> str:
        return self.access.name

    @property
    def version(self) -> str:
        return model_mark(model_folder(self.access))

    def recognise(self, request: RecognitionRequest, on_heard: OnHeard = lambda part: None) -> Recognised:
        folder = model_folder(self.access)
        wish: dict[str, Any] = {
            "language": base_language(request.language) if request.language else None,
            "vocabulary": list(request.vocabulary),
            "beam_size": round(self.access.number("beam_size")),
            "compute_type": self.access.option("compute_type"),
        }
        asked = {"sound": file_digest(request.sound), "model": model_mark(folder), **wish}
        with mono_sound(request.sound) as sound:

            def perform(call: Call) -> Paid:
                del call
                return Paid(
                    self._heard(sound, wish | {"model": str(folder), "device": self.access.option("device")}, on_heard)
                )

            result = self.access.pay("recognise", asked, {}, perform).result
            on_heard(1.0)
            language = language_tag(request.language or str(result["language"]))
            return recognised([Heard(*row) for row in result["words"]], sound.seconds, language)

    def _heard(self, sound: MonoSound, wish: dict[str, Any], on_heard: OnHeard) -> dict[str, Any]:
        """Words as rows of text, start, end, speaker (none) and confidence."""
        limits = Limits(
            memory=round(self.access.number("memory") * 1e9),
            processor_seconds=round((_FIRST_SECONDS + _SLOWEST * sound.seconds) * 4),
            seconds=_FIRST_SECONDS + _SLOWEST * sound.seconds,
        )
        request = wish | sound_request(sound, _PIECE_SECONDS)
        task = Task("reelwright.vendors.whisper.whisper_child", request, limits, "recognising speech")
        return heard_by_child(task, on_heard, "Whisper", "take a smaller model, or allow it more memory")
