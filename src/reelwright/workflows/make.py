"""The workflow `make`: an article, a script or a topic becomes a video.

Every stage's result is kept; a stage whose inputs did not change is not done again.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import reelwright
from reelwright.captions.cues import build_cues
from reelwright.captions.formats.srt import write_srt
from reelwright.captions.formats.vtt import write_vtt
from reelwright.captions.styles import placement
from reelwright.errors import Cancelled, InvalidInput
from reelwright.productions.narrate.assemble import Look, Media, assemble, chapters, relative
from reelwright.productions.narrate.credits import HEADING, Credited, credit_lines, credits_text, end_line
from reelwright.productions.narrate.frame import SIZES, Frame
from reelwright.productions.narrate.palettes import palette_for, palette_named
from reelwright.productions.narrate.presenting import sounds_json
from reelwright.productions.narrate.script import Script
from reelwright.productions.narrate.script_file import parse_script
from reelwright.productions.narrate.speak import Delivery, Narration
from reelwright.productions.narrate.visual_plan import credited
from reelwright.productions.project.atomic import make_atomically, sweep_parts, write_atomically
from reelwright.productions.project.authored import Authored, set_aside, settle
from reelwright.productions.project.folder import Project
from reelwright.productions.project.store import file_digest
from reelwright.providers.music import MusicRequest
from reelwright.render.job import RenderWish, render_reading
from reelwright.render.still import Still
from reelwright.timeline.fingerprint import canonical_json, digest
from reelwright.timeline.reading import Reading, read_document
from reelwright.transcript import Word, words_json
from reelwright.units.time import clock
from reelwright.workflows.choose_pictures import check_sources, plan_pictures
from reelwright.workflows.composed_music import composed_music
from reelwright.workflows.make_request import STAGES, MakeRequest, MakeResult, Progress, Tools
from reelwright.workflows.moderated import check_words
from reelwright.workflows.music_mood import music_request
from reelwright.workflows.narration import narrated
from reelwright.workflows.script_source import script_text, source_of

OnProgress = Callable[[Progress], None]
_THUMBNAIL_SECONDS = Fraction(5, 2)


def make(request: MakeRequest, tools: Tools, on_progress: OnProgress) -> MakeResult:
    """Run the stages up to ``request.stop_after``.

    Raises a ``ReelwrightError`` for anything a person can mend; what was finished by then is kept in the project folder
    and used by the next run.
    """
    check_request(request, tools)
    project = Project(request.folder)
    source = source_of(request, tools.text is not None)
    with project.in_use():
        sweep_parts(request.output.parent, request.output.stem)
        try:
            return _Make(request, tools, on_progress, project).run(source)
        except KeyboardInterrupt:
            raise Cancelled("stopped; finished work is kept", hint="run the same command again to go on") from None


def check_request(request: MakeRequest, tools: Tools) -> None:
    """Raises ``InvalidInput`` or ``ProviderNeeded`` for what can be seen to fail before anything is made."""
    if request.aspect not in SIZES:
        raise InvalidInput(f"there is no aspect {request.aspect}", hint=f"choose one of {', '.join(SIZES)}")
    if request.output.suffix.lower() != ".mp4":
        raise InvalidInput(f"the output {request.output.name} should end in .mp4", hint="for example -o video.mp4")
    if request.output.is_dir():
        raise InvalidInput(f"{request.output} is a folder", hint="name a file, for example -o video.mp4")
    if not request.output.parent.is_dir():
        raise InvalidInput(
            f"the folder {request.output.parent} does not exist", hint="create it, or choose another place with -o"
        )
    if not 5 <= request.duration <= 3600:
        raise InvalidInput(f"a duration of {request.duration:g} s cannot be made", hint="choose 5 to 3600 seconds")
    if not 0.5 <= request.speed <= 2:
        raise InvalidInput(f"a speed of {request.speed:g} cannot be spoken", hint="choose 0.5 to 2")
    if not -6 <= request.pitch <= 6:
        raise InvalidInput(f"a pitch of {request.pitch:g} cannot be spoken", hint="choose -6 to 6 semitones")
    if request.jobs < 0:
        raise InvalidInput(f"{request.jobs} processor cores cannot be used", hint="choose 1 or more; 0 is all")
    missing = [str(path) for path in request.references or () if not path.is_file()]
    if missing:
        raise InvalidInput(f"there is no picture {missing[0]}", hint="check --reference")
    check_sources(request, tools)


class _Make:
    def __init__(self, request: MakeRequest, tools: Tools, on_progress: OnProgress, project: Project) -> None:
        self._request = request
        self._tools = tools
        self._on_progress = on_progress
        self._project = project
        self._result = MakeResult(project.folder, project.script)
        self._credited: list[Credited] = []

    def run(self, source: Any) -> MakeResult:
        request, result = self._request, self._result
        script = self._script(source)
        if self._ends_after("script"):
            return result
        narration = self._speech(script)
        if self._ends_after("speech"):
            return result
        media = self._visuals(script, narration)
        if self._ends_after("visuals"):
            return result
        reading = self._timeline(script, narration, media)
        self._subtitles(script, narration)
        if self._ends_after("timeline"):
            return result
        self._render(reading)
        self._project.speech.prune()
        self._project.music.prune(most_unused=3)
        self._project.videos.prune(most_unused=3)
        result.video = request.output
        return result

    def _ends_after(self, stage: str) -> bool:
        return STAGES.index(self._request.stop_after) <= STAGES.index(stage)  # type: ignore[arg-type]

    def _settled(self, path: Path, key: str, make_text: Callable[[], str], name: str) -> Authored:
        is_fresh = self._request.is_fresh and name == "script"
        return settle(path, self._project.record(name), key, make_text, is_fresh=is_fresh)

    def _script(self, source: Any) -> Script:
        request = self._request
        self._on_progress(Progress("script", 0, 1))
        key = digest(source.inputs)
        check_words(self._tools.moderators, source.text)

        def written() -> str:
            made = script_text(source, self._tools.text)
            self._result.notes += made.notes
            return made.text

        settled = self._settled(self._project.script, key, written, "script")
        if settled.origin == "edited":
            self._result.notes.append(
                "script.md was edited by hand and is used as it is"
                + ("; --fresh writes it anew" if settled.is_outdated else "")
            )
        if settled.text != source.text:
            check_words(self._tools.moderators, settled.text)
        self._on_progress(Progress("script", 1, 1))
        script = parse_script(settled.text, str(self._project.script), source.language, request.cast)
        self._result.language = script.language
        return script

    def _speech(self, script: Script) -> Narration:
        request = self._request
        spoken = narrated(
            script,
            request.voice,
            self._tools,
            Delivery("", script.language, request.speed, request.pitch, request.lexicon),
            self._project.speech,
            lambda done, total: self._on_progress(Progress("speech", done, total)),
        )
        narration = spoken.narration
        self._result.voice, self._result.cast = spoken.voice, spoken.cast
        self._result.notes += spoken.notes
        write_atomically(self._project.words, words_json(narration.words))
        self._result.spoken = _times(narration)
        self._result.speech_calls, self._result.sentences = narration.calls, len(narration.sentences)
        return narration

    def _visuals(self, script: Script, narration: Narration) -> Media:
        """The pictures for every shot (kept readable in visuals.json), and the music."""
        request, base = self._request, self._project.folder
        self._on_progress(Progress("visuals", 0, 2))
        pictures = plan_pictures(request, self._tools, self._project, script, narration, self._on_progress)
        self._result.notes += pictures.notes
        self._credited = credited(pictures.rows)
        self._result.credits = credit_lines(self._credited)
        music = self._music(narration.duration)
        self._on_progress(Progress("visuals", 2, 2))
        voice = [relative(said.wav, base) for said in narration.sentences]
        sounds = relative(self._sounds(narration, script.language), base) if request.presenter else ""
        return Media(
            relative(self._project.words, base), voice, pictures.shown, music and relative(music, base), sounds
        )

    def _sounds(self, narration: Narration, language: str) -> Path:
        """What moves the presenter's mouth."""
        words = [[word.text, word.start, word.end] for word in narration.words]
        inputs = {"words": words, "language": language, "sounds": 1}

        def found(part: Path) -> dict[str, Any]:
            part.write_text(sounds_json(narration.words, language), "utf-8")
            return {}

        return self._project.music.keep("sounds", ".sounds", inputs, found).path

    def _music(self, seconds: float) -> Path | None:
        request = self._request
        if request.music == "none":
            return None
        if request.music_prompt:
            check_words(self._tools.moderators, request.music_prompt)
        wanted = MusicRequest(request.music, round(seconds, 2), request.seed)
        if request.music_prompt:
            told = music_request(request.music_prompt, wanted.seconds, wanted.seed)
            wanted = replace(wanted, prompt=told.prompt, style=told.style)
        composed = composed_music(wanted, self._tools, self._project.music)
        self._result.notes += composed.notes
        return composed.kept.path

    def _timeline(self, script: Script, narration: Narration, media: Media) -> Reading:
        request = self._request
        self._on_progress(Progress("timeline", 0, 1))
        frame = Frame(*SIZES[request.aspect])
        palette = palette_named(request.palette) if request.palette else palette_for(script.title, request.seed)
        look = Look(
            frame, palette, request.captions, request.seed, music_level=request.music_level, presenter=request.presenter
        )
        document = assemble(script, narration, look, media)
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        settled = self._settled(self._project.timeline, digest(document), lambda: text, "timeline")
        if settled.origin == "edited" and settled.is_outdated:
            aside = set_aside(self._project.timeline, settled.text)
            self._project.timeline.unlink()
            settled = self._settled(self._project.timeline, digest(document), lambda: text, "timeline")
            self._result.notes.append(
                f"the script changed: timeline.json was made anew, your edited one is kept as {aside.name}"
            )
        elif settled.origin == "edited":
            self._result.notes.append("timeline.json was edited by hand and is rendered as it is")
        self._result.timeline = self._project.timeline
        self._on_progress(Progress("timeline", 1, 1))
        return read_document(settled.text)

    def _subtitles(self, script: Script, narration: Narration) -> None:
        """Subtitle files and chapters beside the output."""
        request, result = self._request, self._result
        words: list[Word] = narration.words
        cues = build_cues(words, placement((1920, 1080), "classic").limits)
        result.subtitles, result.web_subtitles = request.output.with_suffix(".srt"), request.output.with_suffix(".vtt")
        write_atomically(result.subtitles, write_srt(cues))
        write_atomically(result.web_subtitles, write_vtt(cues))
        result.chapters = request.output.with_suffix(".chapters.txt")
        lines = [f"{clock(start)[:8]} {title}" for title, start in chapters(script, narration)]
        if request.credit_line and self._credited:
            lines += ["", end_line(self._credited)]
        write_atomically(result.chapters, "\n".join(lines) + "\n")
        self._credits()

    def _credits(self) -> None:
        """Who made the pictures; a file of an earlier run's pictures goes."""
        path = self._request.output.with_suffix(".credits.txt")
        if self._credited:
            self._result.credits_file = path
            write_atomically(path, credits_text(self._credited))
        elif path.is_file() and path.read_text("utf-8", "replace").startswith(HEADING):
            path.unlink()

    def _render(self, reading: Reading) -> None:
        """The video, kept by what it is made from, then put where it was asked for; and its thumbnail."""
        request, result, base = self._request, self._result, self._project.folder
        document = reading.document.model_dump(mode="json", by_alias=True)
        sources = sorted({clip["src"] for track in document["tracks"] for clip in track["clips"] if clip.get("src")})
        digests = {source: file_digest(base / source) for source in sources if (base / source).is_file()}
        inputs = {"document": json.loads(canonical_json(document)), "media": digests, "engine": reelwright.__version__}
        result.was_rendered = False

        def render(part: Path) -> dict[str, Any]:
            chunks = self._project.folder / ".reel" / "chunks"
            wish = RenderWish(
                request.jobs, None, lambda done, total: self._on_progress(Progress("render", done, total)), chunks
            )
            report = render_reading(reading, base, part, wish)
            result.was_rendered = True
            return {"duration": report.duration, "loudness": report.loudness, "true_peak": report.true_peak}

        kept = self._project.videos.keep("video", ".mp4", inputs, render)
        make_atomically(request.output, lambda part: shutil.copyfile(kept.path, part))
        result.thumbnail = request.output.with_suffix(".jpg")
        still = Still(reading, base, _THUMBNAIL_SECONDS)

        def draw(part: Path) -> dict[str, Any]:
            still.write(part)
            return {}

        picture = self._project.videos.keep("thumbnail", ".jpg", {"look": still.key}, draw)
        make_atomically(result.thumbnail, lambda part: shutil.copyfile(picture.path, part))
        result.duration, result.loudness, result.true_peak = (
            kept.facts[name] for name in ("duration", "loudness", "true_peak")
        )


def _times(narration: Narration) -> list[dict[str, Any]]:
    """When each sentence is said; ``sentence`` counts those of its section that are spoken."""
    rows: list[dict[str, Any]] = []
    for said in narration.sentences:
        before = sum(row["section"] == said.section + 1 for row in rows)
        told = {"section": said.section + 1, "sentence": before + 1, "start": said.start, "end": said.end}
        rows.append(told | {"text": said.sentence.text, "speaker": said.sentence.speaker})
    return rows
