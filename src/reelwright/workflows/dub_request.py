"""What `dub` is asked for, what it reports on its way, and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from reelwright.productions.dub.document import Term
from reelwright.productions.dub.fit.limits import DEFAULT, FitLimits
from reelwright.providers.recognition import SpeechRecognition
from reelwright.providers.separation import SourceSeparation
from reelwright.providers.speakers import SpeakerDiarization
from reelwright.providers.speech import SpeechSynthesis, Voice
from reelwright.providers.translation import TranslationProvider

DubStage = Literal["transcript", "translation", "speech", "mix", "video"]
DUB_STAGES: tuple[DubStage, ...] = ("transcript", "translation", "speech", "mix", "video")
Background = Literal["auto", "keep", "duck", "none"]


@dataclass(frozen=True)
class DubRequest:
    """``source`` is a video (or a recording), ``targets`` BCP 47 tags; the first becomes the default sound of ``output``.

    ``language`` ``None`` is found out. ``speakers`` -1: find out how many. ``transcript`` is a file of the person's own (captions,
    words or segments) instead of recognition; ``voices`` are wishes by speaker id (or ``*``). ``background``: ``keep`` takes the
    voices out of the source's sound, ``duck`` lowers it under the new voice, ``none`` leaves the new voice alone; ``auto`` keeps
    it where somebody separates well, else ducks. ``stop_after`` ends the run early, to look and edit.
    ``terms`` is a glossary without a file; it counts where there is no ``glossary``.
    """

    source: Path
    output: Path
    targets: tuple[str, ...]
    project: Path | None = None
    language: str | None = None
    speakers: int = -1
    transcript: Path | None = None
    glossary: Path | None = None
    voices: dict[str, str] = field(default_factory=dict[str, str])
    register: str = ""
    about: str = ""
    background: Background = "auto"
    burns_captions: bool = False
    caption_style: str = "classic"
    stop_after: DubStage = "video"
    is_fresh: bool = False
    limits: FitLimits = DEFAULT
    jobs: int = 0
    terms: tuple[Term, ...] | None = None

    @property
    def folder(self) -> Path:
        """Where the project lives."""
        return self.project or self.output.with_suffix(".dub")


@dataclass(frozen=True)
class DubTools:
    """The providers a dub may use, each kind in the order in which they are asked.

    ``voices(language)`` are those that can be cast; ``speaker_for(language, wish)`` answers a provider with the voice's id;
    ``voice_pitch(language, voice)`` its fundamental frequency in Hz, 0 where finding it out would cost something.
    """

    recognisers: tuple[SpeechRecognition, ...]
    diarizers: tuple[SpeakerDiarization, ...]
    separators: tuple[SourceSeparation, ...]
    translators: tuple[TranslationProvider, ...]
    voices: Callable[[str], list[Voice]]
    speaker_for: Callable[[str, str], tuple[SpeechSynthesis, str]]
    voice_pitch: Callable[[str, Voice], float] = lambda language, voice: 0.0


@dataclass(frozen=True)
class DubProgress:
    """``done`` of ``total`` steps of a stage; ``language`` where a stage is done for each."""

    stage: DubStage
    done: int
    total: int
    language: str = ""


@dataclass
class DubResult:
    """Files made (``None`` when the run stopped before), and what it took. ``notes`` are for the person who asked.

    ``timing`` holds the figures of each language's fit; ``review`` the segments a person should look at, with the reason;
    ``spoken`` those that were spoken in this run, by language.
    """

    project: Path
    document: Path
    video: Path | None = None
    captions: list[Path] = field(default_factory=list[Path])
    report: Path | None = None
    language: str = ""
    segments: int = 0
    speakers: int = 0
    translation_calls: int = 0
    speech_calls: int = 0
    spoken: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    sounds: dict[str, str] = field(default_factory=dict[str, str])
    """Each language's whole sound, as a path in the folder."""
    timing: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    review: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    notes: list[str] = field(default_factory=list[str])
