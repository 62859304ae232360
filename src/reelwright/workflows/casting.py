"""Who says the lines of a dialogue: the voices asked for, and different ones for everybody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reelwright.productions.narrate.script import Script
from reelwright.providers.speech import KnowsVoices, SpeechSynthesis, Voice
from reelwright.workflows.make_request import Speaker, Tools


@dataclass(frozen=True, slots=True)
class Casting:
    """Provider and voice by speaker's name; empty for a narration by one."""

    cast: dict[str, tuple[SpeechSynthesis, str]]
    notes: tuple[str, ...] = ()


def cast_voices(script: Script, speaker: Speaker, tools: Tools) -> Casting:
    """``speaker`` is the narrator; the first who asks for no voice gets it too, unless the narrator has lines.

    Others get voices of the same provider, women and men in turn. Raises what ``tools.speaker_for`` raises for a voice that is
    asked for.
    """
    names = script.speakers
    if not names:
        return Casting({})
    wanted = {name: voice for name, voice in script.cast if voice}
    cast = {name: _asked(script.language, wanted[name], tools) for name in names if name in wanted}
    has_narrator = any(not sentence.speaker for sentence in script.sentences)
    taken = {voice for _, voice in cast.values()} | ({speaker.voice} if has_narrator else set[str]())
    free = _in_turn(speaker, script.language)
    notes: list[str] = []
    for name in names:
        if name in cast:
            continue
        voice = next((voice for voice in free if voice not in taken), "")
        if not voice:
            voice = speaker.voice
            notes.append(f"there is no further voice in {script.language}: {name} sounds like somebody else")
        taken.add(voice)
        cast[name] = (speaker.provider, voice)
    return Casting({name: cast[name] for name in names}, tuple(notes))


def _asked(language: str, wish: str, tools: Tools) -> tuple[SpeechSynthesis, str]:
    found = tools.speaker_for(language, wish)
    return found.provider, found.voice


def _in_turn(speaker: Speaker, language: str) -> Iterator[str]:
    """The speaker's own voice, then its provider's other voices of the language: of the other gender, and so on in turn."""
    provider = speaker.provider
    voices = provider.usual if isinstance(provider, KnowsVoices) else provider.voices()
    fitting = [voice for voice in voices if voice.speaks(language) and voice.id != speaker.voice]
    own: Voice | None = next((voice for voice in voices if voice.id == speaker.voice), None)
    last = own.gender if own else "female"
    yield speaker.voice
    while fitting:
        following = next((voice for voice in fitting if voice.gender != last), fitting[0])
        fitting.remove(following)
        last = following.gender
        yield following.id
