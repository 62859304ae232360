"""The workflow `lip-sync`: the pictures of a video with mouths that say another sound, encoded once, part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from reelwright.errors import InvalidInput, MediaUnusable, ProviderFailed, ProviderNeeded
from reelwright.media.audio_read import AudioReader, Samples
from reelwright.media.audio_write import write_sound
from reelwright.media.chunk_join import Tags, join
from reelwright.media.encoding import Encoding, encoding_of
from reelwright.media.even_rate import even_rate
from reelwright.media.mono_read import mono_sound
from reelwright.media.probe import probe
from reelwright.media.track_mux import SoundTrack, add_tracks, container_of
from reelwright.media.video_write import ChunkEncoder
from reelwright.media.voiced_spans import voiced_spans
from reelwright.productions.project.atomic import make_atomically
from reelwright.productions.project.store import Store, file_digest
from reelwright.providers.fallback import first_that_delivers
from reelwright.providers.lip_sync import LipSync, LipSyncRequest, SpokenSpan, SyncedPictures
from reelwright.providers.sync_score import SyncScore, SyncScoring
from reelwright.timeline.resolved import AudioSettings, VideoSettings
from reelwright.units.time import SAMPLE_RATE

CHUNK = 250
"""Pictures encoded together: what a stop costs at most."""
NOBODY = "no model: nothing here brings mouths in line with a sound"
HOW = "set REELWRIGHT_WAV2LIP_MODEL to a Wav2Lip model (ONNX) you may use, or REELWRIGHT_SYNC_API_KEY; docs/lip-sync.md says more"
_BITRATE = 160_000
_LONGER_SECONDS = 0.1
_QUALITY, _BETWEEN = 18.0, 10.0
"""x264's rate factors: of what is watched, and of what is encoded once more after this. The source was encoded before."""
OnLips = Callable[[Literal["faces", "pictures"], int, int], None]


@dataclass(frozen=True)
class LipTools:
    """Who brings mouths in line, and who can say how well it went, in the order in which they are asked."""

    syncers: tuple[LipSync, ...] = ()
    scorers: tuple[SyncScoring, ...] = ()


@dataclass(frozen=True)
class LipWish:
    """``sound`` begins with the first picture; ``spans`` ``None``: found out by listening to it. ``folder`` keeps what is made on
    the way. ``webm`` asks for VP9 instead of H.264; ``is_between``: the pictures will be encoded once more."""

    video: Path
    sound: Path
    folder: Path
    spans: tuple[SpokenSpan, ...] | None = None
    webm: bool = False
    is_between: bool = False
    provider: str | None = None


@dataclass(frozen=True)
class MadeLips:
    """``pictures`` is a video without sound; ``report`` the numbers, as JSON; ``notes`` are for the person who asked."""

    pictures: Path
    report: dict[str, Any]
    notes: tuple[str, ...] = ()


def lip_synced_pictures(wish: LipWish, tools: LipTools, on_step: OnLips = lambda stage, done, total: None) -> MadeLips:
    """The video's pictures, changed where somebody speaks. What is finished is kept, and found again by the same wish.

    Raises ``ProviderNeeded`` when nobody can do it, ``MediaUnusable``, ``ProviderFailed``.
    """
    syncers = syncers_of(tools, wish.provider)
    rate, count, size = even_rate(wish.video)
    if probe(wish.sound).audio is None:
        raise MediaUnusable(f"there is no sound in {wish.sound.name}", hint="give a recording, or a video with sound")
    spans = _inside(_heard(wish.sound) if wish.spans is None else wish.spans, float(count / rate))
    request = LipSyncRequest(wish.video, wish.sound, spans, rate, count, size, wish.folder)
    delivered = first_that_delivers(
        syncers, lambda each: each.sync(request, lambda done, total: on_step("faces", done, total))
    )
    by = syncers[delivered.by]
    notes = [f"{error.message}; {by.name} did it instead" for error in delivered.failures]
    synced = delivered.result
    path = _encoded(wish, request, synced, on_step)
    facts = synced.facts
    notes += [f"left as it is, {each}" for each in facts.failures]
    if not spans:
        notes.append("nobody speaks in this sound: no picture was changed")
    elif not facts.synced:
        notes.append("no face was found where somebody speaks: no picture was changed")
    report: dict[str, Any] = {
        "by": by.name, "version": by.version, "pictures": count, "spoken": facts.spoken, "synced": facts.synced,
        "faceless": facts.faceless, "usage": dict(facts.usage), "cost": facts.cost_micros / 1e6, "failures": list(facts.failures),
    }  # fmt: skip
    report |= _scores(wish, tools, spans, path, notes) if facts.synced else {}
    return MadeLips(path, report, tuple(notes))


def syncers_of(tools: LipTools, provider: str | None) -> Sequence[LipSync]:
    """Those who are asked; ``None`` and ``auto``: all. Raises ``ProviderNeeded`` when there is nobody, or not this one."""
    if provider in (None, "", "auto"):
        if not tools.syncers:
            raise ProviderNeeded(NOBODY, hint=HOW)
        return tools.syncers
    named = [each for each in tools.syncers if each.name == provider]
    if not named:
        known = ", ".join(each.name for each in tools.syncers) or "none"
        raise ProviderNeeded(f"{provider} is not configured for lip-sync", hint=f"configured: {known}; {HOW}")
    return named


@dataclass(frozen=True)
class LipSynced:
    """``output`` as it was written; ``report`` and ``notes`` as in ``MadeLips``; ``duration`` in seconds."""

    output: Path
    duration: float
    report: dict[str, Any]
    notes: tuple[str, ...]


def lip_sync(
    wish: LipWish, output: Path, tools: LipTools, on_step: OnLips = lambda stage, done, total: None
) -> LipSynced:
    """Write ``output``: the video's pictures with mouths that say ``wish.sound``, and that sound as its only one.

    Raises what ``lip_synced_pictures`` raises, and ``InvalidInput`` for an output that cannot be.
    """
    container = container_of(output)
    if output.absolute() in (wish.video.absolute(), wish.sound.absolute()):
        raise InvalidInput("the output would overwrite its source", hint="choose another name with -o")
    made = lip_synced_pictures(wish, tools, on_step)
    rate, count, _ = even_rate(wish.video)
    seconds = count / rate
    heard = probe(wish.sound).duration or Fraction(0)
    notes = list(made.notes)
    if abs(heard - seconds) > _LONGER_SECONDS:
        what = (
            "longer than the video: its end is left out"
            if heard > seconds
            else "shorter than the video: silence follows"
        )
        notes.append(f"the sound is {float(abs(heard - seconds)):.1f} s {what}")
    codec = "opus" if container == "webm" else "aac"
    inputs = {"sound": file_digest(wish.sound), "seconds": str(seconds), "codec": codec}

    def write(part: Path) -> dict[str, Any]:
        write_sound(_blocks(wish.sound, seconds), part, AudioSettings(codec, _BITRATE))
        return {}

    sound = Store(wish.folder).keep("sound", ".webm" if codec == "opus" else ".mp4", inputs, write).path
    track = SoundTrack(sound, "und", "Speech", is_default=True)

    def mux(part: Path) -> None:
        lost = add_tracks(wish.video, part, [track], (), keeps_sound=False, pictures=made.pictures)
        notes.extend(f"left out {each}" for each in lost)

    make_atomically(output, mux)
    return LipSynced(output, float(seconds), made.report, tuple(notes))


def _heard(sound: Path) -> tuple[SpokenSpan, ...]:
    with mono_sound(sound) as heard:
        return tuple(SpokenSpan(start, end) for start, end in voiced_spans(heard))


def _inside(spans: tuple[SpokenSpan, ...], seconds: float) -> tuple[SpokenSpan, ...]:
    """In order of time, cut at the video's ends."""
    cut = (SpokenSpan(max(0.0, each.start), min(seconds, each.end), each.speaker) for each in spans)
    return tuple(sorted((each for each in cut if each.end > each.start), key=lambda each: each.start))


def _encoded(wish: LipWish, request: LipSyncRequest, synced: SyncedPictures, on_step: OnLips) -> Path:
    """All pictures, part by part; parts that an earlier run finished, and that would be the same, are taken as they are."""
    encoding = _encoding(wish, request.size)
    store = Store(request.folder / "parts")
    digest = file_digest(request.video)
    starts = range(0, request.count, CHUNK)
    parts: list[tuple[Path, int]] = []
    keys: list[Any] = []
    for first in starts:
        last = min(request.count, first + CHUNK)
        inputs = {
            "video": digest, "rate": str(request.rate), "pictures": [first, last], "encoding": encoding.identity,
            "lips": synced.key(first, last),
        }  # fmt: skip

        def write(part: Path, first: int = first, last: int = last) -> dict[str, Any]:
            _encode(_counted(synced.pictures(first, last), first, request.count, on_step), part, encoding, request.rate)
            return {}

        kept = store.keep("part", encoding.suffix, inputs, write)
        parts.append((kept.path, first))
        keys.append(inputs)
        on_step("pictures", last, request.count)

    def joined(part: Path) -> dict[str, Any]:
        join(parts, None, part, request.rate, Tags(), "webm" if wish.webm else "mp4")
        return {}

    return Store(request.folder).keep("pictures", ".webm" if wish.webm else ".mp4", {"parts": keys}, joined).path


def _counted(pictures: Iterator[Any], first: int, count: int, on_step: OnLips) -> Iterator[Any]:
    for number, picture in enumerate(pictures, first + 1):
        yield picture
        on_step("pictures", number, count)


def _encode(pictures: Iterator[Any], path: Path, encoding: Encoding, rate: Fraction) -> None:
    encoder = ChunkEncoder(path, encoding, rate)
    for picture in pictures:
        encoder.encode(picture)
    encoder.close()


def _encoding(wish: LipWish, size: tuple[int, int]) -> Encoding:
    if wish.webm:
        return encoding_of(VideoSettings("vp9", 18.0 if wish.is_between else 28.0, None), size)
    return encoding_of(VideoSettings("h264", _BETWEEN if wish.is_between else _QUALITY), size)


def _scores(
    wish: LipWish, tools: LipTools, spans: tuple[SpokenSpan, ...], pictures: Path, notes: list[str]
) -> dict[str, Any]:
    """How well the mouths fit the sound, before and after; without a scorer, that nobody measured it."""
    if not tools.scorers:
        notes.append("how well the mouths fit was not measured: no SyncNet model is set (REELWRIGHT_SYNCNET_MODEL)")
        return {}
    try:
        scored = first_that_delivers(
            tools.scorers,
            lambda each: (each.score(wish.video, wish.sound, spans), each.score(pictures, wish.sound, spans)),
        )
    except ProviderFailed as error:  # the pictures are there all the same
        notes.append(f"how well the mouths fit could not be measured: {error.message}")
        return {}
    before, after = scored.result
    if before is None or after is None:
        notes.append("how well the mouths fit could not be measured: nobody speaks for long enough with a face in view")
        return {}
    if after.confidence < before.confidence:
        notes.append(
            f"the mouths fit less well than before (confidence {after.confidence:.2f}, was {before.confidence:.2f}): look at it"
        )
    return {"score": {"by": tools.scorers[scored.by].name, "before": _plain(before), "after": _plain(after)}}


def _plain(score: SyncScore) -> dict[str, float]:
    return {
        "offsetMs": round(score.offset_ms), "distance": round(score.distance, 3), "confidence": round(score.confidence, 3),
        "seconds": score.seconds,
    }  # fmt: skip


def _blocks(sound: Path, seconds: Fraction) -> Iterator[Samples]:
    """The sound from its zero, cut or filled up with silence."""
    total = round(seconds * SAMPLE_RATE)
    with closing(AudioReader(sound)) as reader:
        for start in range(0, total, SAMPLE_RATE):
            yield reader.read(start, min(SAMPLE_RATE, total - start))
