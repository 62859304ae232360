"""Reading what a voice sent: a sound file in memory as mono samples at its own rate."""

from __future__ import annotations

import io
from typing import Any

import av
import av.error
import numpy as np

from reelwright.errors import MediaUnusable

_FORMATS = "wav,w64,mp3,flac,ogg,aac,mov,mp4,m4a,3gp,matroska,webm,aiff,au"
_MOST_SECONDS = 3600


def read_speech(data: bytes, title: str) -> tuple[bytes, int]:
    """Signed 16-bit little-endian mono samples and their rate. Several channels are mixed.

    Raises ``MediaUnusable``, naming ``title``, for anything but a sound file in a common format.
    """
    try:
        with av.open(io.BytesIO(data), options={"format_whitelist": _FORMATS}) as container:
            return _samples(container, title)
    except (av.error.FFmpegError, OSError, ValueError, IndexError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise MediaUnusable(f"what {title} sent is not sound that can be read ({reason})") from None


def _samples(container: Any, title: str) -> tuple[bytes, int]:
    if not container.streams.audio:
        raise MediaUnusable(f"what {title} sent holds no sound")
    stream = container.streams.audio[0]
    rate = int(stream.codec_context.sample_rate or 0)
    if not 4000 <= rate <= 192_000:
        raise MediaUnusable(f"what {title} sent has no sensible sample rate")
    resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
    parts: list[bytes] = []
    count = 0
    for frame in container.decode(stream):
        for ready in resampler.resample(frame):
            parts.append(_bytes(ready))
            count += ready.samples
        if count > rate * _MOST_SECONDS:
            raise MediaUnusable(f"{title} sent more than an hour of sound")
    parts += [_bytes(ready) for ready in resampler.resample(None)]
    pcm = b"".join(parts)
    if not pcm:
        raise MediaUnusable(f"what {title} sent holds no sound")
    return pcm, rate


def _bytes(frame: Any) -> bytes:
    return np.ascontiguousarray(frame.to_ndarray().reshape(-1), "<i2").tobytes()
