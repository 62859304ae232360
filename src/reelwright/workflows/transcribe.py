"""Speech to words: the first recogniser that delivers, told apart by speakers where that is wanted; known text is only timed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from reelwright.errors import InvalidInput, MediaUnusable, ProviderFailed, ProviderNeeded
from reelwright.productions.narrate.language import detect_language
from reelwright.productions.transcribe.phantoms import sounds_made_up, without_phantoms
from reelwright.productions.transcribe.speakers import with_speakers
from reelwright.providers.fallback import first_that_delivers
from reelwright.providers.heard_words import Heard, recognised
from reelwright.providers.recognition import OnHeard, Recognised, RecognitionRequest, SpeechAlignment, SpeechRecognition
from reelwright.providers.speakers import SpeakerDiarization, Turn

Port = TypeVar("Port")
Result = TypeVar("Result")
_MOST_TEXT = 500_000
"""Characters: some ten hours of speech."""


@dataclass(frozen=True)
class Listener(Generic[Port]):
    """A provider with the name people know it by. ``caution`` is what they should know of its work, if anything."""

    port: Port
    title: str
    tells_speakers: bool = False
    caution: str = ""


@dataclass(frozen=True)
class Listeners:
    """In the order in which they are asked. ``ways`` says how a recogniser is got where there is none."""

    recognisers: tuple[Listener[SpeechRecognition], ...] = ()
    aligners: tuple[Listener[SpeechAlignment], ...] = ()
    diarisers: tuple[Listener[SpeakerDiarization], ...] = ()
    ways: str = ""


@dataclass(frozen=True)
class Transcript:
    """``by`` names who did it; ``notes`` are for the person who asked."""

    recognised: Recognised
    by: str
    notes: tuple[str, ...] = ()


def transcribe(request: RecognitionRequest, listeners: Listeners, on_heard: OnHeard = lambda part: None) -> Transcript:
    """What is said in a recording.

    Raises ``MediaUnusable`` when nobody speaks in it, ``ProviderNeeded`` naming the ways to get a recogniser when there is
    none, and what ``first_that_delivers`` raises.
    """
    if not listeners.recognisers:
        raise ProviderNeeded(f"nothing here recognises the speech in {request.sound.name}", hint=listeners.ways)
    heard, listener, notes = _first(listeners.recognisers, lambda port: port.recognise(request, on_heard))
    if heard.words:
        heard = without_phantoms(request.sound, heard)
    if not heard.words:
        raise MediaUnusable(
            f"{listener.title} heard no words in {request.sound.name}", hint="give a recording of speech"
        )
    if listener.caution:
        notes.append(f"{listener.title}: {listener.caution}")
    if sounds_made_up(heard):
        notes.append("the words are so slow that this may be music or noise, and nobody speaking: look at them")
    if request.speakers and not any(part.speaker for part in heard.parts):
        heard = told_apart(request, heard, listeners, notes)
    return Transcript(heard, listener.title, tuple(notes))


def time_text(
    sound: Path, text: str, language: str | None, listeners: Listeners, on_heard: OnHeard = lambda part: None
) -> Transcript:
    """When a recording says the words of a text that is known. Raises ``InvalidInput`` for a text without words."""
    words = tuple(text.split())
    if not any(char.isalnum() for char in text):
        raise InvalidInput("there are no words in the text")
    if len(text) > _MOST_TEXT:
        raise InvalidInput(f"the text is longer than {_MOST_TEXT} characters", hint="divide the recording")
    if not listeners.aligners:
        raise ProviderNeeded("nothing here times known words", hint="pip install espeakng-loader")
    tongue = language or detect_language(text)
    placed, listener, notes = _first(listeners.aligners, lambda port: port.align(sound, words, tongue))
    on_heard(1.0)
    rows = [Heard(word.text, word.start, word.end) for word in placed]
    return Transcript(recognised(rows, placed[-1].end, tongue), listener.title, tuple(notes))


def _first(
    listeners: tuple[Listener[Port], ...], ask: Callable[[Port], Result]
) -> tuple[Result, Listener[Port], list[str]]:
    ports = [listener.port for listener in listeners]
    delivered = first_that_delivers(ports, ask)
    notes = [f"{listeners[place].title} could not: {error.message}" for place, error in enumerate(delivered.failures)]
    return delivered.result, listeners[delivered.by], notes


def told_apart(request: RecognitionRequest, heard: Recognised, listeners: Listeners, notes: list[str]) -> Recognised:
    """The words given to speakers by those who only tell speakers apart; words without speakers are better than none.

    What there is to know of it is added to ``notes``.
    """
    if not listeners.diarisers:
        notes.append("nobody who is configured tells speakers apart")
        return heard

    def turns(port: SpeakerDiarization) -> tuple[Turn, ...]:
        return port.turns(request.sound, request.speakers)

    try:
        found, listener, failed = _first(listeners.diarisers, turns)
    except ProviderFailed as error:
        notes.append(f"speakers are not told apart: {error.message}")
        return heard
    notes += [*failed, f"speakers told apart by {listener.title}"]
    return with_speakers(heard, found)
