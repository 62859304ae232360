"""Kokoro's voices: a table of style vectors each, one row for every length of a sentence."""

from __future__ import annotations

import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from reelwright.errors import InvalidInput, ProviderFailed, ProviderNeeded
from reelwright.providers.speech import Voice

WIDTH = 256
PREFIX = "kokoro:"
SPOKEN = {"a": "en-US", "b": "en-GB", "e": "es", "f": "fr", "h": "hi", "i": "it", "p": "pt-BR"}
"""Languages by the first letter of a voice's name; the second is f or m (hexgrad/Kokoro-82M, VOICES.md)."""
_TITLES = {
    "a": "American", "b": "British", "e": "Spanish", "f": "French", "h": "Hindi", "i": "Italian", "p": "Brazilian",
}  # fmt: skip
_UNSPOKEN = ("j", "z")
_FIRST = ("af_heart", "am_michael", "bf_emma", "bm_george")
"""The best of their kind by the model's own list; elsewhere the first name counts."""


def voice_names(path: Path) -> tuple[str, ...]:
    """Names of the voices that can be spoken, in order. Raises ``ProviderFailed`` for a file that holds none."""
    if path.is_dir():
        names = [file.stem for file in path.iterdir() if file.suffix in (".bin", ".npy")]
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names = [name.removesuffix(".npy") for name in archive.namelist() if name.endswith(".npy")]
    else:
        names = [path.stem]
    spoken = sorted(name for name in names if not (name[:1] in _UNSPOKEN and name[2:3] == "_"))
    if not spoken:
        raise ProviderFailed(f"{path} holds no voice that can be spoken", hint="reel models get kokoro")
    return tuple(spoken)


def voice_rows(path: Path) -> tuple[Voice, ...]:
    """The voices as a person chooses them."""
    return tuple(_row(name) for name in voice_names(path))


def chosen_voice(wish: str, language: str, path: Path) -> str:
    """The name of the voice meant: ``kokoro:af_heart``, ``af_heart``; ``auto``, ``kokoro``, ``female`` and ``male`` follow the
    language.

    Raises ``InvalidInput`` for an unknown voice or language, ``ProviderNeeded`` when the voices here leave a language out.
    """
    letter = language_letter(language)
    names = voice_names(path)
    name = wish.removeprefix(PREFIX)
    if name not in ("", "auto", "kokoro", "female", "male"):
        if name not in names:
            raise InvalidInput(f"Kokoro has no voice {wish!r}", hint=f"choose one of {', '.join(names[:12])} …")
        return name
    gender = {"female": "f", "male": "m"}.get(name, "")
    fitting = [each for each in names if each.startswith(letter + gender)] or [
        each for each in names if each.startswith(letter)
    ]
    if not fitting and letter in "ab":
        fitting = [each for each in names if each[:1] in "ab"]
    if not fitting:
        raise ProviderNeeded(f"no Kokoro voice here speaks {language!r}", hint="reel models get kokoro")
    return next((each for each in _FIRST if each in fitting), fitting[0])


def language_letter(language: str) -> str:
    """Kokoro's letter for a BCP 47 tag. Raises ``InvalidInput`` for a language it does not speak from eSpeak NG's phonemes."""
    main, _, region = language.strip().lower().replace("_", "-").partition("-")
    if main == "en":
        return "b" if region.split("-")[-1] in ("gb", "ie", "au", "nz", "za", "in") else "a"
    for letter, tag in SPOKEN.items():
        if tag.split("-")[0] == main:
            return letter
    raise InvalidInput(
        f"Kokoro does not speak {language!r} here",
        hint="it speaks English, Spanish, French, Hindi, Italian and Portuguese",
    )


@lru_cache(maxsize=64)
def voice_style(path: Path, name: str) -> NDArray[np.float32]:
    """A voice's table, shape (lengths, 256). Raises ``ProviderFailed`` for a file that does not hold one."""
    try:
        table = _table(path, name)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ProviderFailed(
            f"the voice {name} cannot be read from {path.name}: {error}", hint="fetch the voices again"
        ) from None
    if table.ndim < 2 or table.shape[-1] != WIDTH or table.size == 0 or not np.isfinite(table).all():
        raise ProviderFailed(
            f"{path.name} holds no Kokoro voice {name}: its table is {'x'.join(map(str, table.shape))}, not 510x1x256",
            hint="fetch the voices again",
        )
    return np.ascontiguousarray(table.reshape(-1, WIDTH), dtype=np.float32)


def _table(path: Path, name: str) -> NDArray[np.float32]:
    if path.is_dir():
        packed = path / f"{name}.npy"
        return np.load(packed, allow_pickle=False) if packed.is_file() else _raw(path / f"{name}.bin")
    if zipfile.is_zipfile(path):
        with np.load(path, allow_pickle=False) as tables:
            return tables[name]
    return np.load(path, allow_pickle=False) if path.suffix == ".npy" else _raw(path)


def _raw(path: Path) -> NDArray[np.float32]:
    """Bare 32-bit floats, row after row."""
    values = np.fromfile(path, dtype="<f4")
    if values.size % WIDTH:
        raise ValueError(f"its length is no multiple of {WIDTH} numbers")
    return values.reshape(-1, WIDTH)


def _row(name: str) -> Voice:
    letter, gender = name[:1], name[1:2]
    if name[2:3] != "_" or letter not in SPOKEN:
        return Voice(PREFIX + name, name.capitalize(), "en-US", "neutral", "kokoro", "neural")
    kind: Literal["female", "male", "neutral"] = "female" if gender == "f" else "male" if gender == "m" else "neutral"
    title = f"{name[3:].replace('_', ' ').title()}, {_TITLES[letter]}{ {'female': ' woman', 'male': ' man', 'neutral': ''}[kind] }"
    return Voice(PREFIX + name, title, SPOKEN[letter], kind, "kokoro", "neural")
