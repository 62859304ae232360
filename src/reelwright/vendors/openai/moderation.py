"""Words and pictures judged by OpenAI: ``POST /moderations``, which costs nothing.

https://platform.openai.com/docs/api-reference/moderations
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reelwright.errors import OutcomeUnknown
from reelwright.providers.access import Access
from reelwright.providers.moderation import Category, Flag, Verdict
from reelwright.providers.payments import Call, Paid
from reelwright.vendors.openai.api import api
from reelwright.vendors.sent_picture import sent_pictures

_CHARACTERS = 8000
"""Of a piece that is judged by itself: one bad sentence should not drown in a long script."""
_PIECES = 16
_CATEGORIES: dict[str, Category] = {
    "sexual": "sexual", "sexual/minors": "minors", "violence": "violence", "self-harm": "self-harm", "hate": "hate",
    "harassment": "harassment", "illicit": "illicit",
}  # fmt: skip


class OpenAIModeration:
    def __init__(self, access: Access, timeout_seconds: float = 60.0, most_bytes: int = 8_000_000) -> None:
        self._access = access
        self._http = api(access, timeout_seconds)
        self._most_bytes = most_bytes
        self._model = access.option("moderation_model")

    @property
    def name(self) -> str:
        return self._access.name

    @property
    def judges_pictures(self) -> bool:
        """The omni models see; the earlier text-moderation ones do not."""
        return not self._model.startswith("text-moderation")

    def check(self, text: str, pictures: tuple[Path, ...] = ()) -> Verdict:
        """See ``providers.moderation.Moderation``."""
        flags: list[Flag] = []
        pieces = [text[start : start + _CHARACTERS] for start in range(0, len(text), _CHARACTERS)]
        for start in range(0, len(pieces), _PIECES):
            some = pieces[start : start + _PIECES]
            flags += self._asked(some, {"text": some})
        for picture in sent_pictures(pictures):
            shown = [{"type": "image_url", "image_url": {"url": picture.data_url}}]
            flags += self._asked(shown, {"picture": picture.sha256})
        highest = {flag.category: flag for flag in sorted(flags, key=lambda flag: flag.score)}
        return Verdict(tuple(highest.values()))

    def _asked(self, content: list[Any], told: dict[str, Any]) -> list[Flag]:
        body = {"model": self._model, "input": content}

        def perform(call: Call) -> Paid:
            answer = self._http.json("POST", "moderations", json=body, most_bytes=self._most_bytes)
            results = answer.get("results") if isinstance(answer, dict) else None
            if not isinstance(results, list) or not results:
                raise OutcomeUnknown(f"{self._http.title} answered without a verdict")
            return Paid({"results": results}, usage={"calls": 1}, provider_ref=str(answer.get("id", "")))

        paid = self._access.pay("moderation", {"model": self._model} | told, {"calls": 1}, perform)
        return list(itertools.chain.from_iterable(map(_flags, paid.result["results"])))


def connect(access: Access) -> OpenAIModeration:
    """See ``providers.manifest.Offer``."""
    return OpenAIModeration(access)


def _flags(result: dict[str, Any]) -> Iterator[Flag]:
    scores = result.get("category_scores") or {}
    for name, is_flagged in (result.get("categories") or {}).items():
        if is_flagged:
            category = _CATEGORIES.get(name) or _CATEGORIES.get(name.partition("/")[0], "other")
            yield Flag(category, min(1.0, max(0.0, float(scores.get(name) or 1.0))))
    if result.get("flagged") and not any((result.get("categories") or {}).values()):
        yield Flag("other", 1.0)
