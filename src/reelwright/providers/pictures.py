"""The stock port: words in, candidates out; the one that is chosen is fetched."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol


@dataclass(frozen=True, slots=True)
class StockQuery:
    """``words`` as one types them into a search. ``orientation`` of the frame to fill; ``count`` of candidates wanted."""

    words: str
    kind: Literal["picture", "video"] = "picture"
    orientation: Literal["landscape", "portrait", "square"] = "landscape"
    count: int = 10
    language: str = "en"
    least_height: int = 720


@dataclass(frozen=True, slots=True)
class Credit:
    """Who made it and what its use asks for. ``line`` is what is printed; ``licence`` a name or SPDX id with its address."""

    line: str
    author: str = ""
    author_url: str = ""
    source: str = ""
    source_url: str = ""
    licence: str = ""
    licence_url: str = ""


@dataclass(frozen=True, slots=True)
class StockCandidate:
    """``id`` names it at its provider. ``width``, ``height`` in pixels, ``seconds`` of a video; ``words`` describe it.

    ``preview_url`` may be shown while choosing; ``facts`` (JSON) is what the provider needs to fetch it.
    """

    provider: str
    id: str
    kind: Literal["picture", "video"]
    width: int
    height: int
    words: str
    credit: Credit
    preview_url: str = ""
    seconds: float = 0.0
    facts: dict[str, Any] = field(default_factory=dict[str, Any])


class Stock(Protocol):
    @property
    def name(self) -> str: ...

    def search(self, query: StockQuery) -> tuple[StockCandidate, ...]:
        """Best first; none when nothing fits. Equal queries are asked once a day. Raises ``ProviderFailed``."""
        ...

    def fetch(self, candidate: StockCandidate) -> Path:
        """The file itself, kept on the shelf; tells the provider of its use where its terms ask for that."""
        ...
