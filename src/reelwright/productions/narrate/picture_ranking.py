"""Which of the user's pictures and clips suits which words."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.keywords import content_words, rarity, stem

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"})
CLIPS = frozenset({".mp4", ".mov", ".webm", ".mkv", ".m4v", ".avi"})
_MOST_FILES = 2000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file of the user's and the words that describe it."""

    path: Path
    kind: Literal["picture", "clip"]
    description: str

    @staticmethod
    def named(name: str, kind: Literal["picture", "clip"], number: int) -> Candidate:
        """A file known by its name alone; ``number`` tells files of one name apart."""
        return Candidate(Path(str(number), name), kind, " ".join(_words_of_name(Path(name).stem)))


def candidates_in(folder: Path, made_here: frozenset[Path] = frozenset()) -> list[Candidate]:
    """Pictures and clips under a folder, described by their names, by ``captions.json``/``captions.csv`` (file, caption)
    and by a text file of the same name. Raises ``InvalidInput`` when there is none.

    ``made_here`` are files and folders that lie in it and are no pictures of the user's: what an earlier run has made."""
    if not folder.is_dir():
        raise InvalidInput(f"there is no folder {folder}", hint="check --media, or leave it out for designed pictures")
    captions = _captions(folder)
    found: list[Candidate] = []
    for path in sorted(folder.rglob("*")):
        suffix = path.suffix.lower()
        if path.name.startswith(".") or suffix not in PICTURES | CLIPS or not path.is_file():
            continue
        if not made_here.isdisjoint((path.resolve(), *path.resolve().parents)):
            continue
        sidecar = path.with_suffix(".txt")
        said = sidecar.read_text("utf-8", "replace")[:2000] if sidecar.is_file() else ""
        name = path.relative_to(folder).with_suffix("").as_posix()
        words = " ".join([*_words_of_name(name), captions.get(path.name, ""), said])
        found.append(Candidate(path, "picture" if suffix in PICTURES else "clip", words))
    if not found:
        raise InvalidInput(
            f"{folder} holds no picture or clip",
            hint="put .jpg, .png, .webp or .mp4 files into it, or leave --media out",
        )
    return found[:_MOST_FILES]


def _words_of_name(name: str) -> list[str]:
    spaced = "".join(f" {char}" if char.isupper() else char for char in name)
    return spaced.replace("_", " ").replace("-", " ").replace("/", " ").replace(".", " ").split()


def _captions(folder: Path) -> dict[str, str]:
    """Descriptions by file name from ``captions.json`` ({name: text} or [{file, caption}]) or ``captions.csv``."""
    listed, table = folder / "captions.json", folder / "captions.csv"
    try:
        if listed.is_file():
            data = json.loads(listed.read_text("utf-8-sig"))
            rows = data.items() if isinstance(data, dict) else ((row["file"], row["caption"]) for row in data)
            return {str(name): str(text) for name, text in rows}
        if table.is_file():
            with table.open(encoding="utf-8-sig", newline="") as file:
                return {row[0]: row[1] for row in csv.reader(file) if len(row) >= 2}
    except (ValueError, KeyError, TypeError, UnicodeDecodeError):
        raise InvalidInput(
            f"{listed if listed.is_file() else table} cannot be read", hint='write {"name.jpg": "what it shows"}'
        ) from None
    return {}


def choose(
    wishes: Sequence[str], candidates: Sequence[Candidate], settled: Mapping[int, Path] | None = None
) -> list[Candidate]:
    """One file for each wish (the words said and hinted at): the best match, never the same twice in a row, use spread evenly.

    ``settled`` are files that are taken already, by the place of their wish.
    """
    taken = {candidate.path: index for index, candidate in enumerate(candidates)}
    fixed = {place: taken[path] for place, path in (settled or {}).items() if path in taken}
    weights = rarity([candidate.description for candidate in candidates])
    described = [{stem(word) for word in content_words(candidate.description)} for candidate in candidates]
    uses = [list(fixed.values()).count(index) for index in range(len(candidates))]
    chosen: list[int] = []
    for place, wish in enumerate(wishes):
        if place in fixed:
            chosen.append(fixed[place])
            continue
        following = fixed.get(place + 1, -1)
        words = [stem(word) for word in content_words(wish)]

        def worth(index: int, words: list[str] = words) -> tuple[float, int]:
            match = sum(weights.get(word, 0.0) for word in set(words) & described[index])
            return match - 1.2 * uses[index] - (0.8 if index in chosen[-3:] else 0.0), -index

        neighbours = {*chosen[-1:], following}
        open_to_use = [i for i in range(len(candidates)) if i not in neighbours] or list(range(len(candidates)))
        best = max(open_to_use, key=worth)
        uses[best] += 1
        chosen.append(best)
    return [candidates[index] for index in chosen]
