"""The user's own folder as a stock of pictures and clips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reelwright.errors import MediaUnusable, ProviderFailed
from reelwright.media.probe import probe
from reelwright.productions.narrate.keywords import content_words, rarity, stem
from reelwright.productions.narrate.picture_ranking import Candidate, candidates_in
from reelwright.providers.pictures import Credit, StockCandidate, StockQuery

FOLDER = "folder"


@dataclass(frozen=True)
class FolderStock:
    """``files`` under ``folder`` with the words that describe them."""

    folder: Path
    files: Sequence[Candidate]
    name: str = FOLDER
    _probed: dict[Path, StockCandidate | None] = field(default_factory=dict[Path, StockCandidate | None], repr=False)

    @staticmethod
    def of(folder: Path) -> FolderStock:
        """Raises ``InvalidInput`` for a folder that holds nothing."""
        return FolderStock(folder, candidates_in(folder))

    def search(self, query: StockQuery) -> tuple[StockCandidate, ...]:
        """Those that share a word with the query, the rarest words first."""
        kind = "picture" if query.kind == "picture" else "clip"
        weights = rarity([file.description for file in self.files])
        wanted = {stem(word) for word in content_words(query.words)}
        found: list[tuple[float, StockCandidate]] = []
        for file in self.files:
            shared = wanted & {stem(word) for word in content_words(file.description)}
            if file.kind == kind and shared and (candidate := self.candidate(file)) is not None:
                found.append((sum(weights[word] for word in shared), candidate))
        best = sorted(found, key=lambda row: -row[0])
        return tuple(candidate for _, candidate in best[: query.count])

    def fetch(self, candidate: StockCandidate) -> Path:
        path = self.folder / candidate.id
        if not path.resolve().is_relative_to(self.folder.resolve()) or not path.is_file():
            raise ProviderFailed(
                f"{candidate.id} is not in {self.folder} any more", hint="put it back, or choose another"
            )
        return path

    def candidate(self, file: Candidate) -> StockCandidate | None:
        """A file as a candidate; nothing for one that cannot be shown."""
        if file.path not in self._probed:
            self._probed[file.path] = self._looked_into(file)
        return self._probed[file.path]

    def _looked_into(self, file: Candidate) -> StockCandidate | None:
        try:
            info = probe(file.path)
        except MediaUnusable:
            return None
        if info.video is None:
            return None
        kind = "picture" if file.kind == "picture" else "video"
        name = file.path.relative_to(self.folder).as_posix()
        words = " ".join(file.description.split())[:300]
        return StockCandidate(
            self.name,
            name,
            kind,
            info.video.width,
            info.video.height,
            words,
            Credit(""),
            seconds=float(info.duration or 0),
        )
