"""What a dub takes from its source: the transcript, the sound below the new voices, and the pictures. Each is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, overload

from reelwright.errors import InvalidInput, ProviderNeeded
from reelwright.media.audio_write import write_sound
from reelwright.media.paced_sound import paced_sound
from reelwright.media.probe import MediaInfo, probe
from reelwright.media.track_mux import SoundTrack, add_tracks, container_of
from reelwright.productions.dub.document import DubDocument
from reelwright.productions.dub.fit.pace import Pace
from reelwright.productions.dub.mix import Bed
from reelwright.productions.dub.track_names import track_name
from reelwright.productions.project.store import Store, file_digest
from reelwright.providers.fallback import first_that_delivers
from reelwright.providers.separation import SourceSeparation
from reelwright.render.job import RenderWish, render_reading
from reelwright.timeline.reading import read_tree
from reelwright.timeline.resolved import AudioSettings
from reelwright.transcript import Word
from reelwright.units.time import SAMPLE_RATE
from reelwright.workflows.dub_request import DubRequest, DubResult, DubTools
from reelwright.workflows.dub_transcript import DubTranscript

_OWN = "own-transcript"
_FLAC = AudioSettings("flac", None, 24)
_BITRATE = 160_000
_TOP = "12%"
"""The middle of captions at the top: as far from its edge as the usual ones are from theirs."""
Tell = Callable[[Any, int, int], None]


@dataclass(frozen=True, slots=True)
class SlowedSource:
    """``video`` with its own sound; ``bed`` is what lies below the new voices, in its time."""

    video: Path
    bed: Bed


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

    def transcribed(self) -> DubDocument:
        """Words, speakers and segments. Raises as ``DubTranscript.document``."""
        transcript = DubTranscript(self._request, self._tools, self._store, self.digest, self.duration_ms)
        self._tell("transcript", 0, 100)
        document = transcript.document(lambda part: self._tell("transcript", round(100 * part), 100))
        self._result.notes += transcript.notes
        if self._request.transcript is not None:
            text = self._request.transcript.read_bytes()
            self._store.keep(
                _OWN, ".txt", {"text": sha256(text).hexdigest()}, lambda part: {"bytes": part.write_bytes(text)}
            )
        return document

    def is_own_transcript(self, path: Path) -> bool:
        """Whether a transcript of the person's own is one that segments were made from."""
        known = [*self._store.folder.glob(f"{_OWN}-*.txt")]
        try:
            return not known or path.read_bytes() in (each.read_bytes() for each in known)
        except OSError as error:
            raise InvalidInput(f"cannot read {path}: {error.strerror}", hint="check the path") from None

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

    def voices(self) -> Path:
        """The sound in which voices are heard best: taken out of the source where somebody does, else the source."""
        return self.bed().voice or self._request.source

    def slowed(self, pace: Pace, language: str, codec: Literal["aac", "opus"]) -> SlowedSource:
        """The source with some of it shown slower. Its pictures are the same to the bit, and only shown longer; its sound is
        stretched with it, pitch kept. Of several sound tracks the first is kept."""
        spans = [(each.start_ms * 48, each.end_ms * 48, each.added_ms * 48) for each in pace.spans]
        inputs = {"source": self.digest, "spans": spans, "codec": codec, "language": language}
        sound = self._paced(self._request.source, pace)
        encoded = self._store.keep(
            "slowed-sound", ".webm" if codec == "opus" else ".mp4", inputs,
            lambda part: _encoded(sound, part, AudioSettings(codec, _BITRATE)),
        )  # fmt: skip
        track = SoundTrack(encoded.path, language, track_name(language), is_default=True)

        def write(part: Path) -> dict[str, Any]:
            lost = add_tracks(
                self._request.source, part, [track], [], keeps_sound=False,
                moved=lambda seconds: pace.moved(seconds * 1000) / 1000,
            )  # fmt: skip
            return {"lost": list(lost)}

        kept = self._store.keep("slowed", self._request.output.suffix.lower(), inputs, write)
        self._result.notes += [f"left out {each}" for each in kept.facts["lost"]]
        bed = self.bed()
        paced = Bed(
            self._paced(bed.source, pace), self._paced(bed.background, pace), self._paced(bed.voice, pace), bed.duck_db
        )
        return SlowedSource(kept.path, paced)

    @overload
    def _paced(self, path: Path, pace: Pace) -> Path: ...
    @overload
    def _paced(self, path: None, pace: Pace) -> None: ...
    def _paced(self, path: Path | None, pace: Pace) -> Path | None:
        """A sound of the source's length, with the pace put on it."""
        if path is None:
            return None
        spans = [(each.start_ms * 48, each.end_ms * 48, each.added_ms * 48) for each in pace.spans]
        total = self.duration_ms * 48

        def write(part: Path) -> dict[str, Any]:
            write_sound(paced_sound(path, spans, total), part, _FLAC, alone=True)
            return {}

        name = "source" if path == self._request.source else path.name
        inputs = {"source": self.digest, "sound": name, "spans": spans, "total": total}
        return self._store.keep("paced", ".flac", inputs, write).path

    def pictures(self, words: list[Word], shown: Path) -> Path:
        """``shown`` (the source, or one with other lips or at another pace), with burnt captions where they are asked for."""
        if not self._request.burns_captions or self._info.video is None:
            return shown
        video = self._info.video
        rows = [{"text": word.text, "start": round(word.start, 3), "end": round(word.end, 3)} for word in words]
        shown_as: dict[str, Any] = {"type": "captions", "words": rows, "style": self._request.caption_style}
        if self._request.captions_at == "top":
            shown_as["y"] = _TOP
        tree = {
            "version": 1, "canvas": {"width": video.width // 2 * 2, "height": video.height // 2 * 2, "fps": str(video.fps)},
            "tracks": [
                {"clips": [{"type": "video", "src": str(shown.absolute())}]},
                {"clips": [shown_as]},
            ],
        }  # fmt: skip

        def render(part: Path) -> dict[str, Any]:
            wish = RenderWish(self._request.jobs, None, lambda done, total: self._tell("video", done, total))
            render_reading(read_tree(tree), shown.parent, part, wish)
            return {}

        inputs = {"document": tree, "source": self.digest if shown == self._request.source else file_digest(shown)}
        suffix = ".webm" if container_of(self._request.output) == "webm" else ".mp4"
        return self._store.keep("captioned", suffix, inputs, render).path

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


def _encoded(sound: Path, part: Path, settings: AudioSettings) -> dict[str, Any]:
    count = round(Fraction(probe(sound).duration or 0) * SAMPLE_RATE)
    write_sound(paced_sound(sound, (), count), part, settings)
    return {}
