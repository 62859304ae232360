"""flite: clear English, where its program is installed (Debian: flite)."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from reelwright.errors import ProviderFailed
from reelwright.providers.speech import Speech, SpeechRequest, Voice
from reelwright.vendors.local_speech.wav import read_wav
from reelwright.vendors.local_speech.word_times import cut_to_sound, piece_spans, words_with_ends

_VOICES = (
    Voice("flite:slt", "SLT", ("en", "en-us"), "female", "clear American English"),
    Voice("flite:rms", "RMS", ("en", "en-us"), "male", "calm American English"),
    Voice("flite:awb", "AWB", ("en", "en-gb"), "male", "Scottish English"),
)
_SECONDS_LIMIT = 60
_PAUSE = "pau"


class FliteSpeech:
    """Word times are those of the phones it speaks, found again in each word's own phones."""

    name = "flite"

    @property
    def version(self) -> str:
        return f"flite-{_program_version()}-1"

    def voices(self) -> tuple[Voice, ...]:
        return _VOICES if is_installed() else ()

    def speak(self, request: SpeechRequest) -> Speech:
        voice = request.voice.removeprefix("flite:")
        if voice not in {known.id.removeprefix("flite:") for known in _VOICES}:
            raise ProviderFailed(f"flite has no voice {voice!r}", hint="`reel voices` lists them")
        spans = piece_spans(request.text)
        with tempfile.TemporaryDirectory(prefix="reel-flite-") as folder:
            target = Path(folder) / "speech.wav"
            stretch = ["--setf", f"duration_stretch={1 / request.speed:.4f}"]
            printed = _flite([*stretch, "-voice", voice, "-t", _plain(request.text), "-o", str(target), "-psdur"])
            samples, rate = read_wav(target)
        if not samples.any():
            raise ProviderFailed(f"flite said nothing for {request.text[:40]!r}", hint="choose another voice, for example --voice espeak:en-us")
        phones = [(name, float(end)) for name, _, end in (item.rpartition(":") for item in printed.split())]
        starts = _starts(phones, _phones_of([piece for piece, _, _ in spans], voice))
        words = words_with_ends(spans, starts, samples, rate)
        sounding, moved = cut_to_sound(samples, rate, words)
        return Speech(sounding, rate, moved)


def is_installed() -> bool:
    return shutil.which("flite") is not None


def _plain(text: str) -> str:
    """Text that flite takes for text: a space keeps it from being read as a file name or an option."""
    return f" {text} "


def _phones_of(words: Sequence[str], voice: str) -> list[list[str]]:
    """The phones of each word said alone: all in one run with pauses between, or one by one where a word has pauses itself."""
    printed = _flite(["-voice", voice, "-t", _plain(" . ".join(words) + " ."), "-o", "none", "-ps"]).split()
    groups: list[list[str]] = [[]]
    for phone in printed:
        if phone != _PAUSE:
            groups[-1].append(phone)
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    return groups if len(groups) == len(words) else [list(_alone(word, voice)) for word in words]


@lru_cache(maxsize=4096)
def _alone(word: str, voice: str) -> tuple[str, ...]:
    return tuple(phone for phone in _flite(["-voice", voice, "-t", _plain(word), "-o", "none", "-ps"]).split() if phone != _PAUSE)


def _starts(spoken: Sequence[tuple[str, float]], expected: Sequence[Sequence[str]]) -> list[float]:
    """When each word starts: its phones found in order in what was spoken, by the least number of differences."""
    begins = [0.0, *(end for _, end in spoken)]
    heard = [(name, begins[i]) for i, (name, _) in enumerate(spoken) if name != _PAUSE]
    wanted = [(phone, word) for word, phones in enumerate(expected) for phone in phones]
    costs = np.zeros((len(wanted) + 1, len(heard) + 1))
    costs[:, 0], costs[0, :] = np.arange(len(wanted) + 1), np.arange(len(heard) + 1)
    for row in range(1, len(wanted) + 1):
        for column in range(1, len(heard) + 1):
            swap = costs[row - 1, column - 1] + (wanted[row - 1][0] != heard[column - 1][0])
            costs[row, column] = min(swap, costs[row - 1, column] + 1, costs[row, column - 1] + 1)
    found: dict[int, float] = {}
    row, column = len(wanted), len(heard)
    while row > 0 and column > 0:
        if costs[row, column] == costs[row - 1, column - 1] + (wanted[row - 1][0] != heard[column - 1][0]):
            row, column = row - 1, column - 1
            found[wanted[row][1]] = heard[column][1]
        elif costs[row, column] == costs[row - 1, column] + 1:
            row -= 1
        else:
            column -= 1
    return _filled(found, len(expected), spoken[-1][1] if spoken else 0.0)


def _filled(found: dict[int, float], count: int, seconds: float) -> list[float]:
    """Words that say nothing (a dash) start where the next one does."""
    starts = [0.0] * count
    upcoming = seconds
    for word in range(count - 1, -1, -1):
        upcoming = min(found.get(word, upcoming), upcoming)
        starts[word] = upcoming
    return starts


@lru_cache(maxsize=1)
def _program_version() -> str:
    done = subprocess.run(["flite", "--version"], capture_output=True, timeout=_SECONDS_LIMIT, check=False)
    words = done.stdout.decode(errors="replace").split()
    return next((word for word in words if word.startswith("flite-")), "unknown").removeprefix("flite-")


def _flite(arguments: list[str]) -> str:
    try:
        done = subprocess.run(["flite", *arguments], capture_output=True, timeout=_SECONDS_LIMIT, check=False)
    except FileNotFoundError:
        raise ProviderFailed("flite is not installed", hint="Debian: apt install flite, or choose --voice espeak:en-us") from None
    except subprocess.TimeoutExpired:
        raise ProviderFailed(f"flite took longer than {_SECONDS_LIMIT} s", hint="divide the sentence") from None
    if done.returncode != 0:
        raise ProviderFailed(f"flite failed (exit {done.returncode})", hint="choose another voice, for example --voice espeak:en-us")
    return done.stdout.decode(errors="replace")
