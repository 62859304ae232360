"""Music of a mood or a description: a description goes to those who read, and a mood to the composer here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reelwright.productions.narrate.wav import write_wav
from reelwright.productions.project.store import Kept, Store
from reelwright.providers.fallback import first_that_delivers
from reelwright.providers.music import MusicComposer, MusicRequest
from reelwright.workflows.generated_picture import named
from reelwright.workflows.make_request import Tools


@dataclass(frozen=True)
class Composed:
    """``by`` is the provider's name; ``notes`` are for the person who asked."""

    kept: Kept
    by: str
    notes: tuple[str, ...] = ()


def composed_music(request: MusicRequest, tools: Tools, store: Store, provider: str | None = None) -> Composed:
    """The music as a WAV in ``store``. With a prompt those who read are asked first and the composer of moods last.

    ``provider`` asks one alone. Raises ``ProviderNeeded`` for one that is not there, else what the first of them raises.
    """
    readers = tools.prompt_composers if request.prompt or provider else ()
    composers = named(_each_once([*readers, tools.composer]), provider, "music")
    delivered = first_that_delivers(composers, lambda composer: _kept(store, composer, request))
    by = composers[delivered.by]
    notes = [f"{failure.message}; {by.name} composed instead" for failure in delivered.failures]
    if request.prompt and not notes and by not in tools.prompt_composers:
        notes.append(f"nobody who composes from a description is configured; {by.name} took the mood {request.mood}")
    return Composed(delivered.result, by.name, tuple(notes))


def _each_once(composers: list[MusicComposer]) -> list[MusicComposer]:
    names = [composer.name for composer in composers]
    return [composer for place, composer in enumerate(composers) if composer.name not in names[:place]]


def _kept(store: Store, composer: MusicComposer, request: MusicRequest) -> Kept:
    inputs: dict[str, Any] = {
        "mood": request.mood, "seconds": request.seconds, "seed": request.seed, "composer": f"{composer.name} {composer.version}",
    }  # fmt: skip
    further = {
        "prompt": request.prompt, "style": request.style, "tempo": request.tempo, "key": request.key, "loopable": request.loopable,
    }  # fmt: skip
    inputs |= {name: value for name, value in further.items() if value}

    def compose(part: Any) -> dict[str, Any]:
        music = composer.compose(request)
        write_wav(part, music.samples, music.rate)
        return {"mood": request.mood, "tempo": music.tempo, "key": music.key, "by": composer.name}

    return store.keep(f"music-{request.mood}", ".wav", inputs, compose)
