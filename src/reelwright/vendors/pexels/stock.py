"""Photos and footage of Pexels. Its protocol: https://www.pexels.com/api/documentation/"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.providers.pictures import Stock, StockCandidate, StockQuery
from reelwright.vendors.keyed_http import keyed_http
from reelwright.vendors.pexels.manifest import VENDOR
from reelwright.vendors.stock_file import kept_file, most_bytes
from reelwright.vendors.stock_search import candidates, credit, rows_of, words_in_address

_LICENCE = ("Pexels licence", "https://www.pexels.com/license/")
_LARGEST = 2880
"""Pixels of width that are fetched of a picture: enough for a moving camera over 1920."""
_LOCALES = (
    "en-US pt-BR es-ES ca-ES de-DE it-IT fr-FR sv-SE id-ID pl-PL ja-JP zh-CN zh-TW ko-KR th-TH nl-NL hu-HU vi-VN cs-CZ da-DK "
    "fi-FI uk-UA el-GR ro-RO nb-NO sk-SK tr-TR ru-RU"
).split()


def connect(access: Access) -> Stock:
    """See ``providers.pictures.Stock``."""
    return PexelsStock(access)


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``: one search, which costs one of the hour's."""
    answer = _http(access, 20).call("GET", "search", params={"query": "sea", "per_page": 1})
    left = answer.headers.get("x-ratelimit-remaining")
    return f"{left} searches left" if left else "the key is good"


class PexelsStock:
    name = VENDOR.name

    def __init__(self, access: Access, timeout_seconds: float = 30.0) -> None:
        self._access = access
        self._http = _http(access, timeout_seconds)

    def search(self, query: StockQuery) -> tuple[StockCandidate, ...]:
        is_video = query.kind == "video"
        path, name = ("videos/search", "videos") if is_video else ("search", "photos")
        params: dict[str, Any] = {
            "query": query.words, "orientation": query.orientation, "per_page": min(80, max(1, query.count)),
        }  # fmt: skip
        if locale := _locale(query.language):
            params["locale"] = locale
        return candidates(
            self._access,
            query,
            lambda: rows_of(self._access, self._http, path, params, name, _reset_at),
            lambda row: _video(row, query.least_height) if is_video else _photo(row),
        )

    def fetch(self, candidate: StockCandidate) -> Path:
        def download(path: Path) -> None:
            self._http.download(str(candidate.facts["file"]), path, most_bytes=most_bytes(candidate))

        return kept_file(self._access, candidate, download)


def _http(access: Access, timeout_seconds: float) -> VendorHttp:
    return keyed_http(access, {"Authorization": access.option("api_key")}, timeout_seconds)


def _reset_at(headers: Mapping[str, str]) -> float | None:
    """``X-Ratelimit-Reset`` is a UNIX time stamp; it comes with successful answers only."""
    told = headers.get("x-ratelimit-reset", "").strip()
    return float(told) if told.isdigit() else None


def _photo(row: dict[str, Any]) -> StockCandidate:
    page, original = str(row["url"]), str(row["src"]["original"])
    width, height = int(row["width"]), int(row["height"])
    file = original
    if width > _LARGEST:
        file = f"{original}{'&' if '?' in original else '?'}auto=compress&cs=tinysrgb&w={_LARGEST}"
        width, height = _LARGEST, round(height * _LARGEST / width)
    author, author_url = str(row["photographer"]), str(row.get("photographer_url") or "")
    words = str(row.get("alt") or "") or words_in_address(page)
    told = credit(VENDOR.title, "picture", author, author_url, page, _LICENCE)
    preview = str(row["src"].get("medium") or "")
    return StockCandidate(
        VENDOR.name, str(row["id"]), "picture", width, height, words, told, preview, 0.0, {"file": file}
    )


def _video(row: dict[str, Any], least_height: int) -> StockCandidate:
    """The smallest file whose shorter side is ``least_height`` or more, else the largest."""
    page, user = str(row["url"]), row["user"]
    files = sorted(
        (file for file in row["video_files"] if file.get("file_type") == "video/mp4" and file.get("width")),
        key=_short_side,
    )
    file = next((file for file in files if _short_side(file) >= least_height), files[-1])
    told = credit(VENDOR.title, "video", str(user["name"]), str(user.get("url") or ""), page, _LICENCE)
    return StockCandidate(
        VENDOR.name, str(row["id"]), "video", int(file["width"]), int(file["height"]), words_in_address(page), told,
        str(row.get("image") or ""), float(row["duration"]), {"file": str(file["link"])},
    )  # fmt: skip


def _short_side(file: dict[str, Any]) -> int:
    return min(int(file["width"]), int(file["height"]))


def _locale(language: str) -> str:
    """The locale of a BCP 47 tag; nothing for a language Pexels does not list."""
    tag = language.lower()
    exact = next((locale for locale in _LOCALES if locale.lower() == tag), "")
    return exact or next((locale for locale in _LOCALES if locale[:2] == tag[:2]), "")
