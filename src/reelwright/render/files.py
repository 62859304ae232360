"""A document's files: where they are and what is in them."""

from __future__ import annotations

import json
from pathlib import Path

from reelwright.errors import MediaUnusable
from reelwright.media.lottie_read import SUFFIXES, LottieFile
from reelwright.media.probe import facts
from reelwright.timeline.resolved import MediaFacts

MOST_TEXT = 50_000_000
SOURCES = ".reel/sources.json"
"""In a document's folder: where each address the document names was fetched to. A folder with one is closed: nothing outside of
it is read, for the document may be a stranger's."""


class Files:
    """A document's files: paths relative to its folder, probed once."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._facts: dict[str, MediaFacts] = {}
        self._fetched = _fetched(base)

    def path_of(self, source: str) -> Path:
        if self._fetched is not None:
            return self._inside(source, self._fetched)
        if "://" in source:
            raise MediaUnusable(f"{source} is an address, not a file", hint="download it and name the file")
        return self._base / Path(source).expanduser()

    def _inside(self, source: str, fetched: dict[str, str]) -> Path:
        base = self._base.resolve()
        try:
            path = (base / fetched.get(source, source)).resolve()
        except (OSError, ValueError):
            path = base.parent
        if not path.is_relative_to(base):
            raise MediaUnusable(
                f"{source[:200]!r} is not one of the document's files",
                hint="upload it and name it asset:ID, or name an https address",
            )
        return path

    def facts_of(self, source: str) -> MediaFacts:
        if source not in self._facts:
            path = self.path_of(source)
            self._facts[source] = _lottie(path) if path.suffix.lower() in SUFFIXES else facts(path)
        return self._facts[source]

    def text_of(self, source: str) -> str:
        """The text of a drawing or of a document inside the document."""
        path = self.path_of(source)
        try:
            if path.stat().st_size > MOST_TEXT:
                raise MediaUnusable(f"{path} is larger than {MOST_TEXT // 1_000_000} MB")
            return path.read_text("utf-8-sig")
        except UnicodeDecodeError:
            raise MediaUnusable(f"{path} is not UTF-8 text") from None
        except (OSError, ValueError) as error:
            raise MediaUnusable(
                f"cannot read {str(path)[:200]!r}: {getattr(error, 'strerror', None) or error}", hint="check the path"
            ) from None


def _fetched(base: Path) -> dict[str, str] | None:
    try:
        return json.loads((base / SOURCES).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _lottie(path: Path) -> MediaFacts:
    animation = LottieFile(path)
    width, height = animation.size
    return MediaFacts(animation.duration, round(width), round(height), is_animation=True)
