"""The workflow `podcast`: a conversation becomes an mp3 with chapters, cover and feed entry, and a video where one is wanted."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

import numpy as np

from reelwright.errors import InvalidInput, ProviderNeeded
from reelwright.media.waveform import waveform_of
from reelwright.productions.narrate.assemble import chapters, relative
from reelwright.productions.narrate.frame import SIZES, Frame
from reelwright.productions.narrate.language import detect_language
from reelwright.productions.narrate.lexicon import Lexicon
from reelwright.productions.narrate.palettes import palette_for
from reelwright.productions.narrate.presenting import captions_middle, sounds_json
from reelwright.productions.narrate.script import Script
from reelwright.productions.narrate.script_file import parse_script, split_head, write_script
from reelwright.productions.narrate.speak import Delivery, Narration
from reelwright.productions.podcast import picture
from reelwright.productions.podcast.conversation import LEAST, MOST, NAMES, shared_out, voices_of, with_breath, written
from reelwright.productions.podcast.feed import Episode, feed
from reelwright.productions.podcast.id3 import Chapter, Marks, marked
from reelwright.productions.podcast.sound import INTRO, LUFS, OUTRO, UNDER, course_of, tracks
from reelwright.productions.podcast.waveform import BARS_A_SECOND, Values
from reelwright.productions.project.atomic import make_atomically, write_atomically
from reelwright.productions.project.authored import settle
from reelwright.productions.project.folder import Project
from reelwright.providers.music import Mood, MusicRequest
from reelwright.providers.speech import KnowsVoices
from reelwright.render.job import RenderWish, render_reading
from reelwright.render.still import Still
from reelwright.timeline.clips.presenter import CharacterName
from reelwright.timeline.fingerprint import digest
from reelwright.timeline.reading import Reading, read_document
from reelwright.transcript import words_json
from reelwright.workflows.composed_music import composed_music
from reelwright.workflows.make_request import Tools
from reelwright.workflows.moderated import check_words
from reelwright.workflows.narration import narrated
from reelwright.workflows.script_work import read_script

OnProgress = Callable[[str, int, int], None]
STAGES = ("script", "speech", "sound", "video")


@dataclass(frozen=True)
class PodcastWish:
    """``text`` is a dialogue, an article or (``is_topic``) a topic. ``output`` ends in ``.mp3``; ``video`` is a further file or ``None``.

    ``speakers`` is how many talk where the text does not say; ``seconds`` how long a written conversation should be; ``presenters``
    who is seen for a speaker. ``base`` is the address the mp3 will lie below.
    """

    text: str
    name: str
    output: Path
    folder: Path
    published: datetime
    video: Path | None = None
    is_topic: bool = False
    speakers: int = 2
    seconds: float = 180.0
    language: str | None = None
    cast: tuple[str, ...] = ()
    presenters: dict[str, CharacterName] = field(default_factory=dict[str, CharacterName])
    music: Mood | str = "calm"
    show: str = "Podcast"
    base: str = ""
    aspect: str = "16:9"
    captions: str = "highlight"
    speed: float = 1.0
    seed: int = 1
    lexicon: Lexicon = Lexicon()
    jobs: int = 0


@dataclass
class PodcastMade:
    """``cast`` is voices by speaker; ``chapters`` are (title, start in seconds); loudness in LUFS."""

    mp3: Path
    cover: Path
    item: Path
    subtitles: Path
    seconds: float
    loudness: float | None
    cast: dict[str, str]
    chapters: list[tuple[str, float]]
    script: Path
    video: Path | None = None
    notes: list[str] = field(default_factory=list[str])


def podcast(wish: PodcastWish, tools: Tools, on_progress: OnProgress) -> PodcastMade:
    """Everything of one episode. What was spoken and composed is kept in the folder. Raises a ``ReelwrightError``."""
    _check(wish)
    project = Project(wish.folder)
    with project.in_use():
        return _Episode(wish, tools, on_progress, project).made()


def _check(wish: PodcastWish) -> None:
    if not LEAST <= wish.speakers <= MOST:
        raise InvalidInput(f"a podcast of {wish.speakers} voices cannot be made", hint=f"choose {LEAST} to {MOST}")
    if wish.output.suffix.lower() != ".mp3":
        raise InvalidInput(f"the output {wish.output.name} should end in .mp3", hint="for example -o episode.mp3")
    if wish.aspect not in SIZES:
        raise InvalidInput(f"there is no aspect {wish.aspect}", hint=f"choose one of {', '.join(SIZES)}")
    if not wish.output.absolute().parent.is_dir():
        raise InvalidInput(
            f"the folder {wish.output.parent} does not exist", hint="create it, or choose another place with -o"
        )


class _Episode:
    def __init__(self, wish: PodcastWish, tools: Tools, on_progress: OnProgress, project: Project) -> None:
        self._wish, self._tools, self._tell, self._project = wish, tools, on_progress, project
        self._notes: list[str] = []

    def made(self) -> PodcastMade:
        wish = self._wish
        self._tell("script", 0, 1)
        script = self._script()
        self._tell("script", 1, 1)
        how = Delivery("", script.language, wish.speed, lexicon=wish.lexicon)
        spoken = narrated(
            with_breath(script),
            None,
            self._tools,
            how,
            self._project.speech,
            lambda done, total: self._tell("speech", done, total),
        )
        self._notes += spoken.notes
        narration = spoken.narration
        course = course_of(narration, wish.music != "none")
        marks = [
            (title, max(0.0, round(start + (course.shift if number else 0.0), 3)))
            for number, (title, start) in enumerate(chapters(script, narration))
        ]
        self._tell("sound", 0, 1)
        music = self._music()
        base = self._project.folder
        voices = [relative(said.wav, base) for said in narration.sentences]
        heard = tracks(narration, voices, music and relative(music, base), course)
        guests = picture.guests_of(script.speakers, self._genders(script, spoken.cast), wish.presenters)
        cover = self._cover(script, guests)
        seconds, loudness = self._mp3(script, heard, course.end, marks, cover)
        self._tell("sound", 1, 1)
        result = PodcastMade(
            wish.output, cover, self._item(script, seconds, cover), self._words(narration, course.shift), seconds, loudness, spoken.cast,
            marks, self._project.script, notes=self._notes,
        )  # fmt: skip
        if wish.video is not None:
            self._video(script, narration, guests, heard, (course.shift, course.end), marks)
            result.video = wish.video
        return result

    # ---- the words

    def _script(self) -> Script:
        """The conversation, kept as script.md, which may be edited."""
        wish = self._wish
        check_words(self._tools.moderators, wish.text)
        head, _ = split_head(wish.text)
        language = wish.language or head.get("language") or head.get("lang") or detect_language(wish.text)
        model = self._tools.text
        key = digest(
            {
                "text": wish.text,
                "language": language,
                "speakers": wish.speakers,
                "seconds": wish.seconds,
                "model": model is not None,
            }
        )
        settled = settle(
            self._project.script,
            self._project.record("script"),
            key,
            lambda: write_script(self._conversation(language)),
            is_fresh=False,
        )
        if settled.origin == "edited":
            self._notes.append("script.md was edited by hand and is used as it is")
        if settled.text != wish.text:
            check_words(self._tools.moderators, settled.text)
        script = parse_script(settled.text, str(self._project.script), language, wish.cast)
        if len(voices_of(script)) < LEAST:
            raise InvalidInput("one voice alone is no conversation", hint="write lines as Ada: … and Ben: …")
        return script

    def _conversation(self, language: str) -> Script:
        wish, model = self._wish, self._tools.text
        names = NAMES[: wish.speakers]
        if not wish.is_topic:
            told = parse_script(wish.text, wish.name, language, wish.cast)
            if voices_of(told):
                return told
        elif model is None:
            raise ProviderNeeded(
                "a topic needs a language model to write about it, and none is configured",
                hint="give an article or a dialogue (lines of NAME: …) instead, or set REELWRIGHT_TEXT_BASE_URL and REELWRIGHT_TEXT_MODEL",
            )
        if model is not None:
            script, notes = written(model, wish.text, names, language, wish.seconds)
            self._notes += notes
            return script
        return shared_out(read_script(wish.text, wish.name, language), names)

    def _words(self, narration: Narration, shift: float) -> Path:
        path = self._wish.output.with_suffix(".words.json")
        write_atomically(path, words_json([word.shifted(shift) for word in narration.words]))
        return path

    # ---- the sound

    def _music(self) -> Path | None:
        wish = self._wish
        if wish.music == "none":
            return None
        mood = next((name for name in get_args(Mood) if name == wish.music), None)
        if mood is None:
            raise InvalidInput(
                f"there is no music {wish.music!r}", hint=f"choose one of {', '.join(get_args(Mood))} or none"
            )
        composed = composed_music(
            MusicRequest(mood, INTRO + UNDER + OUTRO + 4, wish.seed), self._tools, self._project.music
        )
        self._notes += composed.notes
        return composed.kept.path

    def _mp3(
        self, script: Script, heard: list[dict[str, Any]], end: float, marks: list[tuple[str, float]], cover: Path
    ) -> tuple[float, float | None]:
        wish = self._wish
        document = {
            "version": 1, "title": script.title, "canvas": {"fps": "25", "duration": end}, "tracks": heard,
            "output": {"loudness": LUFS},
        }  # fmt: skip
        plain = self._project.out / "episode.mp3"
        plain.parent.mkdir(parents=True, exist_ok=True)
        report = render_reading(read_document(json.dumps(document)), self._project.folder, plain, RenderWish(1))
        ends = [start for _, start in marks[1:]] + [report.duration]
        listed = tuple(Chapter(title, start, stop) for (title, start), stop in zip(marks, ends, strict=True))
        told = Marks(
            script.title, ", ".join(script.speakers), wish.show, script.language, report.duration, listed, cover.read_bytes(), _described(script)
        )  # fmt: skip
        write_atomically(wish.output, marked(plain.read_bytes(), told))
        return report.duration, report.loudness

    def _item(self, script: Script, seconds: float, cover: Path) -> Path:
        wish = self._wish
        base = wish.base.rstrip("/") + "/" if wish.base else ""
        data = wish.output.read_bytes()
        episode = Episode(
            script.title, wish.show, _described(script), script.language, base + quote(wish.output.name), base + quote(cover.name),
            len(data), seconds, f"sha256:{hashlib.sha256(data).hexdigest()}", wish.published,
        )  # fmt: skip
        path = wish.output.with_suffix(".xml")
        write_atomically(path, feed(episode))
        return path

    # ---- the pictures

    def _genders(self, script: Script, cast: dict[str, str]) -> dict[str, str]:
        """Of the voices, where their provider knows it."""
        found: dict[str, str] = {}
        for name, voice in cast.items():
            provider = self._tools.speaker_for(script.language, voice).provider
            known = provider.usual if isinstance(provider, KnowsVoices) else provider.voices()
            gender = next((row.gender for row in known if row.id == voice), "neutral")
            if gender != "neutral":
                found[name] = gender
        return found

    def _cover(self, script: Script, guests: list[picture.Guest]) -> Path:
        wish = self._wish
        document = picture.cover(script.title, wish.show, guests, palette_for(script.title, wish.seed), wish.seed)
        path = wish.output.with_suffix(".jpg")
        still = Still(read_document(json.dumps(document)), self._project.folder, Fraction(0))
        make_atomically(path, still.write)
        return path

    def _video(
        self, script: Script, narration: Narration, guests: list[picture.Guest], heard: list[dict[str, Any]],
        times: tuple[float, float], marks: list[tuple[str, float]],
    ) -> None:  # fmt: skip
        wish = self._wish
        assert wish.video is not None
        shown = [
            picture.Guest(
                guest.name,
                guest.character,
                self._sounds(guest.name, script, narration, times[0]),
                _bars(guest.name, narration),
            )
            for guest in guests
        ]
        frame = Frame(*SIZES[wish.aspect])
        palette = palette_for(script.title, wish.seed)
        words = self._project.words
        write_atomically(words, words_json([word.shifted(times[0]) for word in narration.words]))
        seen = picture.stage(frame, palette, shown, narration.sentences, times, wish.seed)
        captions: dict[str, Any] = {
            "type": "captions", "src": relative(words, self._project.folder), "style": wish.captions, "start": 0, "duration": "end",
            "language": script.language,
        }  # fmt: skip
        if (middle := captions_middle(frame)) is not None:
            captions["y"] = middle
        document = {
            "version": 1, "title": script.title,
            "canvas": {"width": frame.width, "height": frame.height, "fps": "30", "background": palette.deep, "duration": times[1]},
            "tracks": [*seen, {"name": "captions", "clips": [captions]}, *heard],
            "chapters": [{"title": title, "start": start} for title, start in marks],
            "output": {"format": "mp4", "loudness": LUFS},
        }  # fmt: skip
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        write_atomically(self._project.timeline, text)
        self._rendered(read_document(text), wish.video)

    def _rendered(self, reading: Reading, output: Path) -> None:
        part = self._project.out / "episode.mp4"
        work = RenderWish(
            self._wish.jobs, on_progress=lambda done, total: self._tell("video", done, total),
            cache=self._project.folder / ".reel" / "chunks",
        )  # fmt: skip
        render_reading(reading, self._project.folder, part, work)
        make_atomically(output, lambda path: shutil.copyfile(part, path))

    def _sounds(self, name: str, script: Script, narration: Narration, shift: float) -> str:
        """The file of what one speaker says, as the mouth makes it."""
        words = [
            word.shifted(shift) for said in narration.sentences if said.sentence.speaker == name for word in said.words
        ]
        inputs = {
            "words": [[word.text, word.start, word.end] for word in words],
            "language": script.language,
            "sounds": 1,
        }

        def found(part: Path) -> dict[str, Any]:
            part.write_text(sounds_json(words, script.language), "utf-8")
            return {}

        return relative(self._project.music.keep("sounds", ".sounds", inputs, found).path, self._project.folder)


def _bars(name: str, narration: Narration) -> tuple[Values, ...]:
    """How loud one speaker's sentences are, a value for each bar."""
    return tuple(
        waveform_of(said.wav, max(1, round((said.end - said.start) * BARS_A_SECOND))).rms * np.float32(said.gain)
        for said in narration.sentences
        if said.sentence.speaker == name
    )


def _described(script: Script) -> str:
    """The first words of the conversation, for listeners who choose."""
    said = " ".join(sentence.text for sentence in script.sentences[:3])
    return f"{said[:280].rsplit(' ', 1)[0]} …" if len(said) > 280 else said
