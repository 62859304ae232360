"""Where Kokoro's model and voices are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reelwright.errors import ProviderNeeded
from reelwright.providers.access import Access
from reelwright.speaking.espeak_library import espeak_files

_GET = "reel models get kokoro"
_VOICES = ("voices", "voices*.bin", "voices*.npz", "*.npz")


@dataclass(frozen=True, slots=True)
class KokoroFiles:
    """``voices`` is a file of many voices, or a folder of files with one each."""

    model: Path
    voices: Path


def kokoro_files(access: Access) -> KokoroFiles:
    """By the settings ``model`` and ``voices``, else the first stored model that is called kokoro.

    Raises ``ProviderNeeded`` for what is not there.
    """
    model = _model_file(_model_place(access))
    told = access.option("voices")
    return KokoroFiles(model, access.models.find(told) if told else _voices_beside(model))


def missing(access: Access) -> str:
    """What is to be fetched or installed, as a phrase, or nothing."""
    if espeak_files() is None:
        return "pip install espeakng-loader"
    try:
        kokoro_files(access)
    except ProviderNeeded as error:
        return error.hint or error.message
    return ""


def _model_place(access: Access) -> Path:
    told = access.option("model")
    if told:
        return access.models.find(told)
    for model in access.models.models():
        if model.name.split("-")[0].lower() == "kokoro":
            return model.path
    raise ProviderNeeded("no Kokoro model is here", hint=_GET)


def _model_file(place: Path) -> Path:
    if place.is_file():
        return place
    found = sorted(place.rglob("*.onnx"), key=lambda path: (path.name != "model.onnx", len(path.parts), path.name))
    if not found:
        raise ProviderNeeded(f"there is no .onnx file in {place}", hint=_GET)
    return found[0]


def _voices_beside(model: Path) -> Path:
    for folder in (model.parent, model.parent.parent):
        for pattern in _VOICES:
            if found := sorted(folder.glob(pattern)):
                return found[0]
    raise ProviderNeeded(
        f"there are no voices beside {model}", hint=f"set REELWRIGHT_KOKORO_VOICES to their file or folder, or: {_GET}"
    )
