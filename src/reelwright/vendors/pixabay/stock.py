"""Pictures and footage of Pixabay. Its protocol: https://pixabay.com/api/docs/

Its terms forbid linking to its files for good, so candidates carry no address of a preview: what is shown is downloaded. The key
travels in the query; addresses with it are never kept, logged or shown.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reelwright.errors import ProviderFailed, ProviderRefused, ProviderUnavailable, ReelwrightError
from reelwright.http.fetch import FetchLimits, fetch_file
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.providers.pictures import Stock, StockCandidate, StockQuery
from reelwright.vendors.pixabay.manifest import VENDOR
from reelwright.vendors.stock_file import kept_file, most_bytes
from reelwright.vendors.stock_search import candidates, credit, rows_of, words_in_address

_LICENCE = ("Pixabay content licence", "https://pixabay.com/service/license-summary/")
_LANGUAGES = "cs da de en es fr id it hu nl no pl pt ro sk fi sv tr vi th bg ru el ja ko zh".split()
_ORIENTATIONS = {"landscape": "horizontal", "portrait": "vertical", "square": "all"}
_SIZES = (("imageURL", 0), ("fullHDURL", 1920), ("largeImageURL", 1280), ("webformatURL", 640))
"""Addresses of a picture, best first (the first two are for accounts with full access), and the longest side each has."""
_LONGEST_QUERY = 100
_HINT = f"set {VENDOR.variable('api_key')}; {VENDOR.site}"


def connect(access: Access) -> Stock:
    """See ``providers.pictures.Stock``."""
    return PixabayStock(access)


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``."""
    with _told():
        params = {"key": access.option("api_key"), "q": "sea", "per_page": 3}
        answer = _http(access, 20).call("GET", "", params=params)
    left = answer.headers.get("x-ratelimit-remaining")
    return f"the key is good; {left} searches left in this minute" if left else "the key is good"


class PixabayStock:
    name = VENDOR.name

    def __init__(self, access: Access, timeout_seconds: float = 30.0) -> None:
        self._access = access
        self._http = _http(access, timeout_seconds)

    def search(self, query: StockQuery) -> tuple[StockCandidate, ...]:
        params: dict[str, Any] = {
            "q": _bounded(query.words), "lang": _language(query.language), "safesearch": "true",
            "per_page": min(200, max(3, query.count)),
        }  # fmt: skip
        if query.kind == "picture":
            params |= {"image_type": "photo", "orientation": _ORIENTATIONS[query.orientation]}
        return candidates(
            self._access,
            query,
            lambda: self._rows(query.kind, params),
            lambda row: _candidate(row, query.kind, query.least_height),
        )

    def fetch(self, candidate: StockCandidate) -> Path:
        return kept_file(self._access, candidate, lambda path: self._download(candidate, path))

    def _download(self, candidate: StockCandidate, path: Path) -> None:
        """Its addresses are good for a day; the picture's number gives new ones."""
        try:
            self._save(str(candidate.facts["file"]), path, most_bytes(candidate))
        except ProviderFailed:
            rows = self._rows(candidate.kind, {"id": candidate.id})
            if not rows:
                raise
            anew = _candidate(rows[0], candidate.kind, min(candidate.width, candidate.height))
            self._save(str(anew.facts["file"]), path, most_bytes(candidate))

    def _save(self, address: str, path: Path, most: int) -> None:
        """Pixabay's own host may lead on to where files are kept; no key goes along, so it may be followed."""
        try:
            self._http.download(address, path, most_bytes=most)
        except ProviderFailed as error:
            if "points elsewhere" not in error.message:
                raise
            try:
                fetch_file(address, path, limits=FetchLimits(max_bytes=most), guard=self._http.guard)
            except ReelwrightError as fault:
                raise ProviderUnavailable(
                    f"Pixabay's file cannot be fetched: {fault.message}", hint=fault.hint
                ) from None

    def _rows(self, kind: str, params: dict[str, Any]) -> list[dict[str, Any]]:
        path = "" if kind == "picture" else "videos/"
        with _told():
            whole = {"key": self._access.option("api_key"), **params}
            return rows_of(self._access, self._http, path, whole, "hits", _reset_at)


@contextmanager
def _told():
    """A wrong key is answered with 400 and a sentence."""
    try:
        yield
    except ProviderFailed as error:
        if type(error) is ProviderFailed and "api key" in error.message.lower():
            raise ProviderRefused(error.message, hint=_HINT) from None
        raise


def _http(access: Access, timeout_seconds: float) -> VendorHttp:
    return VendorHttp(VENDOR.title, access.option("base_url"), {}, timeout_seconds, key_hint=_HINT)


def _reset_at(headers: Mapping[str, str]) -> float | None:
    """``X-RateLimit-Reset`` is the seconds that are left."""
    told = headers.get("x-ratelimit-reset", "").strip()
    return time.time() + float(told) if told.isdigit() else None


def _candidate(row: dict[str, Any], kind: str, least_height: int) -> StockCandidate:
    return _picture(row) if kind == "picture" else _video(row, least_height)


def _picture(row: dict[str, Any]) -> StockCandidate:
    name, longest = next((name, longest) for name, longest in _SIZES if row.get(name))
    width, height = int(row["imageWidth"]), int(row["imageHeight"])
    scale = min(1.0, longest / max(width, height)) if longest else 1.0
    return StockCandidate(
        VENDOR.name, str(row["id"]), "picture", round(width * scale), round(height * scale), _words(row), _credit(row, "picture"),
        facts={"file": str(row[name])},
    )  # fmt: skip


def _video(row: dict[str, Any], least_height: int) -> StockCandidate:
    """The smallest file whose shorter side is ``least_height`` or more, else the largest."""
    files = sorted((file for file in row["videos"].values() if file.get("url") and file.get("width")), key=_short_side)
    file = next((file for file in files if _short_side(file) >= least_height), files[-1])
    return StockCandidate(
        VENDOR.name, str(row["id"]), "video", int(file["width"]), int(file["height"]), _words(row), _credit(row, "video"), "",
        float(row["duration"]), {"file": str(file["url"])},
    )  # fmt: skip


def _words(row: dict[str, Any]) -> str:
    return " ".join(
        (str(row.get("tags") or "").replace(",", " ") + " " + words_in_address(str(row["pageURL"]))).split()
    )


def _credit(row: dict[str, Any], kind: str):
    author = str(row["user"])
    page = f"https://pixabay.com/users/{author}-{row['user_id']}/"
    return credit(VENDOR.title, kind, author, page, str(row["pageURL"]), _LICENCE)


def _short_side(file: dict[str, Any]) -> int:
    return min(int(file["width"]), int(file["height"]))


def _language(language: str) -> str:
    tag = language.lower()[:2]
    tag = "no" if tag in ("nb", "nn") else tag
    return tag if tag in _LANGUAGES else "en"


def _bounded(words: str) -> str:
    """At most 100 characters, whole words."""
    while len(words) > _LONGEST_QUERY and " " in words:
        words = words.rpartition(" ")[0]
    return words[:_LONGEST_QUERY]
