"""What `dub` is asked for, what it reports on its way, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from reelwright.productions.dub.document import Term
from reelwright.productions.dub.fit.limits import DEFAULT, FitLimits
from reelwright.productions.narrate.lexicon import Lexicon
from reelwright.productions.voices.clone import VoiceReference
from reelwright.productions.voices.cloned_speech import Cloner
from reelwright.productions.voices.consent import Declared
from reelwright.productions.voices.library import NoLibrary, VoiceLibrary
from reelwright.providers.separation import SourceSeparation
from reelwright.providers.speech import SpeechSynthesis, Voice
from reelwright.providers.translation import TranslationProvider
from reelwright.workflows.lip_sync import LipTools
from reelwright.workflows.transcribe import Listeners

DubStage = Literal["transcript", "translation", "speech", "mix", "lips", "video"]
DUB_STAGES: tuple[DubStage, ...] = ("transcript", "translation", "speech", "mix", "lips", "video")
Background = Literal["auto", "keep", "duck", "none"]
CaptionPlace = Literal["bottom", "top"]


@dataclass(frozen=True)
class CloneWish:
    """Each speaker speaks with a clone of their own voice, by ``provider`` (``auto``: the best).

    ``declared`` says by speaker's id or name (``*``: everybody) that they agreed; ``by`` is who says so. Clones are removed at the
    provider after speaking, unless it ``keeps`` them in the library. ``replaces``: also voices that were cast before.
    """

    provider: str = "auto"
    declared: Mapping[str, Declared] = field(default_factory=dict[str, Declared])
    by: str = ""
    keeps: bool = False
    replaces: bool = False


@dataclass(frozen=True)
class DubRequest:
    """``source`` is a video (or a recording), ``targets`` BCP 47 tags; the first becomes the default sound of ``output``.

    ``language`` ``None`` is found out. ``speakers`` -1: find out how many. ``transcript`` is a file of the person's own (captions,
    words, segments, or the bare text, which is then timed) instead of recognition; ``voices`` are wishes by speaker id (or ``*``).
    ``background``: ``keep`` takes the voices out of the source's sound, ``duck`` lowers it under the new voice, ``none`` leaves
    the new voice alone; ``auto`` keeps it where somebody separates well, else ducks. ``stop_after`` ends the run early, to look
    and edit. ``lexicon`` says how words are spoken.
    Burnt captions are drawn at the ``bottom``, or at the ``top`` where the pictures hold captions of their own.
    ``terms`` is a glossary without a file; it counts where there is no ``glossary``. ``lip_sync`` brings the mouths in line with
    the first of ``targets``: by the provider it names, or ``auto``; ``is_finishing`` takes what an earlier run made of them as it is
    (another machine may have had the model).
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
    captions_at: CaptionPlace = "bottom"
    stop_after: DubStage = "video"
    is_fresh: bool = False
    limits: FitLimits = DEFAULT
    jobs: int = 0
    terms: tuple[Term, ...] | None = None
    lexicon: Lexicon = Lexicon()
    clone: CloneWish | None = None
    lip_sync: str | None = None
    is_finishing: bool = False

    @property
    def folder(self) -> Path:
        """Where the project lives: beside the output, named by the video, so that its next language finds what was done."""
        return self.project or self.output.with_name(f"{self.source.stem}.dub")


@dataclass(frozen=True)
class DubTools:
    """The providers a dub may use, each kind in the order in which they are asked.

    ``listeners(language, speakers)`` are those who recognise, time and tell apart speakers, asked for as a ``RecognitionRequest``
    asks; ``voices(language)`` those that can be cast; ``speaker_for(language, wish)`` answers a provider with the voice's id;
    ``voice_pitch(language, voice)`` its fundamental frequency in Hz, 0 where finding it out would cost something.
    ``substitutes(language, gender)`` speak what a voice that nobody asked for cannot, in order. ``cloners(provider)`` clone voices
    (``auto``: all of them, best first), ``library`` keeps clones; ``leave(voice)`` takes over to remove one at its provider, and
    answers whether it does.
    ``lips(provider)`` opens models, so it is asked for when they are needed.
    """

    listeners: Callable[[str | None, int], Listeners]
    separators: tuple[SourceSeparation, ...]
    translators: tuple[TranslationProvider, ...]
    voices: Callable[[str], list[Voice]]
    speaker_for: Callable[[str, str], tuple[SpeechSynthesis, str]]
    voice_pitch: Callable[[str, Voice], float] = lambda language, voice: 0.0
    substitutes: Callable[[str, str], list[tuple[SpeechSynthesis, str]]] = lambda language, gender: []
    cloners: Callable[[str], Sequence[Cloner]] = lambda provider: ()
    library: VoiceLibrary = field(default_factory=NoLibrary)
    leave: Callable[[VoiceReference], bool] = lambda voice: False
    lips: Callable[[str], LipTools] = lambda provider: LipTools()


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
    ``spoken`` those that were spoken in this run, by language. ``lips`` holds the numbers of lip-sync, where it was asked for.
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
    lips: dict[str, Any] = field(default_factory=dict[str, Any])
    review: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    clones: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    """By speaker: whose voice was cloned, and the record of consent."""
    notes: list[str] = field(default_factory=list[str])
