"""Speak one utterance, write texts in phonemes, or list the voices, with the eSpeak NG library; run as a script in a process of its own.

Only the standard library: start-up is most of the cost of a short sentence. Structures follow eSpeak NG's
``speak_lib.h`` (API revision 12).
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from typing import Any

_SYNCHRONOUS = 2
_KEEP_RUNNING = 0x8000  # report a fault instead of exiting
_UTF8 = 1
_PARAMETERS = {"rate": 1, "pitch": 3}
_END, _WORD, _SOUND = 0, 1, 7
_SOUND_EVENTS, _SOUNDS_IN_IPA = 0x0001, 0x0002
_IPA_TIED = 0x02 | 0x80 | 0x361 << 8  # IPA, sounds of two letters joined by U+0361


class _Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    ]


class _Voice(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    ]


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


def main() -> None:
    request = json.load(sys.stdin)
    lib = ctypes.CDLL(request["library"])
    options = _KEEP_RUNNING | (_SOUND_EVENTS | _SOUNDS_IN_IPA if request["do"] == "sounds" else 0)
    rate = lib.espeak_Initialize(_SYNCHRONOUS, 0, os.fsencode(request["data"]), options)
    if hasattr(lib, "espeak_ng_SetRandSeed"):
        lib.espeak_ng_SetRandSeed(ctypes.c_long(1))  # a voice with breath says the same sound each time
    if rate <= 0:
        _answer({"error": "its language data cannot be read"}, b"")
    elif request["do"] == "list":
        _answer({"voices": _voices(lib)}, b"")
    elif request["do"] == "phonemes":
        _answer(_phonemes(lib, request), b"")
    elif request["do"] == "sounds":
        _answer(_sounds(lib, request, rate), b"")
    else:
        _answer(*_speak(lib, request, rate))


def _voices(lib: Any) -> list[dict[str, Any]]:
    lib.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
    rows = lib.espeak_ListVoices(None)
    found: list[dict[str, Any]] = []
    index = 0
    while rows[index]:
        row = rows[index].contents
        file = row.identifier.decode().rpartition("/")[2]
        found.append({"name": row.name.decode(), "language": _first_language(row.languages), "file": file})
        index += 1
    return found


def _first_language(address: int) -> str:
    """The list holds a byte of priority before each name; the first name is the voice's own language."""
    return ctypes.string_at(address + 1).decode()


def _phonemes(lib: Any, request: dict[str, Any]) -> dict[str, Any]:
    if lib.espeak_SetVoiceByName(request["voice"].encode()) != 0:
        return {"error": f"it has no voice {request['voice']!r}"}
    lib.espeak_TextToPhonemes.restype = ctypes.c_char_p
    lib.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
    written: list[str] = []
    for text in request["texts"]:
        buffer = ctypes.create_string_buffer(text.encode())
        place = ctypes.c_void_p(ctypes.addressof(buffer))
        parts: list[str] = []
        while place.value:  # one call for each clause; the library moves the pointer on, to nothing at the end
            parts.append((lib.espeak_TextToPhonemes(ctypes.byref(place), _UTF8, _IPA_TIED) or b"").decode())
        written.append(" ".join(part for part in parts if part))
    return {"phonemes": written}


def _speak(lib: Any, request: dict[str, Any], rate: int) -> tuple[dict[str, Any], bytes]:
    if lib.espeak_SetVoiceByName(request["voice"].encode()) != 0:
        return {"error": f"it has no voice {request['voice']!r}"}, b""
    for name, number in _PARAMETERS.items():
        lib.espeak_SetParameter(number, request[name], 0)
    sound = bytearray()
    events: list[tuple[int, int]] = []

    def collect(samples: int | None, count: int, reported: Any) -> int:
        if samples and count > 0:
            sound.extend(ctypes.string_at(samples, 2 * count))
        index = 0
        while reported[index].type != _END:
            event = reported[index]
            if event.type == _WORD:
                events.append((event.text_position - 1, event.sample))
            index += 1
        return 0

    callback = _Callback(collect)  # held here: the library keeps only the address
    lib.espeak_SetSynthCallback(callback)
    text = request["text"].encode()
    lib.espeak_Synth.argtypes = (
        [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int] + 2 * [ctypes.c_uint] + 2 * [ctypes.c_void_p]
    )
    status = lib.espeak_Synth(text, len(text) + 1, 0, 1, 0, _UTF8, None, None)
    if status != 0:
        return {"error": f"it refused the text (status {status})"}, b""
    lib.espeak_Synchronize()
    return {"rate": rate, "words": events}, bytes(sound)


def _sounds(lib: Any, request: dict[str, Any], rate: int) -> dict[str, Any]:
    """Of each text: (place in it, -1 for a sound that begins no word; seconds; IPA) of words and sounds, and how long it takes."""
    if lib.espeak_SetVoiceByName(request["voice"].encode()) != 0:
        return {"error": f"it has no voice {request['voice']!r}"}
    lib.espeak_SetParameter(_PARAMETERS["rate"], request["rate"], 0)
    events: list[tuple[int, float, str]] = []
    samples = [0]

    def collect(_: int | None, count: int, reported: Any) -> int:
        samples[0] += max(count, 0)
        index = 0
        while reported[index].type != _END:
            event = reported[index]
            if event.type == _WORD:
                events.append((event.text_position - 1, event.sample / rate, ""))
            elif event.type == _SOUND:
                events.append((-1, event.sample / rate, event.id.string.decode(errors="ignore")))
            index += 1
        return 0

    callback = _Callback(collect)
    lib.espeak_SetSynthCallback(callback)
    told: list[dict[str, Any]] = []
    for text in request["texts"]:
        events, samples[0] = [], 0
        data = text.encode()
        lib.espeak_Synth.argtypes = (
            [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int]
            + 2 * [ctypes.c_uint]
            + 2 * [ctypes.c_void_p]
        )
        status = lib.espeak_Synth(data, len(data) + 1, 0, 1, 0, _UTF8, None, None)
        if status != 0:
            return {"error": f"it refused the text (status {status})"}
        lib.espeak_Synchronize()
        told.append({"events": events, "seconds": samples[0] / rate})
    return {"sounds": told}


def _answer(facts: dict[str, Any], sound: bytes) -> None:
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + sound)
    sys.stdout.buffer.flush()


main()
