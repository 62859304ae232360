"""Recognition in a child process: its progress told, its death a provider's failure."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

from reelwright.errors import Cancelled, LimitExceeded, ProviderFailed, RenderCrashed
from reelwright.isolation.parent import Task, run_isolated
from reelwright.media.mono_read import MonoSound
from reelwright.media.speech_pieces import speech_pieces
from reelwright.providers.recognition import OnHeard


def sound_request(sound: MonoSound, piece_seconds: float) -> dict[str, Any]:
    """Where the child finds the samples (``mono_sound`` keeps them on disk), and which of them to take at a time."""
    pieces = [[round(edge * sound.rate) for edge in edges] for edges in speech_pieces(sound, piece_seconds)]
    return {
        "raw": str(Path(str(getattr(sound.samples, "filename", ""))).resolve()),
        "rate": sound.rate,
        "pieces": pieces,
    }


def heard_by_child(task: Task, on_heard: OnHeard, title: str, hint: str = "") -> dict[str, Any]:
    """The child's report. What ``on_heard`` raises stops the child, and is raised here. Raises ``ProviderFailed``."""
    stop, raised = Event(), list[BaseException]()

    def told(message: dict[str, Any]) -> None:
        try:
            on_heard(float(message.get("heard", 0.0)))
        except BaseException as error:  # in the thread that listens to the child, which must go on listening
            raised.append(error)
            stop.set()

    try:
        return run_isolated(task, told, stop)
    except Cancelled as cancelled:
        raise (raised[0] if raised else cancelled) from None
    except (RenderCrashed, LimitExceeded) as error:
        raise ProviderFailed(f"{title} could not do it: {error.message}", hint=hint) from None
