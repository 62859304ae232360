"""One contract for every stock: Pexels, Pixabay, Unsplash and the user's own folder."""

from __future__ import annotations

import json
import logging
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from ipaddress import ip_network
from pathlib import Path

import pytest

from reelwright.errors import ProviderFailed, ProviderRefused, ProviderUnavailable, RateLimited
from reelwright.http.guard import Guard
from reelwright.media.probe import probe
from reelwright.productions.narrate.folder_stock import FolderStock
from reelwright.providers.access import Access
from reelwright.providers.answers import FolderAnswers
from reelwright.providers.manifest import Offer
from reelwright.providers.pictures import Stock, StockQuery
from reelwright.providers.shelf import FolderShelf
from reelwright.vendors.pexels.manifest import OFFERS as PEXELS
from reelwright.vendors.pexels.stock import PexelsStock
from reelwright.vendors.pixabay.manifest import OFFERS as PIXABAY
from reelwright.vendors.pixabay.stock import PixabayStock
from reelwright.vendors.unsplash.manifest import OFFERS as UNSPLASH
from reelwright.vendors.unsplash.stock import UnsplashStock
from tests.vendors.faults import FAULTS, SAID, Fault, access_to
from tests.vendors.stock.fake_stocks import KEY, PHOTOS, WORDS, FakePexels, FakePixabay, FakeStock, FakeUnsplash
from tests.vendors.vendor_server import Reply, VendorServer

COFFEE = StockQuery("coffee cup")


@dataclass(frozen=True)
class Vendor:
    name: str
    fake: type[FakeStock]
    offer: Offer
    adapter: type
    path: str
    """Of the address, before that of the search."""
    search: str


VENDORS = (
    Vendor("pexels", FakePexels, PEXELS[0], PexelsStock, "/v1", "/v1/search"),
    Vendor("pixabay", FakePixabay, PIXABAY[0], PixabayStock, "/api", "/api/"),
    Vendor("unsplash", FakeUnsplash, UNSPLASH[0], UnsplashStock, "", "/search/photos"),
)


@dataclass
class Running:
    vendor: Vendor
    fake: FakeStock
    server: VendorServer
    folder: Path

    def stock(self, url: str = "", key: str = KEY, timeout: float = 1.0) -> Stock:
        return self.vendor.adapter(self.access(url, key), timeout)

    def access(self, url: str = "", key: str = KEY) -> Access:
        access = access_to((url or self.server.url) + self.vendor.path, self.vendor.offer, self.folder, api_key=key)
        return replace(access, answers=FolderAnswers(self.folder / "answers"))

    @property
    def searches(self) -> int:
        return self.server.count("GET", self.vendor.search)


def _running(vendor: Vendor, folder: Path) -> Iterator[Running]:
    fake = vendor.fake()
    with fake.server() as server:  # type: ignore[attr-defined]
        yield Running(vendor, fake, server, folder)


@pytest.fixture(params=VENDORS, ids=lambda vendor: vendor.name)
def running(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Running]:
    yield from _running(request.param, tmp_path)


@pytest.fixture(params=[*VENDORS, None], ids=lambda vendor: vendor.name if vendor else "folder")
def stock(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stock]:
    if request.param is None:
        for name, words in WORDS.items():
            shutil.copy(PHOTOS / f"{name}.jpg", tmp_path / f"{words}.jpg")
        yield FolderStock.of(tmp_path)
        return
    for running in _running(request.param, tmp_path):
        yield running.stock()


def _only(name: str, folder: Path) -> Iterator[Running]:
    yield from _running(next(vendor for vendor in VENDORS if vendor.name == name), folder)


@pytest.fixture
def pexels(tmp_path: Path) -> Iterator[Running]:
    yield from _only("pexels", tmp_path)


@pytest.fixture
def pixabay(tmp_path: Path) -> Iterator[Running]:
    yield from _only("pixabay", tmp_path)


@pytest.fixture
def unsplash(tmp_path: Path) -> Iterator[Running]:
    yield from _only("unsplash", tmp_path)


# ---- the contract of all


def test_a_search_finds_what_the_words_say_with_size_and_description(stock: Stock) -> None:
    found = stock.search(COFFEE)
    assert found
    assert found[0].provider == stock.name
    assert "coffee" in found[0].words
    assert (found[0].width, found[0].height) == (1280, 853)
    assert found[0].kind == "picture"
    json.dumps(found[0].facts)


def test_what_is_chosen_is_fetched_as_a_picture(stock: Stock) -> None:
    info = probe(stock.fetch(stock.search(COFFEE)[0]))
    assert info.video is not None
    assert info.duration is None


def test_no_more_is_answered_than_was_asked_for(stock: Stock) -> None:
    assert len(stock.search(replace(COFFEE, words="coffee cat rocket astronaut", count=2))) == 2


# ---- of all vendors


def test_equal_searches_are_asked_once_a_day_and_for_each_key(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = running.stock().search(COFFEE)
    assert running.stock().search(COFFEE) == first
    assert running.searches == 1
    running.stock().search(replace(COFFEE, orientation="portrait"))
    assert running.searches == 2
    with pytest.raises(ProviderRefused):
        running.stock(key="another").search(COFFEE)
    now = time.time()
    monkeypatch.setattr("reelwright.providers.answers.time.time", lambda: now + 86_401)
    assert running.stock().search(COFFEE) == first
    assert running.searches == 4


def test_a_file_is_fetched_once_and_again_only_where_the_shelf_is_empty(running: Running) -> None:
    stock = running.stock()
    path = stock.fetch(stock.search(COFFEE)[0])
    assert stock.fetch(stock.search(COFFEE)[0]) == path
    assert running.server.count("GET", "/files/.*") == 1
    access = replace(running.access(), shelf=FolderShelf(running.folder / "another shelf"))
    running.vendor.adapter(access).fetch(stock.search(COFFEE)[0])
    assert running.server.count("GET", "/files/.*") == 2


def test_every_candidate_says_who_made_it_and_under_which_licence(running: Running) -> None:
    credit = running.stock().search(COFFEE)[0].credit
    assert credit.author in credit.line
    assert credit.line.endswith(f"on {running.vendor.offer.vendor.title}")
    assert credit.source_url.startswith("https://")
    assert credit.licence
    assert credit.licence_url.startswith("https://")


def test_the_key_is_neither_logged_nor_kept(running: Running, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    stock = running.stock()
    stock.fetch(stock.search(COFFEE)[0])
    assert KEY not in caplog.text
    kept = [path for path in running.folder.rglob("*") if path.suffix == ".json"]
    assert kept
    assert not any(KEY in path.read_text() for path in kept)


def test_rows_that_lack_something_are_passed_over(running: Running) -> None:
    name = {"pexels": "photos", "pixabay": "hits", "unsplash": "results"}[running.vendor.name]
    running.server.fault = Reply({name: [{}, {"id": 1}, "odd", None]})
    assert running.stock().search(COFFEE) == ()


def test_a_page_in_a_pictures_place_is_refused(running: Running) -> None:
    found = running.stock().search(COFFEE)
    running.server.fault, running.server.fault_on = Reply(b"<html>sorry</html>"), ("GET", "/(files|anew)/.*")
    with pytest.raises(ProviderFailed, match="no picture"):
        running.stock().fetch(found[0])


FREE = {
    "silent": ProviderUnavailable,
    "cut": ProviderUnavailable,
    "malformed": ProviderUnavailable,
    "huge": ProviderUnavailable,
}
"""A search costs nothing, so one that broke is simply asked again."""


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_search_that_fails_is_told_with_its_remedy(fault: Fault, running: Running) -> None:
    running.server.fault = fault.reply
    url = "" if fault.reply is not None else "http://127.0.0.1:9"
    with pytest.raises(ProviderFailed) as caught:
        running.stock(url, timeout=0.3).search(COFFEE)
    assert isinstance(caught.value, FREE.get(fault.name, fault.error))
    assert not fault.tells_reason or SAID in caught.value.message
    assert KEY not in caught.value.message + caught.value.hint
    assert running.searches == (3 if fault.name in FREE else fault.calls)
    assert not (running.folder / "books").exists()
    running.server.fault = None
    assert running.stock().search(COFFEE)  # no failure is kept


# ---- each vendor's own protocol and terms


def test_pexels_is_asked_as_documented(pexels: Running) -> None:
    stock = pexels.stock()
    stock.search(StockQuery("taza de café", "picture", "portrait", 10, "es"))
    asked = pexels.server.asked[0]
    assert asked.headers["authorization"] == KEY
    assert asked.query == {"query": "taza de café", "orientation": "portrait", "per_page": "10", "locale": "es-ES"}


def test_pexels_videos_come_in_the_size_that_is_needed(pexels: Running) -> None:
    clip = pexels.stock().search(StockQuery("rocket", "video", least_height=1080))[0]
    assert (clip.width, clip.height, clip.seconds) == (1920, 1080, 9.0)
    assert clip.words == "rocket in the evening"
    assert clip.facts["file"].endswith("/1080.mp4")


def test_pexels_is_not_asked_while_its_hour_is_used_up(pexels: Running) -> None:
    pexels.fake.remaining = 0
    pexels.stock().search(COFFEE)
    with pytest.raises(RateLimited) as caught:
        pexels.stock().search(replace(COFFEE, words="cat"))
    assert 800 < (caught.value.retry_after or 0) <= 900
    assert pexels.searches == 1


def test_pixabay_is_asked_as_documented(pixabay: Running) -> None:
    pixabay.stock().search(StockQuery("Kaffee " * 30, "picture", "landscape", 10, "de"))
    asked = pixabay.server.asked[0]
    assert {name: asked.query[name] for name in ("key", "lang", "image_type", "orientation", "safesearch")} == {
        "key": KEY, "lang": "de", "image_type": "photo", "orientation": "horizontal", "safesearch": "true",
    }  # fmt: skip
    assert len(asked.query["q"]) <= 100


def test_pixabay_is_never_linked_to(pixabay: Running) -> None:
    stock = pixabay.stock()
    for query in (COFFEE, StockQuery("rocket", "video")):
        assert all(candidate.preview_url == "" for candidate in stock.search(query))


def test_a_pixabay_address_that_has_expired_is_asked_for_anew(pixabay: Running) -> None:
    stock = pixabay.stock()
    found = stock.search(COFFEE)[0]
    pixabay.fake.expired.add("/files/coffee.jpg")  # type: ignore[attr-defined]
    assert probe(stock.fetch(found)).video is not None
    assert pixabay.server.asked[-2].query["id"] == found.id
    assert pixabay.server.asked[-1].path == "/anew/coffee.jpg"


def test_a_pixabay_file_that_lies_elsewhere_is_followed_without_the_key(pixabay: Running) -> None:
    stock = pixabay.stock()
    found = stock.search(COFFEE)[0]
    port = pixabay.server.server_address[1]
    guard = Guard((ip_network("127.0.0.0/8"),), frozenset({port}))
    stock._http = replace(stock._http, guard=guard)  # type: ignore[attr-defined]
    pixabay.server.fault = Reply(b"", 302, {"Location": f"{pixabay.server.url}/anew/coffee.jpg"})
    pixabay.server.fault_on = ("GET", "/files/.*")
    assert probe(stock.fetch(found)).video is not None
    assert KEY not in str(pixabay.server.asked[-1])


def test_a_wrong_pixabay_key_is_named_as_such(pixabay: Running) -> None:
    with pytest.raises(ProviderRefused) as caught:
        pixabay.stock(key="wrong").search(COFFEE)
    assert "REELWRIGHT_PIXABAY_API_KEY" in caught.value.hint


def test_unsplash_is_told_of_each_use_before_the_file_is_fetched(unsplash: Running) -> None:
    stock = unsplash.stock()
    stock.fetch(stock.search(COFFEE)[0])
    paths = [asked.path for asked in unsplash.server.asked]
    assert paths == ["/search/photos", "/photos/u-coffee/download", "/files/coffee.jpg"]
    report, file = unsplash.server.asked[1:]
    assert report.query == {"ixid": "abc"}
    assert report.headers["authorization"] == f"Client-ID {KEY}"
    assert (file.query["ixid"], file.query["fm"]) == ("abc", "jpg")


def test_unsplash_links_carry_the_referral_marks(unsplash: Running) -> None:
    credit = unsplash.stock().search(COFFEE)[0].credit
    marks = "?utm_source=reelwright&utm_medium=referral"
    assert credit.author_url == f"https://unsplash.com/@coffee{marks}"
    assert credit.source_url == f"https://unsplash.com/photos/u-coffee{marks}"


def test_a_used_up_unsplash_hour_is_a_limit_and_no_wrong_key(unsplash: Running) -> None:
    unsplash.server.fault = Reply(b"Rate Limit Exceeded", 403)
    with pytest.raises(RateLimited):
        unsplash.stock().search(COFFEE)


def test_unsplash_is_asked_only_when_it_is_named() -> None:
    assert not UNSPLASH[0].is_automatic
    assert "REELWRIGHT_STOCK" in UNSPLASH[0].terms
    assert PEXELS[0].is_automatic
    assert PIXABAY[0].is_automatic


def test_unsplash_has_no_footage(unsplash: Running) -> None:
    assert unsplash.stock().search(StockQuery("rocket", "video")) == ()
    assert unsplash.searches == 0


def test_a_foreign_file_host_gets_no_key(pexels: Running) -> None:
    """The vendor names its files' addresses: another host is asked without the key (and only in the public internet)."""
    stock = pexels.stock()
    found = stock.search(COFFEE)[0]
    with VendorServer([("GET", ".*", pexels.fake.file)]) as other:
        elsewhere = replace(found, facts={"file": f"{other.url}/files/coffee.jpg"})
        with pytest.raises(ProviderUnavailable):
            stock.fetch(elsewhere)
        assert other.asked == []


def test_the_checks_answer_without_spending(running: Running) -> None:
    module = __import__(running.vendor.offer.vendor.check.partition(":")[0], fromlist=["check"])
    assert module.check(running.access())
