"""Photos of Unsplash. Its protocol: https://unsplash.com/documentation

Each use is reported to ``links.download_location``, and credits carry the links its guidelines ask for.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from reelwright.errors import ProviderRefused, RateLimited
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.providers.pictures import Credit, Stock, StockCandidate, StockQuery
from reelwright.vendors.keyed_http import keyed_http
from reelwright.vendors.stock_file import kept_file, most_bytes
from reelwright.vendors.stock_search import candidates, rows_of
from reelwright.vendors.unsplash.manifest import VENDOR

_LICENCE = ("Unsplash licence", "https://unsplash.com/license")
_ORIENTATIONS = {"landscape": "landscape", "portrait": "portrait", "square": "squarish"}
_LARGEST = 2880
_HOUR_SECONDS = 3600.0


def connect(access: Access) -> Stock:
    """See ``providers.pictures.Stock``."""
    return UnsplashStock(access)


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``: one search, which costs one of the hour's."""
    with _told():
        answer = _http(access, 20).call("GET", "search/photos", params={"query": "sea", "per_page": 1})
    left = answer.headers.get("x-ratelimit-remaining")
    return f"{left} searches left in this hour" if left else "the key is good"


class UnsplashStock:
    name = VENDOR.name

    def __init__(self, access: Access, timeout_seconds: float = 30.0) -> None:
        self._access = access
        self._http = _http(access, timeout_seconds)

    def search(self, query: StockQuery) -> tuple[StockCandidate, ...]:
        if query.kind != "picture":
            return ()
        params: dict[str, Any] = {
            "query": query.words, "orientation": _ORIENTATIONS[query.orientation], "content_filter": "high",
            "per_page": min(30, max(1, query.count)),
        }  # fmt: skip
        if query.language[:2].lower() != "en":
            params["lang"] = query.language[:2].lower()
        return candidates(
            self._access, query, lambda: self._rows(params), lambda row: _photo(row, self._access.option("app_name"))
        )

    def fetch(self, candidate: StockCandidate) -> Path:
        def download(path: Path) -> None:
            with _told():
                self._report(str(candidate.facts["download_location"]))
            self._http.download(str(candidate.facts["file"]), path, most_bytes=most_bytes(candidate))

        return kept_file(self._access, candidate, download)

    def _rows(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        with _told():
            return rows_of(self._access, self._http, "search/photos", params, "results", _reset_at)

    def _report(self, location: str) -> None:
        """Tell Unsplash of the use. Only path and query of the address are taken: the key goes to its API and nowhere else."""
        parts = urlsplit(location)
        self._http.call("GET", parts.path, most_bytes=1_000_000, params=dict(parse_qsl(parts.query)))


@contextmanager
def _told():
    """A used-up hour is answered with 403 and a sentence."""
    try:
        yield
    except ProviderRefused as error:
        if "rate limit" in error.message.lower():
            raise RateLimited(error.message, hint="try again in an hour", retry_after=_HOUR_SECONDS) from None
        raise


def _http(access: Access, timeout_seconds: float) -> VendorHttp:
    return keyed_http(
        access, {"Authorization": f"Client-ID {access.option('api_key')}", "Accept-Version": "v1"}, timeout_seconds
    )


def _reset_at(_headers: Mapping[str, str]) -> float | None:
    """Unsplash does not say when its hour is over: a refusal tells."""
    return None


def _photo(row: dict[str, Any], app: str) -> StockCandidate:
    width, height = int(row["width"]), int(row["height"])
    seen = min(width, _LARGEST)
    words = " ".join(str(row.get(name) or "") for name in ("alt_description", "description"))
    return StockCandidate(
        VENDOR.name, str(row["id"]), "picture", seen, round(height * seen / width), " ".join(words.split()), _credit(row, app),
        str(row["urls"].get("small") or ""),
        facts={"file": _sized(str(row["urls"]["raw"]), seen), "download_location": str(row["links"]["download_location"])},
    )  # fmt: skip


def _sized(raw: str, width: int) -> str:
    """The picture as JPEG of a width; ``ixid`` and what else the address carries stays, as the guidelines want it."""
    parts = urlsplit(raw)
    query = dict(parse_qsl(parts.query)) | {"w": str(width), "fm": "jpg", "q": "85", "fit": "max"}
    return parts._replace(query=urlencode(query)).geturl()


def _credit(row: dict[str, Any], app: str) -> Credit:
    user = row["user"]
    marks = urlencode({"utm_source": app, "utm_medium": "referral"})
    author = str(user["name"])
    author_url, page = (f"{str(links['html']).partition('?')[0]}?{marks}" for links in (user["links"], row["links"]))
    return Credit(f"Photo by {author} on Unsplash", author, author_url, "Unsplash", page, *_LICENCE)
