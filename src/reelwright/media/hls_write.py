"""Writing HLS: fMP4 segments of one rendition, cut at chunk starts, and the playlist that offers them all (RFC 8216)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from reelwright.media.chunk_join import Chunks, audio_packets, video_packets, video_stream
from reelwright.media.codec_string import AAC_STRING, avc_string, hevc_string
from reelwright.media.video_write import writing

PLAYLIST = "playlist.m3u8"


@dataclass(frozen=True)
class Rendition:
    """One playlist under the master. ``peak`` and ``average`` in bits a second; ``size`` is ``None`` for sound."""

    name: str
    codec: str
    peak: int
    average: int
    size: tuple[int, int] | None = None


def write_video_rendition(
    chunks: Chunks, folder: Path, size: tuple[int, int], fps: Fraction, segment_seconds: float
) -> Rendition:
    """Segments of whole chunks. Every rendition of one video is cut at the same frames. Raises ``OutputUnwritable``."""
    with (
        writing(folder / PLAYLIST),
        av.open(str(folder / PLAYLIST), "w", format="hls", options=_options(folder, segment_seconds)) as target,
    ):
        stream = video_stream(target, chunks[0][0], fps)
        for packet in video_packets(chunks, stream, fps):
            target.mux(packet)
    with av.open(str(folder / "init.mp4")) as head:
        context = head.streams.video[0].codec_context
        extradata, is_hevc = bytes(context.extradata or b""), context.name == "hevc"
    codec = hevc_string(extradata) if is_hevc else avc_string(extradata)
    return Rendition(folder.name, codec, *_rates(folder), size)


def write_audio_rendition(sound: Path, folder: Path, segment_seconds: float) -> Rendition:
    """As segments from an encoded sound (AAC). Raises ``OutputUnwritable``."""
    with (
        writing(folder / PLAYLIST),
        av.open(str(sound)) as source,
        av.open(str(folder / PLAYLIST), "w", format="hls", options=_options(folder, segment_seconds)) as target,
    ):
        stream = target.add_stream_from_template(source.streams.audio[0])
        for packet in audio_packets(source, stream):
            target.mux(packet)
    return Rendition(folder.name, AAC_STRING, *_rates(folder))


def write_master(path: Path, prefix: str, videos: list[Rendition], audio: Rendition | None, fps: Fraction) -> None:
    """The playlist players open. ``prefix`` leads from it to the renditions' folders. Raises ``OutputUnwritable``."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    if audio:
        lines.append(
            '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="main",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",'
            f'URI="{prefix}{audio.name}/{PLAYLIST}"'
        )
    for video in videos:
        assert video.size is not None
        peak, average = (
            video.peak + (audio.peak if audio else 0),
            video.average + (audio.average if audio else 0),
        )
        codecs = f"{video.codec},{audio.codec}" if audio else video.codec
        group = ',AUDIO="audio"' if audio else ""
        lines += [
            f"#EXT-X-STREAM-INF:BANDWIDTH={peak},AVERAGE-BANDWIDTH={average},"
            f'CODECS="{codecs}",RESOLUTION={video.size[0]}x{video.size[1]},FRAME-RATE={float(fps):.3f}{group}',
            f"{prefix}{video.name}/{PLAYLIST}",
        ]
    with writing(path):
        path.write_text("\n".join(lines) + "\n", "utf-8")


def segments_of(playlist: Path) -> list[tuple[float, Path]]:
    """Seconds and file of each segment of a playlist."""
    found = re.findall(r"#EXTINF:([\d.]+),[^\n]*\n([^#\n][^\n]*)", playlist.read_text("utf-8"))
    return [(float(seconds), playlist.parent / name) for seconds, name in found]


def _options(folder: Path, segment_seconds: float) -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    return {
        "avoid_negative_ts": "disabled",  # the edit list says where pictures and sound begin
        "hls_time": f"{segment_seconds:g}",
        "hls_playlist_type": "vod",
        "hls_list_size": "0",
        "hls_segment_type": "fmp4",
        "hls_flags": "independent_segments",
        "hls_segment_filename": str(folder / "%05d.m4s"),
        "hls_fmp4_init_filename": "init.mp4",
    }


def _rates(folder: Path) -> tuple[int, int]:
    """Peak (of one segment) and average bits a second, rounded up."""
    segments = [(seconds, path.stat().st_size * 8) for seconds, path in segments_of(folder / PLAYLIST)]
    peak = max(bits / seconds for seconds, bits in segments)
    average = sum(bits for _, bits in segments) / sum(seconds for seconds, _ in segments)
    return int(peak) + 1, int(average) + 1
