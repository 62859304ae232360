"""Publishing from this machine: what `reel make` left beside a video goes along."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from reelwright.app.own_books import own_providers
from reelwright.errors import InvalidInput
from reelwright.media.probe import probe
from reelwright.productions.narrate.script_file import parse_script
from reelwright.productions.publish.suggest import Suggestion, suggested
from reelwright.providers.text_fallback import FirstText

_CHAPTER = re.compile(r"((?:\d+:)?\d+:\d\d)\s+(.+)")
_THUMBNAILS = (".thumbnail-1.jpg", ".jpg", ".png")


@dataclass(frozen=True)
class Beside:
    """Files of a video, as far as they are there."""

    chapters: tuple[tuple[str, float], ...]
    credits: tuple[str, ...]
    captions: Path | None
    thumbnail: Path | None


def beside(video: Path) -> Beside:
    """What lies beside a video under its name."""
    chapters: list[tuple[str, float]] = []
    credits: list[str] = []
    path = video.with_suffix(".chapters.txt")
    for line in path.read_text("utf-8").splitlines() if path.is_file() else ():
        if match := _CHAPTER.fullmatch(line.strip()):
            chapters.append((match[2], _seconds(match[1])))
        elif line.strip():
            credits.append(line)
    captions = next((found for suffix in (".srt", ".vtt") if (found := video.with_suffix(suffix)).is_file()), None)
    pictures = (video.with_name(video.stem + suffix) for suffix in _THUMBNAILS)
    return Beside(tuple(chapters), tuple(credits), captions, next((each for each in pictures if each.is_file()), None))


def suggestion_here(video: Path, project: Path | None, near: Beside, *, with_model: bool) -> Suggestion:
    """Of the project's script, else of the file's name. Raises ``MediaUnusable`` for what is no video."""
    info = probe(video)
    if info.video is None:
        raise InvalidInput(f"{video.name} has no pictures", hint="publish a video")
    script = None
    if project is not None:
        path = project / "script.md"
        if not path.is_file():
            raise InvalidInput(
                f"{project} is no project: it has no script.md", hint="name the folder `reel make` wrote to"
            )
        script = parse_script(path.read_text("utf-8-sig"), path.name, "en")
    models = own_providers(project).ports("text") if with_model and script is not None else []
    title = re.sub(r"[-_]+", " ", video.stem).strip().capitalize()
    duration = float(info.duration) if info.duration is not None else None
    return suggested(script, title, near.chapters, duration, FirstText(tuple(models)) if models else None, near.credits)


def _seconds(clock: str) -> float:
    total = 0
    for part in clock.split(":"):
        total = total * 60 + int(part)
    return float(total)
