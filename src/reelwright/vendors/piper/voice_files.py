"""Which Piper voices are here: ``.onnx`` files with their ``.onnx.json`` beside them."""

from __future__ import annotations

from pathlib import Path

from reelwright.errors import ProviderNeeded
from reelwright.providers.access import Access
from reelwright.speaking.espeak_library import espeak_files

_GET = "reel models get piper-en_US-lessac-medium"


def voice_files(access: Access) -> tuple[Path, ...]:
    """The model files by the setting ``model``, else of every stored model; in order of name.

    Raises ``ProviderNeeded`` when there are none.
    """
    told = [wish.strip() for wish in access.option("model").split(",") if wish.strip()]
    found: dict[str, Path] = {}
    for wish in told:
        place = _place(access, wish)
        voices = _voices_in(place)
        if not voices:
            what = f"{place.name}.json is not beside {place}" if place.is_file() else f"no Piper voice is in {place}"
            raise ProviderNeeded(what, hint=f"a voice is an .onnx file with its .onnx.json; {_GET}")
        found |= {path.stem: path for path in voices}
    if not told:
        for model in access.models.models():
            found |= {path.stem: path for path in _voices_in(model.path)}
    if not found:
        raise ProviderNeeded("no Piper voice is here", hint=_GET)
    return tuple(found[name] for name in sorted(found))


def missing(access: Access) -> str:
    """What is to be fetched or installed, as a phrase, or nothing."""
    if espeak_files() is None:
        return "pip install espeakng-loader"
    try:
        voice_files(access)
    except ProviderNeeded as error:
        return error.hint or error.message
    return ""


def settings_file(model: Path) -> Path:
    """The JSON file of a voice."""
    return model.with_name(f"{model.name}.json")


def _place(access: Access, wish: str) -> Path:
    stored = access.models.model(f"piper-{wish}")
    return stored.path if stored else access.models.find(wish)


def _voices_in(place: Path) -> list[Path]:
    candidates = [place] if place.is_file() else sorted(place.rglob("*.onnx"))
    return [path for path in candidates if path.suffix == ".onnx" and settings_file(path).is_file()]
