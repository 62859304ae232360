"""Piper's voices as a person chooses them: one for each model file, or for each speaker in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reelwright.errors import InvalidInput, ProviderNeeded
from reelwright.providers.speech import Voice
from reelwright.vendors.piper.voice_settings import VoiceSettings

PREFIX = "piper:"


@dataclass(frozen=True, slots=True)
class PiperVoice:
    """A model file with its settings."""

    model: Path
    settings: VoiceSettings


def voice_rows(found: Sequence[PiperVoice]) -> tuple[Voice, ...]:
    """In order of the files' names; a voice with many speakers has a row for each: ``piper:en_GB-vctk-medium#p225``."""
    return tuple(
        Voice(
            id=f"{PREFIX}{voice.settings.name}{'#' if speaker else ''}{speaker}",
            name=f"{voice.settings.title}{', speaker ' if speaker else ''}{speaker} ({voice.settings.language})",
            language=voice.settings.language,
            gender=voice.settings.gender,
            provider="piper",
            style="neural",
        )
        for voice in found
        for speaker in (voice.settings.speakers or ("",))
    )


def chosen_voice(
    wish: str, language: str, found: Sequence[PiperVoice], first: str = ""
) -> tuple[PiperVoice, int | None]:
    """The voice meant and its speaker's number. ``auto``, ``piper``, ``female`` and ``male`` follow the language; ``first``
    is taken where it fits.

    Raises ``InvalidInput`` for a voice that is not here or speaks another language, ``ProviderNeeded`` when none speaks it.
    """
    name, _, speaker = wish.removeprefix(PREFIX).partition("#")
    if name in ("", "auto", "piper", "female", "male"):
        return _for_language(name, language, found, first)
    for voice in found:
        if voice.settings.name == name:
            if not _same_language(language, voice.settings.language):
                raise InvalidInput(
                    f"the Piper voice {name} speaks {voice.settings.language}, not {language!r}",
                    hint="choose a voice of the text's language",
                )
            return voice, _speaker(voice, speaker)
    known = ", ".join(voice.settings.name for voice in found[:12])
    raise InvalidInput(f"there is no Piper voice {wish!r} here", hint=f"here: {known}; `reel models get` fetches more")


def _for_language(gender: str, language: str, found: Sequence[PiperVoice], first: str) -> tuple[PiperVoice, int | None]:
    fitting = [voice for voice in found if _same_language(language, voice.settings.language)]
    if not fitting:
        raise ProviderNeeded(  # not InvalidInput: another provider may well speak it
            f"no Piper voice here speaks {language!r}", hint="`reel models list` shows voices that can be fetched"
        )
    exact = language.lower().replace("_", "-")
    best = min(
        fitting,
        key=lambda voice: (
            voice.settings.gender != gender and gender in ("female", "male"),
            voice.settings.name != first.removeprefix("piper-"),
            voice.settings.language.lower() != exact,
        ),
    )
    return best, _speaker(best, "")


def _speaker(voice: PiperVoice, name: str) -> int | None:
    speakers = voice.settings.speakers
    if not speakers:
        if name:
            raise InvalidInput(
                f"the Piper voice {voice.settings.name} has one speaker only", hint="leave out what stands after #"
            )
        return None
    if not name:
        return min(speakers.values())
    if name not in speakers:
        raise InvalidInput(
            f"the Piper voice {voice.settings.name} has no speaker {name!r}",
            hint=f"such as {', '.join(list(speakers)[:8])}",
        )
    return speakers[name]


def _same_language(wanted: str, spoken: str) -> bool:
    return wanted.lower().replace("_", "-").split("-")[0] == spoken.lower().split("-")[0]
