"""Speak one utterance with the Flite library; run as a script in a process of its own.

The library, not the command line, because it gives each written token with the words it became and the exact times
of their sounds. Structures follow Flite's ``cst_wave.h`` and ``cst_voice.h`` (1.4 to 2.2).
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any

_SETTINGS = (b"duration_stretch", b"f0_shift")  # the library keeps the address of a name, not a copy
_FIRST_SOUND = b"R:SylStructure.daughter1.daughter1.R:Segment.p.end"
_LAST_SOUND = b"R:SylStructure.daughtern.daughtern.end"


class _Wave(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_char_p),
        ("sample_rate", ctypes.c_int),
        ("num_samples", ctypes.c_int),
        ("num_channels", ctypes.c_int),
        ("samples", ctypes.c_void_p),
    ]


class _Voice(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("features", ctypes.c_void_p)]


def main() -> None:
    request = json.load(sys.stdin)
    lib = ctypes.CDLL(request["library"], mode=ctypes.RTLD_GLOBAL)
    lib.flite_init()
    register = getattr(ctypes.CDLL(request["voice_library"]), request["register"])
    register.restype, register.argtypes = ctypes.POINTER(_Voice), [ctypes.c_void_p]
    voice = register(None)
    _declare(lib)
    for name in _SETTINGS:
        lib.feat_set_float(voice.contents.features, name, request[name.decode()])
    utterance = lib.flite_synth_text(request["text"].encode("ascii"), voice)
    tokens: list[tuple[int, float, float]] = []
    token = lib.relation_head(lib.utt_relation(utterance, b"Token")) if utterance else None
    while token:
        spans = _spoken_spans(lib, token)
        if spans:
            tokens.append((lib.ffeature_int(token, b"file_pos"), spans[0][0], spans[-1][1]))
        token = lib.item_next(token)
    wave = lib.utt_wave(utterance).contents
    sound = ctypes.string_at(wave.samples, 2 * wave.num_samples) if wave.num_samples > 0 else b""
    sys.stdout.buffer.write(json.dumps({"rate": wave.sample_rate, "tokens": tokens}).encode() + b"\n" + sound)
    sys.stdout.buffer.flush()


def _spoken_spans(lib: Any, token: int) -> list[tuple[float, float]]:
    """Start and end in seconds of each word a token became; marks that have no sound are left out."""
    spans: list[tuple[float, float]] = []
    word = lib.item_daughter(token)
    while word:
        start, end = lib.ffeature_float(word, _FIRST_SOUND), lib.ffeature_float(word, _LAST_SOUND)
        if end > start:
            spans.append((start, end))
        word = lib.item_next(word)
    return spans


def _declare(lib: Any) -> None:
    item, name = ctypes.c_void_p, ctypes.c_char_p
    for function, result, arguments in (
        ("feat_set_float", None, [ctypes.c_void_p, name, ctypes.c_float]),
        ("flite_synth_text", ctypes.c_void_p, [name, ctypes.c_void_p]),
        ("utt_relation", ctypes.c_void_p, [ctypes.c_void_p, name]),
        ("relation_head", item, [ctypes.c_void_p]),
        ("item_next", item, [item]),
        ("item_daughter", item, [item]),
        ("ffeature_float", ctypes.c_float, [item, name]),
        ("ffeature_int", ctypes.c_int, [item, name]),
        ("utt_wave", ctypes.POINTER(_Wave), [ctypes.c_void_p]),
    ):
        getattr(lib, function).restype = result
        getattr(lib, function).argtypes = arguments


main()
