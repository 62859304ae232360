"""Finished sound kept on disk beside the chunks: a change that is only seen does not mix and encode the sound again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from pathlib import Path

import reelwright
from reelwright.errors import OutputUnwritable
from reelwright.render.chunk_cache import ChunkCache
from reelwright.render.chunk_key import file_digest
from reelwright.render.soundtrack import Soundtrack
from reelwright.timeline.resolved import AudioSettings, ResolvedSound, ResolvedTimeline

_SUFFIX = ".sound"
_MEASURED = ".json"


@dataclass(frozen=True)
class SoundCache:
    """The sound of one part (first, last frame) of a timeline in a cache of chunks."""

    cache: ChunkCache
    timeline: ResolvedTimeline
    part: tuple[int, int]
    path_of: Callable[[str], Path]

    def find(self, wanted: Set[AudioSettings], folder: Path) -> Soundtrack | None:
        """The sound in every way that is wanted, held in ``folder``; ``None`` when any is missing."""
        base = self._key("")
        measured = self.cache.find(base, _MEASURED)
        if measured is None or not wanted:
            return None
        held: dict[AudioSettings, Path] = {}
        for number, settings in enumerate(sorted(wanted, key=repr)):
            path = self.cache.hold(self._key(repr(settings)), folder / f"sound-{number}{_SUFFIX}")
            if path is None:
                return None
            held[settings] = path
        try:
            figures = json.loads(measured.read_text())
            return Soundtrack(held, figures["loudness"], figures["true_peak"])
        except (OSError, ValueError, KeyError):
            return None

    def keep(self, sound: Soundtrack, folder: Path) -> Soundtrack:
        """Put finished sound into the cache; answers it from where it now lies."""
        held: dict[AudioSettings, Path] = {}
        for number, (settings, path) in enumerate(sound.encoded.items()):
            key = self._key(repr(settings))
            try:
                kept = self.cache.keep(key, path, _SUFFIX)
            except OutputUnwritable:  # the cache is a help, not a need
                if not path.exists():
                    raise
                return sound if not held else replace(sound, encoded={**sound.encoded, **held})
            held[settings] = self.cache.hold(key, folder / f"kept-{number}{_SUFFIX}") or kept
        figures = folder / "measured.json"
        figures.write_text(json.dumps({"loudness": sound.loudness, "true_peak": sound.true_peak}))
        self.cache.keep(self._key(""), figures, _MEASURED)
        return replace(sound, encoded=held)

    @property
    def key(self) -> str:
        """Of the mix, however it is encoded: equal keys mean equal sound."""
        return self._key("")

    def _key(self, settings: str) -> str:
        """Digest of everything the sound depends on: what is heard, where, and the bytes of its media."""
        timeline = self.timeline
        places = {sound.id: number for number, sound in enumerate(timeline.sounds)}
        heard = [_nameless(sound, places) for sound in timeline.sounds]
        media = [file_digest(self.path_of(sound.source)) for sound in timeline.sounds]
        told = (
            reelwright.__version__, timeline.fps, timeline.frames, self.part, timeline.output.loudness, heard, media, settings
        )  # fmt: skip
        return hashlib.sha256(repr(told).encode()).hexdigest()


def _nameless(sound: ResolvedSound, places: dict[str, int]) -> ResolvedSound:
    """The sound without names: clips may be renamed or moved in the document."""
    under = sound.duck and replace(sound.duck, under=tuple(str(places.get(name, -1)) for name in sound.duck.under))
    return replace(sound, id="", pointer="", source="", duck=under)
