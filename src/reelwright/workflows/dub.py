"""The workflow `dub`: a video speaks another language.

Every stage's result is kept; a stage whose inputs did not change is not done again, and a changed line costs that line.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from reelwright.captions.cues import CueLimits, build_cues
from reelwright.captions.formats.srt import write_srt
from reelwright.captions.formats.vtt import write_vtt
from reelwright.errors import Cancelled, InvalidInput, MediaUnusable, ProviderNeeded
from reelwright.media.audio_write import write_sound
from reelwright.media.probe import MediaInfo, probe
from reelwright.media.sound_tracks import sound_tracks
from reelwright.media.track_mux import (
    CaptionTrack,
    SoundTrack,
    add_tracks,
    check_pictures_fit,
    container_of,
    three_letters,
)
from reelwright.productions.dub.casting import cast_speakers, gender_of, pitch_shift, wish_for
from reelwright.productions.dub.document import DubDocument, Segment, Speaker, read_dub, write_dub
from reelwright.productions.dub.edits import with_glossary
from reelwright.productions.dub.fit.pace import pace_for
from reelwright.productions.dub.fit.placing import Placement, place
from reelwright.productions.dub.fit.report import fit_report
from reelwright.productions.dub.fit.slots import slots_of
from reelwright.productions.dub.glossary import read_glossary
from reelwright.productions.dub.language_tags import language_tag
from reelwright.productions.dub.mix import Voice, mixed, segment_levels
from reelwright.productions.dub.speaking import CastVoice, Speaking, SpokenDub, speak_dub
from reelwright.productions.dub.spoken_words import dubbed_words, source_words
from reelwright.productions.dub.track_names import track_name
from reelwright.productions.dub.translating import Translating, rewriter, translate_dub
from reelwright.productions.project.atomic import make_atomically, write_atomically
from reelwright.productions.project.folder import Project
from reelwright.productions.project.store import Kept, Store, file_digest
from reelwright.providers.fallback import first_that_delivers
from reelwright.providers.speech import SpeechSynthesis
from reelwright.providers.speech import Voice as SpeechVoice
from reelwright.providers.translation import TranslationProvider
from reelwright.timeline.resolved import AudioSettings
from reelwright.transcript import Word
from reelwright.workflows.dub_clones import OWN, DubClones
from reelwright.workflows.dub_lips import DubLips, dub_lips
from reelwright.workflows.dub_request import DUB_STAGES, DubProgress, DubRequest, DubResult, DubTools
from reelwright.workflows.dub_source import DubSource, SlowedSource
from reelwright.workflows.lip_sync import syncers_of

OnDubProgress = Callable[[DubProgress], None]
_CAPTIONS = CueLimits(max_words=12, max_chars=42)
_BITRATE = 160_000
_MIX = 1
"""Raised when mixing changes, so that sounds are mixed anew."""


def dub(request: DubRequest, tools: DubTools, on_progress: OnDubProgress) -> DubResult:
    """Run the stages up to ``request.stop_after``.

    Raises a ``ReelwrightError`` for anything a person can mend; what was finished by then is kept in the project folder and used by
    the next run. A segment that cannot be translated or spoken keeps the source's own sound, and is reported.
    """
    info = _checked(request)
    if request.lip_sync and not request.is_finishing and request.stop_after in ("lips", "video"):
        syncers_of(tools.lips(request.lip_sync), request.lip_sync)
    project = Project(request.folder)
    with project.in_use():
        try:
            return _Dub(request, tools, on_progress, project, info).run()
        except KeyboardInterrupt:
            raise Cancelled("stopped; finished work is kept", hint="run the same command again to go on") from None


def _checked(request: DubRequest) -> MediaInfo:
    if not request.targets:
        raise InvalidInput("no language to dub into", hint="for example --to es")
    if len({target.lower() for target in request.targets}) < len(request.targets):
        raise InvalidInput("a language to dub into is named twice")
    for tag in (*request.targets, *([request.language] if request.language else [])):
        if language_tag(tag) != tag:
            raise InvalidInput(f"{tag[:40]!r} is no language tag", hint=f"write {language_tag(tag)}")
    if request.language in request.targets:
        raise _speaks_it_already(request.language)
    info = probe(request.source)
    if info.audio is None:
        raise MediaUnusable(
            f"{request.source} has no sound, so there is nothing to dub",
            hint="`reel make` gives pictures a voice: a text, and --media with your clips",
        )
    if info.video is None:
        raise InvalidInput(
            f"{request.source} has no pictures",
            hint="give a video; `reel transcribe` and `reel translate` take recordings",
        )
    if request.lip_sync or request.burns_captions:
        container_of(request.output)
    else:
        check_pictures_fit(request.source, request.output)
    if request.output.is_dir() or not request.output.parent.is_dir():
        raise InvalidInput(f"{request.output} cannot be written there", hint="name a file in a folder that exists")
    if request.output.absolute() == request.source.absolute():
        raise InvalidInput("the output would overwrite the source", hint="choose another name with -o")
    return info


def _track_notes(request: DubRequest) -> list[str]:
    """What a person should know of a source with several sound tracks."""
    heard, languages = sound_tracks(request.source)
    if len(languages) < 2:
        return []
    tongue = f" ({languages[heard]})" if languages[heard] else ""
    notes = [f"the video has {len(languages)} sound tracks: number {heard + 1}{tongue} is dubbed, all are kept"]
    there = [each for each in request.targets if three_letters(each) in languages]
    return notes + [f"a sound in {each} is there already; the new one comes before it" for each in there]


def _speaks_it_already(language: str) -> InvalidInput:
    return InvalidInput(
        f"the video speaks {language} already", hint="name another language with --to; if it does not, tell --from"
    )


class _Dub:
    def __init__(
        self, request: DubRequest, tools: DubTools, on_progress: OnDubProgress, project: Project, info: MediaInfo
    ) -> None:
        self._request = request
        self._tools = tools
        self._on_progress = on_progress
        self._folder = project.folder
        self._info = info
        self._path = project.folder / "dub.json"
        self._slow: SlowedSource | None = None
        self._result = DubResult(project.folder, self._path)
        self._source = DubSource(request, tools, project.folder, info, self._result, self._tell)
        self._clones = DubClones(request, tools, self._source, self._result.notes)

    def run(self) -> DubResult:
        document = self._transcript()
        self._result.notes += _track_notes(self._request)
        self._result.segments, self._result.speakers = len(document.segments), len(document.speakers)
        self._result.language = document.language
        if self._ends_after("transcript"):
            return self._result
        for language in self._request.targets:
            document = self._translated(document, language)
        if self._ends_after("translation"):
            return self._result
        spoken: dict[str, SpokenDub] = {}
        try:
            for language in self._request.targets:
                spoken[language] = self._spoken(document, language)
                document = spoken[language].document
                self._save(document)
        finally:
            self._clones.finish()
        self._result.clones = self._clones.told(document)
        if self._ends_after("speech"):
            return self._result
        shown, spoken = self._slowed(document, spoken)
        sounds = {language: self._mixed(shown, language, spoken[language]) for language in self._request.targets}
        if self._ends_after("mix"):
            return self._result
        lips = self._lips(shown, spoken)
        if self._ends_after("lips"):
            return self._result
        self._video(shown, spoken, sounds, lips)
        return self._result

    def _slowed(
        self, document: DubDocument, spoken: dict[str, SpokenDub]
    ) -> tuple[DubDocument, dict[str, SpokenDub]]:  # fmt: skip
        """Document and slots in the time of a picture that is slowed where lines run over, if it may be; else as they are."""
        most = self._request.limits.most_slow_picture
        if most <= 1:
            return document, spoken
        slots = next(iter(spoken.values())).slots
        pace = pace_for(slots, [self._placed(each) for each in spoken.values()], most)
        if not pace.spans:
            return document, spoken
        self._slow = self._source.slowed(pace, document.language, self._codec())
        shown = pace.document(document)
        longest, count = max(each.factor for each in pace.spans), len(pace.spans)
        self._result.notes.append(
            f"the picture runs slower in {count} place{'' if count == 1 else 's'}, by up to {longest - 1:.0%}: the video is "
            f"{pace.added_ms / 1000:.1f} s longer than its source"
        )
        slots = slots_of(shown.segments, shown.duration_ms, self._request.limits)
        spoken = {language: replace(each, slots=slots) for language, each in spoken.items()}
        for language, each in spoken.items():
            for placed in self._placed(each):
                if placed.over_ms == 0 and placed.id in each.reviews:
                    self._result.review[language].pop(placed.id, None)
        return shown, spoken

    def _codec(self) -> Literal["aac", "opus"]:
        return "opus" if container_of(self._request.output) == "webm" else "aac"

    def _ends_after(self, stage: str) -> bool:
        return DUB_STAGES.index(self._request.stop_after) <= DUB_STAGES.index(stage)  # type: ignore[arg-type]

    def _tell(self, stage: Any, done: int, total: int, language: str = "") -> None:
        self._on_progress(DubProgress(stage, done, total, language))

    def _save(self, document: DubDocument) -> None:
        text = write_dub(document)
        if not self._path.is_file() or self._path.read_text("utf-8") != text:
            write_atomically(self._path, text)

    def _transcript(self) -> DubDocument:
        """The document of before, as a person may have edited it, else a new one."""
        request = self._request
        digest = file_digest(request.source)
        glossary = read_glossary(request.glossary) if request.glossary else request.terms
        if self._path.is_file() and not request.is_fresh:
            document = read_dub(self._path.read_text("utf-8-sig"), str(self._path))
            if document.source_sha256 != digest:
                raise InvalidInput(
                    f"{self._folder} is the dub of another video",
                    hint="choose another --project, or --fresh to begin anew",
                )
            self._same_wishes(document)
        else:
            document = self._source.transcribed()
            if not document.segments:
                raise MediaUnusable("nobody speaks in this video", hint="give a --transcript if somebody does")
        if glossary is not None and glossary != document.glossary:
            document = with_glossary(document, glossary)
        self._save(document)
        if document.language in request.targets:
            raise _speaks_it_already(document.language)
        self._tell("transcript", 1, 1)
        return document

    def _same_wishes(self, document: DubDocument) -> None:
        """A transcript or language that came after the segments were made would be left aside in silence."""
        request = self._request
        if request.language is not None and request.language != document.language:
            raise InvalidInput(
                f"the segments in {self._folder} were taken for {document.language}, not {request.language}",
                hint="--fresh begins anew; without --from it goes on",
            )
        if request.transcript is not None and not self._source.is_own_transcript(request.transcript):
            raise InvalidInput(
                f"the segments in {self._folder} were not made from {request.transcript.name} as it is now",
                hint="--fresh begins anew with it; without --transcript it goes on (`reel segments import` takes changed lines)",
            )

    def _translated(self, document: DubDocument, language: str) -> DubDocument:
        wanted = document.outdated(language)
        self._tell("translation", 0, max(1, len(wanted)), language)
        if wanted:
            if not self._tools.translators:
                raise ProviderNeeded(
                    f"{len(wanted)} of {len(document.segments)} segments want a translation, and no translator is configured",
                    hint=f"configure one (`reel doctor`), or write the translations into {self._path} "
                    "(`reel segments export` makes a file to fill in)",
                )
            done = first_that_delivers(
                self._tools.translators, lambda each: self._translate_by(each, document, language)
            )
            self._result.notes += [f"translation: {error.message}; asked the next" for error in done.failures]
            document = done.result
            self._save(document)
        self._tell("translation", 1, 1, language)
        return document

    def _translate_by(self, provider: TranslationProvider, document: DubDocument, language: str) -> DubDocument:
        how = self._translating(provider, language)
        told = translate_dub(document, how, lambda done, total: self._tell("translation", done, total, language))
        self._result.translation_calls += told.calls
        self._review(language, told.failures)
        return told.document

    def _translating(self, provider: TranslationProvider, language: str) -> Translating:
        return Translating(language, provider, self._request.register, self._request.about)

    def _review(self, language: str, reasons: Any) -> None:
        self._result.review.setdefault(language, {}).update(reasons)

    def _spoken(self, document: DubDocument, language: str) -> SpokenDub:
        request, tools = self._request, self._tools
        on_offer = tools.voices(language)
        document = self._clones.cast(document, language)
        speakers = cast_speakers(
            document.speakers, language, on_offer, request.voices, lambda voice: tools.voice_pitch(language, voice)
        )
        document = replace(document, speakers=speakers)
        self._save(document)
        found: dict[str, tuple[SpeechSynthesis, str]] = {}

        def cast(segment: Segment) -> CastVoice:
            own, speaker = document.translation(language, segment.id), document.speaker(segment.speaker)
            wish = own.voice if own is not None and own.voice else speaker.voices[language]
            if wish not in found:
                is_own = wish.startswith(OWN)
                found[wish] = self._clones.speaker_for(wish) if is_own else tools.speaker_for(language, wish)
            is_asked_for = wish != speaker.voices[language] or wish_for(speaker, request.voices) is not None
            provider, voice = found[wish]
            then = () if _is_named(wish, is_asked_for) else self._then(language, speaker, provider)
            return CastVoice(provider, voice, 0.0 if is_asked_for else self._shift(speaker, language, on_offer), then)

        rewriting = next((each for each in tools.translators if each.heeds_length), None)
        how = Speaking(
            language, cast, Store(self._folder / "speech" / language),
            rewriter(document, self._translating(rewriting, language)) if rewriting else lambda *told: None,
            request.limits, rewriting is not None, request.lexicon,
        )  # fmt: skip
        spoken = speak_dub(document, how, lambda done, total: self._tell("speech", done, total, language))
        self._result.speech_calls += spoken.calls
        self._result.spoken[language] = list(spoken.new)
        self._review(language, spoken.failures)
        self._review(language, spoken.reviews)
        return spoken

    def _then(self, language: str, speaker: Speaker, provider: SpeechSynthesis) -> tuple[CastVoice, ...]:
        """Who speaks what the speaker's voice cannot: others' voices of the same gender."""
        others = self._tools.substitutes(language, gender_of(speaker))
        return tuple(CastVoice(each, voice) for each, voice in others if each.abilities.name != provider.abilities.name)

    def _shift(self, speaker: Speaker, language: str, on_offer: list[SpeechVoice]) -> float:
        """Semitones that bring a speaker's voice nearer; synthetic voices take that well, others would sound unlike themselves."""
        voice = next((each for each in on_offer if each.id == speaker.voices[language]), None)
        if voice is None or voice.style != "synthetic":
            return 0.0
        return pitch_shift(speaker.pitch_hz, self._tools.voice_pitch(language, voice))

    def _placed(self, spoken: SpokenDub) -> tuple[Placement, ...]:
        return place(spoken.slots, spoken.takes, self._request.limits)

    def _voices(self, spoken: SpokenDub) -> list[Voice]:
        slots = {slot.id: slot for slot in spoken.slots}
        return [
            Voice(spoken.spoken[each.id].sound, slots[each.id].speaker, each, slots[each.id])
            for each in self._placed(spoken)
        ]

    def _mixed(self, document: DubDocument, language: str, spoken: SpokenDub) -> Kept:
        """The whole sound of a language, encoded; kept by what it is mixed of."""
        placements = self._placed(spoken)
        voices = self._voices(spoken)
        bed = self._slow.bed if self._slow else self._source.bed()
        codec = self._codec()
        inputs = {
            "mix": _MIX, "codec": codec, "source": document.source_sha256, "duration": document.duration_ms,
            "bed": [str(path and path.name) for path in (bed.source, bed.background, bed.voice)], "duck": bed.duck_db,
            "voices": [[file_digest(each.sound), each.placement.start_ms, each.placement.end_ms] for each in voices],
        }  # fmt: skip
        self._tell("mix", 0, 1, language)

        def write(part: Path) -> dict[str, Any]:
            levels = segment_levels(voices, bed)
            blocks = mixed(voices, bed, document.duration_ms, levels)
            write_sound(self._counted(blocks, document.duration_ms, language), part, AudioSettings(codec, _BITRATE))
            return {"levels": [[each.id, each.source_lufs, each.dub_lufs, each.gain_db] for each in levels.values()]}

        suffix = ".webm" if codec == "opus" else ".mp4"
        kept = Store(self._folder / "sound").keep(f"dub-{language}", suffix, inputs, write)
        self._result.sounds[language] = kept.path.relative_to(self._folder).as_posix()
        report = fit_report(spoken.slots, spoken.takes, placements)
        self._result.timing[language] = report.tree() | {"levels": kept.facts["levels"]}
        return kept

    def _counted(self, blocks: Any, duration_ms: int, language: str) -> Any:
        total = max(1, duration_ms // 1000)
        for done, block in enumerate(blocks, 1):
            self._tell("mix", min(done, total), total, language)
            yield block

    def _lips(self, document: DubDocument, spoken: dict[str, SpokenDub]) -> Path | None:
        """The pictures with mouths that say the first language; ``None`` where that was not asked for, or changed nothing."""
        request, result = self._request, self._result
        if not request.lip_sync:
            return None
        first = request.targets[0]
        self._tell("lips", 0, 1)
        slow = self._slow.video if self._slow else None
        base = (slow, file_digest(slow)) if slow else (request.source, document.source_sha256)
        wish = DubLips(
            *base, document.duration_ms, first, self._voices(spoken[first]), request.lip_sync,
            container_of(request.output) == "webm", request.burns_captions, again=not request.is_finishing,
        )  # fmt: skip
        open_tools = self._tools.lips
        made = dub_lips(
            wish, self._folder, lambda: open_tools(wish.provider), lambda done, total: self._tell("lips", done, total)
        )
        result.lips = {"language": first} | made.report
        result.notes += [f"lip-sync: {note}" for note in made.notes]
        if len(request.targets) > 1:
            result.notes.append(
                f"lip-sync: the mouths say {first}; the other languages are heard over the same pictures"
            )
        self._tell("lips", 1, 1)
        return made.pictures if made.report["synced"] else None

    def _video(
        self, document: DubDocument, spoken: dict[str, SpokenDub], sounds: dict[str, Kept], lips: Path | None
    ) -> None:
        """Pictures copied as they are (or with other lips), a sound and a caption track for each language, and caption files beside."""
        request, result = self._request, self._result
        self._tell("video", 0, 1)
        words: dict[str, list[Word]] = {document.language: source_words(document)}
        for language, each in spoken.items():
            words[language] = dubbed_words(each, self._placed(each), language)
        captions = [
            CaptionTrack(_cue_rows(words[language]), language, track_name(language), is_default=False)
            for language in words
        ]
        tracks = [
            SoundTrack(sounds[language].path, language, track_name(language), is_default=place_ == 0)
            for place_, language in enumerate(request.targets)
        ]
        base = self._slow.video if self._slow else request.source
        pictures = self._source.pictures(words[request.targets[0]], lips or base)
        source, other = (base, pictures) if lips else (pictures, None)

        def write(part: Path) -> None:
            lost = add_tracks(
                source, part, tracks, captions, own_language=document.language,
                own_title=f"{track_name(document.language)} (original)", pictures=other,
            )  # fmt: skip
            result.notes += [f"left out {each}" for each in lost]

        make_atomically(request.output, write)
        result.video = request.output
        for language, said in words.items():
            cues = build_cues(said, _CAPTIONS)
            for suffix, text in ((".srt", write_srt(cues)), (".vtt", write_vtt(cues))):
                path = request.output.with_suffix(f".{language}{suffix}")
                write_atomically(path, text)
                result.captions.append(path)
        result.report = request.output.with_suffix(".report.json")
        report: dict[str, Any] = {"timing": result.timing, "review": result.review, "notes": result.notes}
        report |= {"clones": result.clones} if result.clones else {}
        report |= {"lips": result.lips} if result.lips else {}
        write_atomically(result.report, json.dumps(report, ensure_ascii=False, indent=1) + "\n")
        self._tell("video", 1, 1)


def _is_named(wish: str, is_asked_for: bool) -> bool:
    """Whether a person named this very voice (or a provider): it has no substitute."""
    return is_asked_for and wish not in ("auto", "female", "male") and not wish.startswith(OWN)


def _cue_rows(words: list[Word]) -> list[tuple[int, int, str]]:
    return [(round(cue.start * 1000), round(cue.end * 1000), cue.text) for cue in build_cues(words, _CAPTIONS)]
