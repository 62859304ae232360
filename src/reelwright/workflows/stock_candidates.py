"""Candidates from all stocks for what is said, scored alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from reelwright.errors import ProviderFailed
from reelwright.productions.narrate.frame import Frame
from reelwright.productions.narrate.picture_scores import Scored, scored
from reelwright.productions.narrate.search_words import Search
from reelwright.productions.narrate.shots import Shot
from reelwright.productions.narrate.visual_plan import name_of
from reelwright.providers.pictures import Stock, StockQuery

_ENOUGH = 4
"""Unused candidates after which fewer words are not tried."""
_COUNT = 15


class StockSearch:
    """The stocks of a run. One that fails is said once, and not asked again in the run."""

    def __init__(self, stocks: Sequence[Stock], frame: Frame, notes: list[str], *, with_video: bool = False) -> None:
        self.stocks = tuple(stocks)
        self._frame = frame
        self._notes = notes
        self._kinds: tuple[Literal["picture", "video"], ...] = ("picture", "video") if with_video else ("picture",)
        self._failed: dict[str, ProviderFailed] = {}

    def found(self, shot: Shot, tries: Sequence[Search], used: set[str]) -> list[Scored]:
        """Best first: of the fullest words that find enough, else of all tried."""
        by_name: dict[str, Scored] = {}
        for number, search in enumerate(tries):
            for row in self._of(search, shot):
                by_name.setdefault(name_of(row.candidate), row)
            if len(by_name.keys() - used) >= _ENOUGH or (by_name.keys() - used and number):
                break
        return sorted(by_name.values(), key=lambda row: -row.score)

    def check(self, *, is_only: bool) -> None:
        """Raise the first failure when no stock is left and nothing else was asked for."""
        if is_only and self._failed and len(self._failed) == len(self.stocks):
            raise next(iter(self._failed.values()))

    def _of(self, search: Search, shot: Shot) -> list[Scored]:
        shape = self._frame.width - self._frame.height
        orientation = "landscape" if shape > 0 else "portrait" if shape < 0 else "square"
        least = min(self._frame.width, self._frame.height)
        found: list[Scored] = []
        for stock in self.stocks:
            if stock.name in self._failed:
                continue
            try:
                for kind in self._kinds:
                    query = StockQuery(search.words, kind, orientation, _COUNT, search.language, least)
                    found += scored(
                        stock.search(query), f"{shot.wish} {search.words}", self._frame, shot.end - shot.start
                    )
            except ProviderFailed as error:
                self._failed[stock.name] = error
                self._notes.append(f"no pictures from {stock.name}: {error.message}")
        return found
