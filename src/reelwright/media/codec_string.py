"""The names playlists give to codecs (RFC 6381), read from the codec's own headers."""

from __future__ import annotations


def avc_string(extradata: bytes) -> str:
    """``avc1.PPCCLL`` from an AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1): profile, constraints, level."""
    if not extradata or extradata[0] != 1:
        raise ValueError("not an AVC configuration record")
    return f"avc1.{extradata[1]:02X}{extradata[2]:02X}{extradata[3]:02X}"


def hevc_string(extradata: bytes) -> str:
    """``hvc1.…`` from an HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, annex E.3)."""
    if not extradata or extradata[0] != 1:
        raise ValueError("not an HEVC configuration record")
    space, tier, profile = extradata[1] >> 6, extradata[1] >> 5 & 1, extradata[1] & 31
    compatible = int(f"{int.from_bytes(extradata[2:6], 'big'):032b}"[::-1], 2)  # written in reverse bit order
    constraints = extradata[6:12].rstrip(b"\0")
    parts = [
        f"hvc1.{'' if space == 0 else 'ABC'[space - 1]}{profile}",
        f"{compatible:X}",
        f"{'H' if tier else 'L'}{extradata[12]}",
        *(f"{byte:X}" for byte in constraints),
    ]
    return ".".join(parts)


AAC_STRING = "mp4a.40.2"
"""AAC-LC."""
