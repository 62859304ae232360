"""Where eSpeak NG is, and the voices it lists: found in the ``espeakng-loader`` wheel, loaded only in child processes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import util
from pathlib import Path

from reelwright.errors import ProviderFailed
from reelwright.speaking.child_process import ask_child

ESPEAK_SCRIPT = Path(__file__).with_name("espeak_child.py")


@dataclass(frozen=True, slots=True)
class EngineVoice:
    """``code`` is the language tag, in lower case; ``name`` is for people; ``file`` is what the engine calls it."""

    code: str
    name: str
    file: str


def espeak_files() -> tuple[Path, Path] | None:
    """eSpeak NG's shared library and the folder that holds its data."""
    spec = util.find_spec("espeakng_loader")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    found = sorted([*folder.glob("libespeak-ng.*"), *folder.glob("espeak-ng.dll")])
    return (found[0], folder) if found else None


def espeak_paths() -> dict[str, str]:
    """The files as the child process is told of them. Raises ``ProviderFailed`` when they are not there."""
    files = espeak_files()
    if files is None:
        raise ProviderFailed("the eSpeak NG library is not installed", hint="pip install espeakng-loader")
    return {"library": str(files[0]), "data": str(files[1])}


@lru_cache(maxsize=1)
def engine_voices() -> tuple[EngineVoice, ...]:
    """Every voice the library lists, by code; one of each code."""
    facts, _ = ask_child(ESPEAK_SCRIPT, {**espeak_paths(), "do": "list"}, timeout_s=20, engine="eSpeak NG")
    rows: dict[str, EngineVoice] = {}
    for row in facts["voices"]:
        code = str(row["language"]).lower()
        rows.setdefault(code, EngineVoice(code, str(row["name"]).strip(), str(row["file"])))
    return tuple(sorted(rows.values(), key=lambda voice: voice.code))
