"""A document's files: where they are and what is in them."""

from __future__ import annotations

from pathlib import Path

from reelwright.errors import MediaUnusable
from reelwright.media.probe import facts
from reelwright.timeline.resolved import MediaFacts


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
            self._facts[source] = facts(self.path_of(source))
        return self._facts[source]
