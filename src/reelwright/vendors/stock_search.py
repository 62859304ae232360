"""Asking a stock's search: JSON rows out, and no call at all while its hourly allowance is known to be used up."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from reelwright.errors import ProviderFailed, ProviderUnavailable, RateLimited
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.providers.pictures import Credit, StockCandidate, StockQuery

DAY_SECONDS = 86_400.0
"""Pexels and Pixabay ask that equal searches are kept so long."""
ResetAt = Callable[[Mapping[str, str]], float | None]
"""The moment (seconds since 1970) at which the allowance is filled up again, from an answer's headers."""


def rows_of(
    access: Access, http: VendorHttp, path: str, params: dict[str, Any], name: str, reset_at: ResetAt
) -> list[dict[str, Any]]:
    """The objects in the list ``name`` of the answer to GET ``path``. Raises ``ProviderFailed``, ``RateLimited``."""
    used_up = [access.name, "used up", access.whose]
    until = access.answers.fresh(used_up, DAY_SECONDS)
    if isinstance(until, float) and until > time.time():
        wait = until - time.time()
        raise RateLimited(
            f"the searches {http.title} allows are used up", hint=f"try again in {wait:.0f} s", retry_after=wait
        )
    answer = http.call("GET", path, most_bytes=8_000_000, params=params)
    if answer.headers.get("x-ratelimit-remaining", "").strip() == "0" and (moment := reset_at(answer.headers)):
        access.answers.keep(used_up, float(moment))
    try:
        data = json.loads(answer.content)
    except ValueError:
        raise ProviderUnavailable(
            f"{http.title} answered with something that is not JSON", hint="check its address, or try later"
        ) from None
    rows = data.get(name) if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise ProviderFailed(f"{http.title} answered without {name}", hint="check its address")
    return [row for row in rows if isinstance(row, dict)]


def candidates(
    access: Access, query: StockQuery, search: Callable[[], list[dict[str, Any]]],
    read: Callable[[dict[str, Any]], StockCandidate],
) -> tuple[StockCandidate, ...]:  # fmt: skip
    """The candidates in a search's rows, which are kept for a day. Rows that lack what is needed are passed over."""
    rows = access.ask("search", asdict(query), search, fresh_seconds=DAY_SECONDS)
    found: list[StockCandidate] = []
    for row in rows:
        try:
            found.append(read(row))
        except (KeyError, TypeError, ValueError, IndexError, StopIteration):
            continue
    return tuple(found[: query.count])


def words_in_address(address: str) -> str:
    """The words of a page's address: ``https://…/video/drone-view-of-waves-1093662/`` is ``drone view of waves``."""
    last = address.rstrip("/").rpartition("/")[2]
    return " ".join(word for word in last.split("-") if not word.isdigit() and word != "id")


def credit(title: str, kind: str, author: str, author_url: str, page: str, licence: tuple[str, str]) -> Credit:
    """The line stocks ask for: what, by whom, from where."""
    what = "Photo" if kind == "picture" else "Video"
    return Credit(f"{what} by {author} on {title}", author, author_url, title, page, *licence)
