"""Adding sound and caption tracks to a video: its own packets are copied bit for bit, nothing is encoded but the captions' text."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import av.error
from av.packet import Packet
from av.stream import Disposition
from av.subtitles.subtitle import SubtitleSet
from langcodes import Language

from reelwright.errors import InvalidInput, MediaUnusable
from reelwright.media.captions_off import leave_captions_off
from reelwright.media.opening import open_media, zero_seconds
from reelwright.media.video_write import MOVIE_TIMESCALE, writing

_MS = Fraction(1, 1000)
_CONTAINERS = {".mp4": "mp4", ".m4v": "mp4", ".mov": "mov", ".mkv": "matroska", ".webm": "webm"}
_CAPTIONS = {"mp4": "mov_text", "mov": "mov_text", "matroska": "subrip", "webm": "webvtt"}
_MOVIE = {"movflags": "+faststart", "movie_timescale": MOVIE_TIMESCALE}
_OPTIONS = {"mp4": _MOVIE, "mov": _MOVIE, "matroska": {"fflags": "+bitexact"}, "webm": {"fflags": "+bitexact"}}
_OFF_BY_FLAG = ("mp4", "mov")
_NO_NAMES = ("", "SoundHandler", "Core Media Audio", "Apple Sound Media Handler")
"""What programs call every sound."""
_ASS = (
    b"[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, "
    b"OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, "
    b"Alignment, MarginL, MarginR, MarginV, Encoding\nStyle: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,"
    b"10,10,10,0\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
)
"""The header libav's caption encoders want; players of soft captions choose their own style."""


Moved = Callable[[Fraction], Fraction]
"""From a moment in seconds of the source to where it lies now; grows strictly."""


@dataclass(frozen=True, slots=True)
class SoundTrack:
    """``path`` holds one encoded sound whose packets are copied; its zero is the video's zero. ``language`` is a BCP 47 tag."""

    path: Path
    language: str
    title: str
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class CaptionTrack:
    """``cues`` are (start, end, text), in milliseconds of the video, in order and not overlapping."""

    cues: Sequence[tuple[int, int, str]]
    language: str
    title: str
    is_default: bool = False


def container_of(output: Path) -> str:
    """libav's name of the container a file's suffix asks for. Raises ``InvalidInput`` for one that cannot hold several tracks."""
    found = _CONTAINERS.get(output.suffix.lower())
    if found is None:
        raise InvalidInput(f"{output.name} cannot hold several sound tracks", hint="name it .mp4, .mkv, .mov or .webm")
    return found


def check_pictures_fit(source: Path, output: Path) -> None:
    """Raises ``InvalidInput`` where ``output``'s container cannot hold the source's pictures as they are, before there is any work."""
    container = container_of(output)
    with ExitStack() as stack:
        opened: Any = stack.enter_context(open_media(source))
        target: Any = stack.enter_context(av.open(BytesIO(), "w", format=container))
        _Muxing(opened, target, container, None).add_pictures(source)


def add_tracks(
    source: Path, output: Path, sounds: Sequence[SoundTrack], captions: Sequence[CaptionTrack], *, keeps_sound: bool = True,
    own_language: str = "", own_title: str = "", moved: Moved | None = None, pictures: Path | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """Write ``output``: the source's pictures and (if ``keeps_sound``) its sound and captions as they are, and the new tracks.

    ``pictures`` is a file whose pictures are taken instead, from the source's first one on.

    New default tracks come before the source's, which are then no defaults any more. ``own_language`` is written to the source's
    sound where it names none, ``own_title`` to its first sound where that has no name. ``moved`` shows the pictures, captions
    and chapters at other times, without encoding them; sound cannot be moved like that, so ``keeps_sound`` is then false, and
    only captions are kept. The answer says what could not be kept, as phrases. Raises ``InvalidInput`` for a container that
    cannot hold the source's pictures, ``MediaUnusable``, ``OutputUnwritable``.
    """
    container = container_of(output)
    with ExitStack() as stack:
        stack.enter_context(writing(output))
        opened: Any = stack.enter_context(open_media(source))
        target: Any = stack.enter_context(av.open(str(output), "w", format=container, options=_OPTIONS[container]))
        target.metadata.update(
            {key: value for key, value in opened.metadata.items() if key.lower() in ("title", "artist", "comment")}
        )
        job = _Muxing(opened, target, container, moved)
        if pictures is None:
            job.add_pictures(source)
        else:
            job.put_pictures(stack.enter_context(open_media(pictures)), pictures)
        for sound in sorted(sounds, key=lambda each: not each.is_default):
            job.add_sound(stack.enter_context(av.open(str(sound.path))), sound)
        if keeps_sound:
            job.keep_sounds(own_language, own_title, demoted=any(each.is_default for each in sounds))
        for track in captions:
            job.add_captions(track)
        if keeps_sound or moved is not None:
            job.keep_captions()
        job.set_chapters()
        job.write()
    if container in _OFF_BY_FLAG and not any(each.is_default for each in captions):
        leave_captions_off(output)
    return tuple(job.lost)


class _Muxing:
    def __init__(self, source: Any, target: Any, container: str, moved: Moved | None) -> None:
        self._source = source
        self._moved = moved
        self._target = target
        self._container = container
        self._zero = Fraction(zero_seconds(source)).limit_denominator(1_000_000)
        self._copied: dict[int, Any] = {}
        self._new: list[Iterator[Packet]] = []
        self.lost: list[str] = []

    def add_pictures(self, path: Path) -> None:
        pictures = [each for each in self._source.streams.video if not each.disposition & Disposition.attached_pic]
        if not pictures:
            raise MediaUnusable(f"{path} has no pictures")
        for stream in pictures:
            if not self._copy(stream):
                name = stream.codec_context.name
                raise InvalidInput(
                    f"{path.name}'s pictures ({name}) cannot lie in {self._container}",
                    hint="name the output .mkv, or as the source is named",
                )

    def put_pictures(self, opened: Any, path: Path) -> None:
        """Another file's pictures, moved to where the source's begin."""
        found = opened.streams.video[0]
        try:
            stream = self._target.add_stream_from_template(found, opaque=True)
        except (ValueError, av.error.FFmpegError):
            raise InvalidInput(
                f"{path.name}'s pictures cannot lie in {self._container}", hint="name the output .mkv"
            ) from None
        stream.time_base = found.time_base
        self._new.append(self._moved_packets(opened, found, stream))

    def keep_sounds(self, language: str, title: str, *, demoted: bool) -> None:
        for place, stream in enumerate(self._source.streams.audio):
            if not self._copy(stream):
                self.lost.append(f"a sound track ({stream.codec_context.name}) that {self._container} cannot hold")
                continue
            copy = self._copied[stream.index]
            if language and copy.metadata.get("language", "und") == "und":
                copy.metadata["language"] = three_letters(language)
            if place == 0 and title and not copy.metadata.get("title") and self._is_nameless(copy):
                self._name(copy, title)
            if demoted:
                copy.disposition = copy.disposition & ~Disposition.default

    def keep_captions(self) -> None:
        for stream in self._source.streams.subtitles:
            fits = self._container == "matroska" or stream.codec_context.name == _CAPTIONS[self._container]
            if not fits or not self._copy(stream):
                self.lost.append(
                    f"a caption track ({stream.codec_context.name}) that {self._container} cannot hold as it is"
                )

    def add_sound(self, opened: Any, sound: SoundTrack) -> None:
        source = opened.streams.audio[0]
        stream = self._target.add_stream_from_template(source)
        self._tell(stream, sound.language, sound.title, is_default=sound.is_default)
        self._new.append(self._moved_packets(opened, source, stream))

    def add_captions(self, track: CaptionTrack) -> None:
        stream = self._target.add_stream(_CAPTIONS[self._container])
        stream.time_base = _MS
        stream.codec_context.subtitle_header = _ASS
        stream.codec_context.time_base = _MS
        self._tell(stream, track.language, track.title, is_default=track.is_default)
        self._new.append(self._caption_packets(track, stream))

    def set_chapters(self) -> None:
        chapters = self._source.chapters()
        if chapters and self._moved is not None:
            for each in chapters:
                for edge in ("start", "end"):
                    each[edge] = self._retimed(each[edge], each["time_base"])
        if chapters:
            self._target.set_chapters(chapters)

    def write(self) -> None:
        self._target.start_encoding()
        for packet in heapq.merge(self._kept_packets(), *self._new, key=_moment):
            self._target.mux(packet)

    def _copy(self, stream: Any) -> bool:
        try:
            copy = self._target.add_stream_from_template(stream, opaque=True)
        except (ValueError, av.error.FFmpegError):
            return False
        copy.metadata.update(stream.metadata)
        copy.disposition = stream.disposition
        self._copied[stream.index] = copy
        return True

    def _tell(self, stream: Any, language: str, title: str, *, is_default: bool) -> None:
        stream.metadata["language"] = three_letters(language)
        self._name(stream, title)
        stream.disposition = Disposition.default if is_default else Disposition(0)

    def _name(self, stream: Any, title: str) -> None:
        stream.metadata["title"] = title
        if self._container in ("mp4", "mov"):
            stream.metadata["handler_name"] = title  # what players of these show

    def _is_nameless(self, stream: Any) -> bool:
        return stream.metadata.get("handler_name", "") in _NO_NAMES

    def _kept_packets(self) -> Iterator[Packet]:
        """The source's packets. Matroska does not tell when the first pictures of a stream with B-frames are decoded: that is
        counted back from the first that is known."""
        wanted = [self._source.streams[index] for index in self._copied]
        if not wanted:  # which would be taken for all
            return
        waiting: dict[int, list[Packet]] = {stream.index: [] for stream in wanted}
        for packet in self._source.demux(wanted):
            if packet.size == 0 or (packet.pts is None and packet.dts is None):
                continue
            if self._moved is not None:
                self._move(packet)
            index = packet.stream.index
            packet.stream = self._copied[index]
            if index not in waiting:
                packet.dts = packet.pts if packet.dts is None else packet.dts
                yield packet
                continue
            waiting[index].append(packet)
            if packet.dts is not None:
                yield from _counted_back(waiting.pop(index))
        for held in waiting.values():
            for packet in held:
                packet.dts = packet.pts
                yield packet

    def _move(self, packet: Packet) -> None:
        """Show it at its new time, and until the next one's."""
        base, start = packet.time_base or _MS, packet.pts
        if packet.pts is not None:
            packet.pts = self._retimed(packet.pts, base)
        if packet.dts is not None:
            packet.dts = self._retimed(packet.dts, base)
        if packet.duration and start is not None and packet.pts is not None:
            packet.duration = max(1, self._retimed(start + packet.duration, base) - packet.pts)

    def _retimed(self, value: int, base: Fraction) -> int:
        assert self._moved is not None
        return round((self._moved(value * base - self._zero) + self._zero) / base)

    def _moved_packets(self, opened: Any, source: Any, stream: Any) -> Iterator[Packet]:
        for packet in opened.demux(source):
            if packet.dts is None:
                continue
            shift = round(self._zero / packet.time_base)
            packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
            packet.stream = stream
            yield packet

    def _caption_packets(self, track: CaptionTrack, stream: Any) -> Iterator[Packet]:
        for number, (start, end, text) in enumerate(track.cues):
            line = text.replace("\r", "").replace("{", "(").replace("}", ")").replace("\n", "\\N")
            cue = SubtitleSet.create(f"{number},0,Default,,0,0,0,,{line}".encode(), 0, end - start, start * 1000)
            packet = stream.codec_context.encode_subtitle(cue)
            packet.stream = stream
            packet.time_base = _MS
            packet.pts = packet.dts = start + round(self._zero * 1000)
            packet.duration = end - start
            yield packet


def _counted_back(packets: list[Packet]) -> list[Packet]:
    """The first packets of a stream, of which only the last knows when it is decoded."""
    last = packets[-1].dts or 0
    step = max(1, packets[0].duration or 1)
    for place, packet in enumerate(packets[:-1]):
        packet.dts = min(last - (len(packets) - 1 - place) * step, packet.pts if packet.pts is not None else last)
    return packets


def _moment(packet: Packet) -> Fraction:
    return (packet.dts or 0) * (packet.time_base or _MS)


def three_letters(language: str) -> str:
    """ISO 639-2, which is what containers hold; ``und`` for what has none."""
    try:
        return Language.get(language).to_alpha3(variant="T")
    except (LookupError, ValueError):
        return "und"
