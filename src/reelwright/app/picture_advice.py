"""Pictures for each sentence of a text: of the user's own files, and of the stocks that are configured."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reelwright.app.platform import Platform
from reelwright.app.providers.choosing import loaded
from reelwright.app.providers.of_a_job import user_providers
from reelwright.database.tables import Asset
from reelwright.errors import RateLimited
from reelwright.productions.narrate.frame import Frame
from reelwright.productions.narrate.picture_ranking import Candidate, choose
from reelwright.productions.narrate.picture_scores import Scored, scored
from reelwright.productions.narrate.search_words import Search, searches
from reelwright.productions.narrate.shots import Shot
from reelwright.providers.pictures import Credit, Stock, StockCandidate
from reelwright.workflows.stock_candidates import StockSearch

OWN = "assets"
MOST_SEARCHED = 20
"""Sentences for which stocks are asked in one request."""
_SENTENCE_SECONDS = 5.0
_LONGEST_PAUSE = 2.0
_USUAL_SIZE = (1920, 1080)


@dataclass(frozen=True, slots=True)
class Advice:
    """``own`` is the user's file that suits best; ``search`` the words stocks were asked for."""

    sentence: str
    own: Asset | None
    search: str
    candidates: list[Scored]


@dataclass(frozen=True, slots=True)
class AdviceWish:
    """``language`` of the sentences; ``count`` of candidates for each."""

    sentences: Sequence[str]
    language: str
    frame: Frame
    count: int
    with_stock: bool
    with_video: bool


def stocks_of(platform: Platform, owner: uuid.UUID) -> list[Stock]:
    """The stocks of a user, which give up instead of waiting long: somebody waits for the answer."""
    providers = user_providers(platform, owner)
    return [
        loaded(choice.offer.connect)(replace(providers.access(choice), sleep=_briefly))
        for choice in providers.ranked("stock")
    ]


def advised(wish: AdviceWish, assets: Sequence[Asset], stocks: Sequence[Stock]) -> tuple[list[Advice], list[str]]:
    """Advice for every sentence, and notes: which stocks failed, and where no stock was asked any more."""
    notes: list[str] = []
    search = StockSearch(stocks if wish.with_stock else (), wish.frame, notes, with_video=wish.with_video)
    shots = [Shot(0.0, _SENTENCE_SECONDS, 0, sentence, sentence) for sentence in wish.sentences]
    own = _best_own(wish.sentences, assets)
    rows: list[Advice] = []
    used: set[str] = set()
    for number, (shot, tries) in enumerate(zip(shots, searches(shots, "", wish.language), strict=True)):
        found = search.found(shot, tries, used) if search.stocks and number < MOST_SEARCHED else []
        both = sorted([*_own_scored(shot, assets, wish.frame), *found], key=lambda row: -row.score)
        rows.append(Advice(shot.text, own[number] if own else None, _words(tries), both[: wish.count]))
    if search.stocks and len(shots) > MOST_SEARCHED:
        notes.append(f"stocks were asked for the first {MOST_SEARCHED} sentences only")
    return rows, notes


def _best_own(sentences: Sequence[str], assets: Sequence[Asset]) -> list[Asset]:
    """A file for each sentence, as ``reel make --media`` would take them."""
    if not assets:
        return []
    named = [
        Candidate.named(row.name, "picture" if row.kind == "image" else "clip", number)
        for number, row in enumerate(assets)
    ]
    by_path = {candidate.path: row for candidate, row in zip(named, assets, strict=True)}
    return [by_path[candidate.path] for candidate in choose(sentences, named)]


def _own_scored(shot: Shot, assets: Sequence[Asset], frame: Frame) -> list[Scored]:
    rows = scored([_as_candidate(row) for row in assets], shot.wish, frame, _SENTENCE_SECONDS, keeps_all=True)
    return [row for row in rows if row.parts["words"] > 0]


def _as_candidate(row: Asset) -> StockCandidate:
    words = Candidate.named(row.name, "picture", 0).description
    width, height = (
        int(row.facts.get(name) or usual) for name, usual in zip(("width", "height"), _USUAL_SIZE, strict=True)
    )
    seconds = float(row.facts.get("duration") or 0)
    kind = "picture" if row.kind == "image" else "video"
    return StockCandidate(OWN, str(row.id), kind, width, height, words, Credit(""), seconds=seconds)


def _words(tries: Sequence[Search]) -> str:
    return tries[0].words if tries else ""


def _briefly(seconds: float) -> None:
    if seconds > _LONGEST_PAUSE:
        raise RateLimited("the stock has no room for another search now", retry_after=seconds)
    time.sleep(seconds)
