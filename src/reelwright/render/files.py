"""A document's files: where they are and what is in them."""

from __future__ import annotations

from pathlib import Path

from reelwright.errors import MediaUnusable
from reelwright.media.lottie_read import SUFFIXES, LottieFile
from reelwright.media.probe import facts
from reelwright.timeline.resolved import MediaFacts

MOST_TEXT = 50_000_000


class Files:
    """A document's files: paths relative to its folder, probed once."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._facts: dict[str, MediaFacts] = {}

    def path_of(self, source: str) -> Path:
        if "://" in source:
            raise MediaUnusable(f"{source} is an address, not a file", hint="download it and name the file")
        return self._base / Path(source).expanduser()

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


def _lottie(path: Path) -> MediaFacts:
    animation = LottieFile(path)
    width, height = animation.size
    return MediaFacts(animation.duration, round(width), round(height), is_animation=True)
