"""What a dub takes from its source: the transcript, the sound below the new voices, and the pictures."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from reelwright.errors import ProviderNeeded
from reelwright.media.probe import MediaInfo
from reelwright.productions.dub.document import DubDocument, Segment, SourceWord, Speaker, checked
from reelwright.productions.dub.mix import Bed
from reelwright.productions.dub.segmenting import Said, segments_of_words
from reelwright.productions.dub.speaker_traits import speaker_pitches, with_pitches
from reelwright.productions.dub.transcript_file import read_transcript
from reelwright.productions.narrate.language import detect_language
from reelwright.productions.project.store import Store, file_digest
from reelwright.providers.fallback import first_that_delivers
from reelwright.providers.recognition import Recognised, RecognitionRequest, SpeechRecognition, SpokenPart
from reelwright.providers.separation import SourceSeparation
from reelwright.providers.speakers import Turn
from reelwright.render.job import RenderWish, render_reading
from reelwright.timeline.reading import read_tree
from reelwright.transcript import Word
from reelwright.workflows.dub_request import DubRequest, DubResult, DubTools

Tell = Callable[[Any, int, int], None]
_PITCHES = 1
"""Raised when voices are listened to in another way."""


class DubSource:
    """The source of one run. Everything found out is kept by the source's digest."""

    def __init__(
        self, request: DubRequest, tools: DubTools, folder: Path, info: MediaInfo, result: DubResult, tell: Tell
    ) -> None:
        self._request = request
        self._tools = tools
        self._store = Store(folder / "source")
        self._info = info
        self._result = result
        self._tell = tell

    @cached_property
    def digest(self) -> str:
        return file_digest(self._request.source)

    @property
    def duration_ms(self) -> int:
        return int((self._info.duration or 0) * 1000)

    def transcribed(self, digest: str) -> DubDocument:
        """Words, speakers and segments: from the person's own transcript, else recognised. Raises ``ProviderNeeded``."""
        request = self._request
        if request.transcript is not None:
            own = read_transcript(request.transcript, self.duration_ms)
            language = request.language or detect_language(" ".join(each.text for each in own.segments))
            speakers = self._with_pitches(own.speakers, own.segments)
            document = DubDocument(
                request.source.name, digest, self.duration_ms, language, speakers, own.segments, own.translations
            )
            return checked(document, request.transcript.name)
        self._tell("transcript", 0, 3)
        heard = self._recognised()
        self._tell("transcript", 1, 3)
        said = self._said(heard)
        self._tell("transcript", 2, 3)
        language = request.language or heard.language or detect_language(heard.text)
        names = list(dict.fromkeys(each.speaker for each in said))
        speakers = tuple(Speaker(name) for name in names)
        segments = segments_of_words(said, language)
        speakers = self._with_pitches(speakers, segments)
        return DubDocument(request.source.name, digest, self.duration_ms, language, speakers, segments)

    def bed(self) -> Bed:
        """The sound below the new voices, as the request wishes it."""
        wish = self._request.background
        if wish == "none":
            return Bed(None, None, self._request.source)
        if wish == "duck":
            return Bed(self._request.source)
        if not self._tools.separators:
            if wish == "keep":
                raise ProviderNeeded(
                    "nobody here takes voices out of a sound",
                    hint="configure a separator (`reel doctor`), or --background duck",
                )
            return Bed(self._request.source)
        done = first_that_delivers(self._tools.separators, self._separated)
        self._result.notes += [f"separation: {error.message}; asked the next" for error in done.failures]
        voice, background, is_rough = done.result
        if is_rough and wish == "auto":
            self._result.notes.append(
                "the voices cannot be taken out well here: the source is lowered below the new voice"
            )
            return Bed(self._request.source, None, voice)  # how loud somebody speaks is told better without the music
        return Bed(self._request.source, background, voice)

    def pictures(self, words: list[Word], lips: Path | None = None) -> Path:
        """The file whose pictures (and own sound) the output takes: the source, or one with burnt captions.

        ``lips`` has the source's pictures with other lips, and no sound.
        """
        shown = lips or self._request.source
        if not self._request.burns_captions or self._info.video is None:
            return shown
        video = self._info.video
        rows = [{"text": word.text, "start": round(word.start, 3), "end": round(word.end, 3)} for word in words]
        tree = {
            "version": 1, "canvas": {"width": video.width // 2 * 2, "height": video.height // 2 * 2, "fps": str(video.fps)},
            "tracks": [
                {"clips": [{"type": "captions", "words": rows, "style": self._request.caption_style}]},
                {"clips": [{"type": "video", "src": str(shown.absolute())}]},
            ],
        }  # fmt: skip

        def render(part: Path) -> dict[str, Any]:
            wish = RenderWish(self._request.jobs, None, lambda done, total: self._tell("video", done, total))
            render_reading(read_tree(tree), shown.parent, part, wish)
            return {}

        inputs = {"document": tree, "source": file_digest(lips) if lips else self.digest}
        return self._store.keep("captioned", ".mp4", inputs, render).path

    def _recognised(self) -> Recognised:
        request = self._request
        if not self._tools.recognisers:
            raise ProviderNeeded(
                "nobody here recognises speech",
                hint="give a --transcript (captions or words), or configure a recogniser: `reel doctor` says how",
            )
        wanted = RecognitionRequest(request.source, request.language, request.speakers)
        done = first_that_delivers(self._tools.recognisers, lambda each: self._recognised_by(each, wanted))
        self._result.notes += [f"recognition: {error.message}; asked the next" for error in done.failures]
        return done.result

    def _recognised_by(self, provider: SpeechRecognition, wanted: RecognitionRequest) -> Recognised:
        inputs = {
            "source": self.digest, "language": wanted.language, "speakers": wanted.speakers,
            "provider": f"{provider.name} {provider.version}",
        }  # fmt: skip

        def hear(part: Path) -> dict[str, Any]:
            told = provider.recognise(wanted)
            part.write_text(json.dumps(_plain(told), ensure_ascii=False, indent=1), "utf-8")
            return {}

        kept = self._store.keep("recognised", ".txt", inputs, hear)
        return _recognised(json.loads(kept.path.read_text("utf-8")))

    def _said(self, heard: Recognised) -> list[Said]:
        """Each word with who says it: as the recogniser tells, else by who speaks when, else one speaker."""
        speakers = [""] * len(heard.words)
        for part in heard.parts:
            for place in range(part.first, part.last):
                speakers[place] = part.speaker
        if not any(speakers) and self._request.speakers != 1 and self._tools.diarizers:
            turns = self._turns()
            speakers = [_speaker_at(turns, word) for word in heard.words]
        confidence = heard.confidence or (-1.0,) * len(heard.words)
        return [
            Said(
                SourceWord(
                    word.text, round(word.start * 1000), max(round(word.end * 1000), round(word.start * 1000) + 1), sure
                ),
                name or "A",
            )
            for word, name, sure in zip(heard.words, speakers, confidence, strict=True)
        ]

    def _turns(self) -> tuple[Turn, ...]:
        done = first_that_delivers(self._tools.diarizers, lambda each: self._turns_by(each))
        self._result.notes += [f"speakers: {error.message}; asked the next" for error in done.failures]
        return done.result

    def _turns_by(self, provider: Any) -> tuple[Turn, ...]:
        inputs = {
            "source": self.digest, "speakers": self._request.speakers, "provider": f"{provider.name} {provider.version}",
        }  # fmt: skip

        def find(part: Path) -> dict[str, Any]:
            turns = provider.turns(self._request.source, self._request.speakers)
            part.write_text(json.dumps([[turn.speaker, turn.start, turn.end] for turn in turns]), "utf-8")
            return {}

        kept = self._store.keep("speakers", ".txt", inputs, find)
        return tuple(Turn(*row) for row in json.loads(kept.path.read_text("utf-8")))

    def _with_pitches(self, speakers: tuple[Speaker, ...], segments: tuple[Segment, ...]) -> tuple[Speaker, ...]:
        """The speakers, each with how high their voice is."""
        spans = [[each.speaker, each.start_ms, each.end_ms] for each in segments]

        def listen(part: Path) -> dict[str, Any]:
            part.write_text(json.dumps(speaker_pitches(self._request.source, segments), ensure_ascii=False), "utf-8")
            return {}

        kept = self._store.keep(
            "pitches", ".txt", {"source": self.digest, "segments": spans, "pitches": _PITCHES}, listen
        )
        return with_pitches(speakers, json.loads(kept.path.read_text("utf-8")))

    def _separated(self, provider: SourceSeparation) -> tuple[Path, Path, bool]:
        inputs = {"source": self.digest, "provider": f"{provider.name} {provider.version}"}
        facts: dict[str, Any] = {}

        def separate_into(part: Path) -> dict[str, Any]:
            found = provider.separate(self._request.source, part.parent)
            found.background.replace(part)
            facts.update(voice=found.voice, is_rough=found.is_rough)
            return {"is_rough": found.is_rough}

        background = self._store.keep("background", ".flac", inputs, separate_into)
        voice = self._store.keep("voice", ".flac", inputs, lambda part: self._voice_part(provider, facts, part))
        return voice.path, background.path, bool(background.facts["is_rough"])

    def _voice_part(self, provider: SourceSeparation, facts: dict[str, Any], part: Path) -> dict[str, Any]:
        """The other half of what was separated just now, or, where a stop came between the two, separated again."""
        found: Path = facts.get("voice") or provider.separate(self._request.source, part.parent).voice
        found.replace(part)
        return {}


def _speaker_at(turns: tuple[Turn, ...], word: Word) -> str:
    """Whose turn a word lies in most; else the nearest."""

    def shared(turn: Turn) -> float:
        return min(turn.end, word.end) - max(turn.start, word.start)

    return max(turns, key=shared).speaker if turns else ""


def _plain(told: Recognised) -> dict[str, Any]:
    return {
        "language": told.language, "seconds": told.seconds, "confidence": list(told.confidence),
        "words": [[word.text, word.start, word.end] for word in told.words],
        "parts": [[part.first, part.last, part.speaker] for part in told.parts],
    }  # fmt: skip


def _recognised(row: dict[str, Any]) -> Recognised:
    return Recognised(
        tuple(Word(*word) for word in row["words"]), tuple(SpokenPart(*part) for part in row["parts"]), row["language"],
        row["seconds"], tuple(row["confidence"]),
    )  # fmt: skip
