"""What a binary file is, by its first bytes."""

from __future__ import annotations

import re

import filetype

from reelwright.media.sniffed import EXECUTABLE, LOTTIE_ARCHIVE, PDF, UNKNOWN, ZIP, Sniffed

_BY_EXTENSION = {
    "jpg": Sniffed("image", "image/jpeg", ".jpg"),
    "png": Sniffed("image", "image/png", ".png"),
    "apng": Sniffed("image", "image/apng", ".png"),
    "gif": Sniffed("image", "image/gif", ".gif"),
    "webp": Sniffed("image", "image/webp", ".webp"),
    "tif": Sniffed("image", "image/tiff", ".tif"),
    "bmp": Sniffed("image", "image/bmp", ".bmp"),
    "jpx": Sniffed("image", "image/jp2", ".jp2"),
    "avi": Sniffed("video", "video/x-msvideo", ".avi"),
    "wmv": Sniffed("video", "video/x-ms-asf", ".wmv"),
    "flv": Sniffed("video", "video/x-flv", ".flv"),
    "mpg": Sniffed("video", "video/mpeg", ".mpg"),
    "mp3": Sniffed("audio", "audio/mpeg", ".mp3"),
    "aac": Sniffed("audio", "audio/aac", ".aac"),
    "flac": Sniffed("audio", "audio/flac", ".flac"),
    "wav": Sniffed("audio", "audio/wav", ".wav"),
    "aiff": Sniffed("audio", "audio/aiff", ".aiff"),
    "amr": Sniffed("audio", "audio/amr", ".amr"),
    "woff": Sniffed("font", "font/woff", ".woff"),
    "woff2": Sniffed("font", "font/woff2", ".woff2"),
    "ttf": Sniffed("font", "font/ttf", ".ttf"),
    "otf": Sniffed("font", "font/otf", ".otf"),
}
"""By the names that the library of signatures uses; what it knows besides is nothing for us."""

_BY_START = (
    (b"MZ", EXECUTABLE), (b"\x7fELF", EXECUTABLE), (b"\0asm", EXECUTABLE), (b"dex\n", EXECUTABLE),
    (b"\xfe\xed\xfa\xce", EXECUTABLE), (b"\xfe\xed\xfa\xcf", EXECUTABLE), (b"\xce\xfa\xed\xfe", EXECUTABLE),
    (b"\xcf\xfa\xed\xfe", EXECUTABLE), (b"\xca\xfe\xba\xbe", EXECUTABLE),  # Mach-O; also Java's classes
    (b"L\0\0\0\x01\x14\x02\0", EXECUTABLE),  # a shortcut of Windows
    (b"%PDF-", PDF),
    (b"ttcf", Sniffed("font", "font/collection", ".ttc")), (b"true\0", Sniffed("font", "font/ttf", ".ttf")),
    (b"caff\0", Sniffed("audio", "audio/x-caf", ".caf")), (b"wvpk", Sniffed("audio", "audio/x-wavpack", ".wv")),
    (b"TTA1", Sniffed("audio", "audio/x-tta", ".tta")),
    (b".snd\0", Sniffed("audio", "audio/basic", ".au")), (b"riff\x2e\x91\xcf\x11", Sniffed("audio", "audio/x-w64", ".w64")),
    (b"\x0b\x77", Sniffed("audio", "audio/ac3", ".ac3")),
    (b".RMF\0", Sniffed("video", "video/vnd.rn-realmedia", ".rm")), (b"DKIF\0", Sniffed("video", "video/x-ivf", ".ivf")),
    (b"nut/multimedia container\0", Sniffed("video", "video/x-nut", ".nut")),
    (b"YUV4MPEG2 ", Sniffed("video", "video/x-yuv4mpeg", ".y4m")),
    (b"\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02", Sniffed("video", "application/mxf", ".mxf")),
    (b"\x1f\x07\0", Sniffed("video", "video/x-dv", ".dv")),
)  # fmt: skip
_CODED = (
    (re.compile(rb"\0{2,3}\x01[\x09\x27\x47\x67]", re.DOTALL), Sniffed("video", "video/h264", ".h264")),
    (re.compile(rb"\0{2,3}\x01[\x40\x42\x46]\x01", re.DOTALL), Sniffed("video", "video/h265", ".hevc")),
)
"""Bare pictures without a container, by their first unit."""

_M4A = Sniffed("audio", "audio/mp4", ".m4a")
_MP4 = Sniffed("video", "video/mp4", ".mp4")
_MOV = Sniffed("video", "video/quicktime", ".mov")
_HEADER_SIZES = frozenset({12, 40, 52, 56, 64, 108, 124})
"""Of a BMP, after the two letters that many files begin with."""


def binary_kind(head: bytes) -> Sniffed:
    """By the first 64 KiB; ``UNKNOWN`` for what nobody knows."""
    for start, found in _BY_START:
        if head.startswith(start):
            return found
    for own in (_iso, _matroska, _ogg, _riff_like, _transport, _zip, _mpeg_audio):
        told = own(head)
        if told is not None:
            return told
    for pattern, found in _CODED:
        if pattern.match(head):
            return found
    return _by_library(head)


def _by_library(head: bytes) -> Sniffed:
    guess = filetype.guess(head)
    if guess is None:
        return UNKNOWN
    if guess.extension == "bmp" and int.from_bytes(head[14:18], "little") not in _HEADER_SIZES:
        return UNKNOWN
    return _BY_EXTENSION.get(guess.extension) or Sniffed("unknown", guess.mime, f".{guess.extension}")


def _iso(head: bytes) -> Sniffed | None:
    """MP4, QuickTime and their relatives, by their brands; sound alone when a complete index lists nothing else."""
    if head[4:8] in (b"moov", b"mdat", b"wide", b"pnot") and head[:1] == b"\0":
        return _MOV
    if head[4:8] != b"ftyp":
        return None
    size = min(int.from_bytes(head[:4], "big"), 1024)
    major, brands = head[8:12], {head[at : at + 4] for at in (8, *range(16, size, 4))}
    if brands & {b"avif", b"avis"}:
        return Sniffed("image", "image/avif", ".avif")
    if brands & {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1"}:
        return Sniffed("image", "image/heic", ".heic")
    if major == b"crx ":
        return Sniffed("unknown", "image/x-canon-cr3", ".cr3")
    if major in (b"M4A ", b"M4B ", b"M4P ", b"F4A "):
        return _M4A
    if major == b"qt  ":
        return _MOV
    if major[:3] in (b"3gp", b"3g2"):
        return Sniffed("video", "video/3gpp", ".3gp")
    return _M4A if _handlers(head) == {b"soun"} else _MP4


def _handlers(head: bytes) -> set[bytes]:
    """The kinds of tracks in the index; none when it is not whole in these bytes."""
    at = head.find(b"moov")
    if at < 4:
        return set()
    index = head[at : at - 4 + int.from_bytes(head[at - 4 : at], "big")]
    if len(index) + 4 < int.from_bytes(head[at - 4 : at], "big"):
        return set()
    return set(re.findall(rb"hdlr.{8}(vide|soun)", index, re.DOTALL))


def _matroska(head: bytes) -> Sniffed | None:
    if head[:4] != b"\x1a\x45\xdf\xa3":
        return None
    has_pictures, has_sound = (re.search(pattern, head) for pattern in (rb"V_[A-Z]", rb"A_[A-Z]"))
    only_sound = has_sound and not has_pictures
    if b"webm" in head[:64]:
        return Sniffed("audio", "audio/webm", ".webm") if only_sound else Sniffed("video", "video/webm", ".webm")
    if only_sound:
        return Sniffed("audio", "audio/x-matroska", ".mka")
    return Sniffed("video", "video/x-matroska", ".mkv")


def _ogg(head: bytes) -> Sniffed | None:
    if head[:4] != b"OggS":
        return None
    starts = head[:4096]
    if any(mark in starts for mark in (b"\x80theora", b"OVP80", b"BBCD\0", b"\x01video\0")):
        return Sniffed("video", "video/ogg", ".ogv")
    return Sniffed("audio", "audio/ogg", ".opus" if b"OpusHead" in starts else ".ogg")


def _riff_like(head: bytes) -> Sniffed | None:
    """What the library misses of the old chunked formats."""
    if head[:4] in (b"RF64", b"BW64") and head[8:12] == b"WAVE":
        return _BY_EXTENSION["wav"]
    if head[:4] == b"FORM" and head[8:12] == b"AIFC":
        return _BY_EXTENSION["aiff"]
    if head[:4] == b"MAC " and head[5:6] in (b"\x0e", b"\x0f"):
        return Sniffed("audio", "audio/x-ape", ".ape")
    return None


def _transport(head: bytes) -> Sniffed | None:
    """MPEG-TS: a sync byte each 188, or after the four of a time stamp each 192."""
    for first, step in ((0, 188), (4, 192)):
        marks = head[first : first + 5 * step : step]
        if len(marks) >= 3 and set(marks) == {0x47}:
            return Sniffed("video", "video/mp2t", ".ts" if step == 188 else ".m2ts")
    return None


def _zip(head: bytes) -> Sniffed | None:
    """An archive, or a Lottie one by the name of its first entry."""
    if head[:4] not in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return None
    name = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    return LOTTIE_ARCHIVE if name == b"manifest.json" or name.startswith((b"animations/", b"a/")) else ZIP


def _mpeg_audio(head: bytes) -> Sniffed | None:
    """MP2 and MP3 without a tag: one frame, and another where it ends."""
    length = _frame_bytes(head)
    return _BY_EXTENSION["mp3"] if length and _frame_bytes(head[length:]) else None


_RATES = ((11025, 12000, 8000), (0, 0, 0), (22050, 24000, 16000), (44100, 48000, 32000))
_KILOBITS = {
    (True, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 1): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 1): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""By whether it is MPEG-1, and by the layer as it is coded (2 is layer II, 1 is layer III)."""


def _frame_bytes(head: bytes) -> int:
    """Length of the frame these bytes begin with; 0 when they begin with none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate, rate, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version == 1 or layer not in (1, 2) or bitrate in (0, 15) or rate == 3:
        return 0
    samples = 72 if layer == 1 and version != 3 else 144
    return samples * _KILOBITS[version == 3, layer][bitrate - 1] * 1000 // _RATES[version][rate] + padding
