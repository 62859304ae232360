"""The one place where media files are opened: local files in known formats only, and errors a person can act on."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Any

import av
import av.error
from av.stream import Disposition

from reelwright.errors import MediaUnusable
from reelwright.media.picture_header import MOST_PIXELS

# Every demuxer that reads one self-contained file. Playlists and scripts (hls, dash, concat, imf …) are absent: they
# would make libav open other files or addresses.
_FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,wav,w64,mp3,flac,aac,ac3,eac3,aiff,caf,amr,"
    "mxf,nut,gif,apng,ivf,h264,hevc,av1,obu,dv,rm,wv,ape,tta,oma,au,webp_pipe,png_pipe,jpeg_pipe,bmp_pipe,tiff_pipe,"
    "webp_anim,image2,y4m,yuv4mpegpipe"
)


def check_path(path: Path) -> None:
    """Raises ``MediaUnusable`` unless there is a file with something in it."""
    try:
        exists = path.exists()
    except (OSError, ValueError):  # too long, or with characters no file name has
        raise MediaUnusable(f"{str(path)[:80]!r} cannot be the name of a file", hint="check the path") from None
    if not exists:
        near = get_close_matches(
            path.name, [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else [], n=1
        )
        raise MediaUnusable(f"there is no file {path}", hint=f"did you mean {near[0]}?" if near else "check the path")
    if not path.is_file():
        raise MediaUnusable(f"{path} is not a file", hint="name a file in it")
    if path.stat().st_size == 0:
        raise MediaUnusable(f"{path} is empty", hint="copy or download it again")


def open_media(path: Path) -> Any:
    """An open container. Raises ``MediaUnusable`` when there is none to be had from ``path``."""
    check_path(path)
    try:
        return av.open(
            str(path), options={"protocol_whitelist": "file", "format_whitelist": _FORMATS}, metadata_errors="replace"
        )
    except (av.error.FFmpegError, OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise MediaUnusable(
            f"{path} is not a media file that can be read ({reason})", hint="convert it to mp4, wav, jpg or png"
        ) from None


def moving_stream(container: Any) -> Any | None:
    """The first stream of moving pictures that can be decoded; cover art is none."""
    streams = (s for s in container.streams.video if not s.disposition & Disposition.attached_pic)
    return next(filter(_can_decode, streams), None)


def sound_stream(container: Any) -> Any | None:
    """The first stream of sound that can be decoded: some phones add one in a format of their own."""
    return next(filter(_can_decode, container.streams.audio), None)


def zero_seconds(container: Any) -> float:
    """The file's time that counts as 0: the first picture's, or without pictures the first sound's.

    Sound is placed relative to it, so a file whose sound starts a little earlier or later stays in sync.
    """
    stream = moving_stream(container) or sound_stream(container)
    if stream is None or stream.start_time is None:
        return 0.0
    return float(stream.start_time * stream.time_base)


def _can_decode(stream: Any) -> bool:
    context = stream.codec_context
    if context is None or not stream.time_base:
        return False
    if stream.type == "video":
        context.options = {**context.options, "max_pixels": str(MOST_PIXELS)}
    return True
