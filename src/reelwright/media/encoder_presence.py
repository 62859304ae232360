"""Whether an encoder in hardware can really be opened here."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import av
import av.codec
import av.error

from reelwright.errors import InvalidInput


def refuse_missing_encoder(name: str, pixels: str, family: str) -> None:
    """Raises ``InvalidInput`` when the encoder is not built in, or when the machine has nothing to run it on."""
    reason = _why_not(name, pixels)
    if reason:
        raise InvalidInput(
            f"the encoder {family} cannot be used here: {reason}",
            hint='leave "encoder" out to encode in software, or render on a machine that has it',
        )


def refuse_unknown_encoder(name: str) -> None:
    """Raises ``InvalidInput`` when the media library was built without an encoder in software."""
    if name not in av.codec.codecs_available:
        raise InvalidInput(
            f"the media library here was built without {name}",
            hint="choose another codec, or install the av package from PyPI, which has it",
        )


def refuse_bad_settings(name: str, pixels: str, size: tuple[int, int], options: dict[str, str]) -> None:
    """Raises ``InvalidInput`` when an encoder does not open with settings that someone chose."""
    context: Any = av.codec.CodecContext.create(name, "w")
    context.width, context.height, context.pix_fmt = *size, pixels
    context.time_base, context.framerate = Fraction(1, 30), Fraction(30)
    context.options = options
    try:
        context.open()
    except (av.error.FFmpegError, ValueError) as error:
        told = ", ".join(f"{key}={value}" for key, value in options.items())
        raise InvalidInput(
            f"{name} refuses these settings ({getattr(error, 'strerror', None) or error}): {told}",
            hint="take back one of the output's bitrate and options",
        ) from None


@cache
def _why_not(name: str, pixels: str) -> str:
    """Empty when one black frame could be encoded."""
    try:
        context: Any = av.codec.CodecContext.create(name, "w")
    except ValueError:
        return f"this build of the media library has no {name}"
    context.width, context.height, context.pix_fmt = 640, 368, pixels
    context.time_base, context.framerate = Fraction(1, 30), Fraction(30)
    frame = av.VideoFrame(640, 368, pixels)
    frame.pts, frame.time_base = 0, Fraction(1, 30)
    try:
        for packet in (*context.encode(frame), *context.encode(None)):
            if packet.size:
                return ""
    except (av.error.FFmpegError, ValueError, OSError) as error:
        return f"the machine did not open {name} ({getattr(error, 'strerror', None) or error})"
    return f"{name} gave nothing"
