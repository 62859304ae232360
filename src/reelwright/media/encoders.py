"""Which encoders the media library has."""

from __future__ import annotations

from dataclasses import dataclass

import av
import av.codec

_NEEDED = ("libx264", "aac")


@dataclass(frozen=True)
class EncoderFacts:
    """``encoders`` maps each encoder we use to whether it is here."""

    version: str
    encoders: dict[str, bool]


def encoder_facts() -> EncoderFacts:
    return EncoderFacts(av.__version__, {name: _has(name) for name in _NEEDED})


def _has(name: str) -> bool:
    try:
        av.codec.Codec(name, "w")
    except ValueError:  # av.codec.codec.UnknownCodecError
        return False
    return True
