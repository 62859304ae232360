"""What `make` is asked for, what it reports on its way, and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from reelwright.productions.narrate.brief import Brief
from reelwright.productions.narrate.lexicon import Lexicon
from reelwright.productions.narrate.presenting import Presenting
from reelwright.providers.clips import ClipGeneration
from reelwright.providers.enhancement import AudioEnhancement
from reelwright.providers.images import ImageGeneration
from reelwright.providers.moderation import Moderation
from reelwright.providers.music import Mood, MusicComposer
from reelwright.providers.pictures import Stock
from reelwright.providers.recognition import SpeechRecognition
from reelwright.providers.speech import SpeechSynthesis
from reelwright.providers.text import TextGeneration

Stage = Literal["script", "speech", "visuals", "timeline", "render"]
ClipsFor = Literal["sentences", "sections"]
Pictures = Literal["auto", "folder", "stock", "generated", "designed"]
STAGES: tuple[Stage, ...] = ("script", "speech", "visuals", "timeline", "render")


@dataclass(frozen=True)
class MakeRequest:
    """``source`` is a file's path or a topic. ``duration`` in seconds is what the narration should take.

    ``is_topic`` says that ``source`` is a topic whatever it looks like (a stranger's words must never name a file here).
    ``language`` ``None`` is found out from the text; ``voice`` ``None`` is chosen. ``stop_after`` ends the run early. ``brief`` is what a
    language model is told about the script.
    ``pictures`` says where they come from: ``auto`` takes ``media`` first, then stocks, else they are designed. ``style`` and
    ``references`` are kept for the project's generated pictures; ``None`` leaves them as they were.
    ``pitch`` is in semitones; ``lexicon`` says how words are spoken; ``cast`` (``Anna=espeak:en-gb``) who speaks in a dialogue.
    """

    source: str
    output: Path
    project: Path | None = None
    media: Path | None = None
    aspect: str = "16:9"
    voice: str | None = None
    language: str | None = None
    speed: float = 1.0
    captions: str = "highlight"
    music: Mood | Literal["none"] = "calm"
    duration: float = 60.0
    seed: int = 1
    stop_after: Stage = "render"
    is_fresh: bool = False
    jobs: int = 0
    is_topic: bool = False
    pitch: float = 0.0
    lexicon: Lexicon = Lexicon()
    cast: tuple[str, ...] = ()
    music_prompt: str = ""
    """Describes the music, for composers that read; ``music`` is what the others take."""
    brief: Brief = Brief()
    pictures: Pictures = "auto"
    stock_video: bool = False
    style: str | None = None
    references: tuple[Path, ...] | None = None
    credit_line: bool = False
    clips: str | None = None
    """Who makes generated clips for shots, or ``auto``; ``None`` is no clips."""
    clips_for: ClipsFor = "sentences"
    """Every shot, or the first of each section."""
    palette: str = ""
    """Name of a colour scheme; empty: the title's own."""
    music_level: float = 0.0
    """Decibels by which the music is louder (or softer) than usual."""
    plans_designed: bool = False
    """Whether visuals.json is written for a video that is designed throughout, too, so that a person can put pictures in."""
    presenter: Presenting | None = None
    """A drawn presenter who says it."""

    @property
    def folder(self) -> Path:
        """Where the project lives."""
        return self.project or self.output.with_suffix(".reel")


@dataclass(frozen=True)
class Speaker:
    """A voice, who provides it, and why it was taken. ``then`` are those who speak when it fails, in order."""

    provider: SpeechSynthesis
    voice: str
    reason: str
    then: tuple[Speaker, ...] = ()


@dataclass(frozen=True)
class Tools:
    """The providers a run may use, each kind in the order in which they are asked.

    ``speaker_for(language, voice)`` raises ``ProviderFailed`` when there is none.
    """

    speaker_for: Callable[[str, str | None], Speaker]
    composer: MusicComposer
    text: TextGeneration | None = None
    stocks: tuple[Stock, ...] = ()
    image_makers: tuple[ImageGeneration, ...] = ()
    clip_makers: tuple[ClipGeneration, ...] = ()
    prompt_composers: tuple[MusicComposer, ...] = ()
    """Those who read a description of music; ``composer`` takes moods."""
    enhancers: tuple[AudioEnhancement, ...] = ()
    """Those who clean a recording and keep its room."""
    voice_isolators: tuple[AudioEnhancement, ...] = ()
    recognisers: tuple[SpeechRecognition, ...] = ()
    moderators: tuple[Moderation, ...] = ()


@dataclass(frozen=True)
class Progress:
    """``done`` of ``total`` steps of a stage."""

    stage: Stage
    done: int
    total: int


@dataclass
class MakeResult:
    """Files made (``None`` when the run stopped before), and what it took. ``notes`` are for the person who asked."""

    project: Path
    script: Path
    video: Path | None = None
    subtitles: Path | None = None
    web_subtitles: Path | None = None
    thumbnail: Path | None = None
    chapters: Path | None = None
    timeline: Path | None = None
    credits_file: Path | None = None
    duration: float | None = None
    loudness: float | None = None
    true_peak: float | None = None
    language: str = ""
    voice: str = ""
    cast: dict[str, str] = field(default_factory=dict[str, str])
    speech_calls: int = 0
    sentences: int = 0
    was_rendered: bool = False
    spoken: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """Each sentence with ``section``, ``sentence`` (from 1), ``start`` and ``end`` in seconds, ``text``."""
    notes: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    """Who made the pictures, a line each."""
