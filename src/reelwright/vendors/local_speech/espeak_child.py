"""One utterance by eSpeak NG, in a process of its own: read a JSON request, write a JSON line and then 16-bit sound.

A fresh process per utterance is what makes the sound repeatable (inside one process the same text comes out differently
each time), keeps a crash away from the caller, and keeps the GPL library outside of it. Standard library only.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any, ClassVar

import espeakng_loader

_SYNCHRONOUS = 2
_PHONEME_EVENTS = 1
_UTF8 = 1
_BY_CHARACTER = 1
_RATE, _PITCH = 1, 3
_WORD, _END = 1, 5


class _Id(ctypes.Union):
    _fields_: ClassVar[Any] = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_: ClassVar[Any] = [
        ("type", ctypes.c_int), ("unique_identifier", ctypes.c_uint), ("text_position", ctypes.c_int), ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int), ("sample", ctypes.c_int), ("user_data", ctypes.c_void_p), ("id", _Id),
    ]  # fmt: skip


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


def main() -> int:
    request = json.load(sys.stdin)
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), _PHONEME_EVENTS)
    if rate <= 0:
        return 3
    if request.get("voices"):
        return _print_voices(library)
    if library.espeak_SetVoiceByName(request["voice"].encode()) != 0:
        return 4
    library.espeak_SetParameter(_RATE, int(request["words_per_minute"]), 0)
    library.espeak_SetParameter(_PITCH, int(request.get("pitch", 50)), 0)
    sound, words = bytearray(), []

    def collect(wave: Any, count: int, events: Any) -> int:
        if count > 0:
            sound.extend(ctypes.string_at(wave, count * 2))
        index = 0
        while events[index].type != 0:
            if events[index].type == _WORD:
                words.append([events[index].text_position - 1, events[index].audio_position])
            index += 1
        return 0

    callback = _CALLBACK(collect)
    library.espeak_SetSynthCallback(callback)
    text = request["text"].encode()
    if library.espeak_Synth(text, len(text) + 1, 0, _BY_CHARACTER, 0, _UTF8, None, None) != 0:
        return 5
    library.espeak_Synchronize()
    sys.stdout.buffer.write(json.dumps({"rate": rate, "words": words}).encode() + b"\n" + bytes(sound))
    return 0


class _Voice(ctypes.Structure):
    _fields_: ClassVar[Any] = [
        ("name", ctypes.c_char_p), ("languages", ctypes.c_char_p), ("identifier", ctypes.c_char_p), ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte), ("variant", ctypes.c_ubyte), ("xx1", ctypes.c_ubyte), ("score", ctypes.c_int), ("spare", ctypes.c_void_p),
    ]  # fmt: skip


def _print_voices(library: Any) -> int:
    library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
    found = library.espeak_ListVoices(None)
    rows, index = [], 0
    while found[index]:
        voice = found[index].contents
        rows.append([voice.languages[1:].decode(), voice.name.decode(), voice.gender])
        index += 1
    sys.stdout.write(json.dumps(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
