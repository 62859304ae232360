"""A script spoken by whoever can: by one provider from its beginning to its end, and by the next when that one fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from reelwright.productions.narrate.script import Script
from reelwright.productions.narrate.speak import Delivery, Narration, speak
from reelwright.productions.project.store import Store
from reelwright.providers.fallback import first_that_delivers
from reelwright.workflows.casting import cast_voices
from reelwright.workflows.make_request import Speaker, Tools


@dataclass(frozen=True, slots=True)
class Narrated:
    """``voice`` spoke it, ``cast`` the lines of a dialogue, by name; ``notes`` say who failed before, and why."""

    narration: Narration
    voice: str
    cast: dict[str, str]
    notes: tuple[str, ...]


def narrated(
    script: Script,
    wanted: str | None,
    tools: Tools,
    delivery: Delivery,
    store: Store,
    on_sentence: Callable[[int, int], None],
) -> Narrated:
    """Speak the script with the voice that is ``wanted``; ``delivery`` tells how, its voice and cast are chosen here.

    A provider that fails in the middle leaves the whole narration to the next one: never two voices by accident. What it spoke is
    kept, and is found again when it is asked next time. Raises what the last resort raises, and at once whatever may have cost
    money without an answer.
    """
    speaker = tools.speaker_for(script.language, wanted)

    def ask(who: Speaker) -> tuple[Narration, dict[str, str], tuple[str, ...]]:
        chosen = cast_voices(script, who, tools)
        how = replace(delivery, voice=who.voice, language=script.language, cast=chosen.cast)
        voices = {name: voice for name, (_, voice) in chosen.cast.items()}
        return speak(script, who.provider, how, store, on_sentence), voices, chosen.notes

    order = (replace(speaker, then=()), *speaker.then)
    delivered = first_that_delivers(order, ask)
    narration, cast, notes = delivered.result
    voice = order[delivered.by].voice
    failed = tuple(
        f"{order[place].voice} failed ({error.message}): all was spoken by {voice}"
        for place, error in enumerate(delivered.failures)
    )
    return Narrated(narration, voice, cast, (*failed, *notes))
