"""What every adapter of the image port does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reelwright.errors import (
    Cancelled,
    ContentRefused,
    MediaUnusable,
    OutcomeUnknown,
    ProviderFailed,
    ProviderUnavailable,
)
from reelwright.providers.access import Access
from reelwright.providers.images import ImageGeneration, ImageRequest
from tests.vendors.faults import FAULTS, Fault, access_to, check_fault, states
from tests.vendors.images_contract import BROKEN, CASES, SECRET, ImageCase, ImageVendor, png, sees
from tests.vendors.vendor_server import Reply

WISH = ImageRequest("a rice field at dawn", 1920, 1080, style="water colours", seed=11)
POLLED = [case for case in CASES if case.is_polled]


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> ImageCase:
    return request.param


@pytest.fixture
def vendor(case: ImageCase) -> Iterator[ImageVendor]:
    made = ImageVendor(case)
    with made.server:
        yield made


def access(case: ImageCase, url: str, folder: Path, **options: str) -> Access:
    return access_to(url, case.offer, folder, **(case.options | options))


def maker(case: ImageCase, vendor: ImageVendor, folder: Path, **options: str) -> ImageGeneration:
    return case.connect(access(case, vendor.server.url, folder, **options))


def test_the_wish_is_told_in_the_vendors_words_and_the_picture_kept(
    case: ImageCase, vendor: ImageVendor, tmp_path: Path
) -> None:
    [image] = maker(case, vendor, tmp_path).generate(WISH)
    assert (image.width, image.height) == sees(image.path) == case.drawn
    asked = [each for each in vendor.server.asked if each.method == case.paid[0]]
    told = case.told(asked)
    assert told.prompt == "a rice field at dawn\nwater colours"
    assert told.size == case.size
    assert told.seed == (11 if case.takes_seed else None)
    assert case.key[1] in asked[0].headers[case.key[0]]


def test_a_picture_to_look_like_is_sent(case: ImageCase, vendor: ImageVendor, tmp_path: Path) -> None:
    like = tmp_path / "hero.png"
    like.write_bytes(png(20, 30))
    wish = replace(WISH, references=(like,))
    assert "references" in case.offer.abilities
    assert maker(case, vendor, tmp_path, **case.for_references).generate(wish)
    assert case.told([each for each in vendor.server.asked if each.method == "POST"]).references == [like.read_bytes()]


def test_no_picture_to_look_like_costs_nothing(case: ImageCase, vendor: ImageVendor, tmp_path: Path) -> None:
    (tmp_path / "hero.png").write_text("not a picture")
    with pytest.raises(MediaUnusable):
        maker(case, vendor, tmp_path, **case.for_references).generate(
            replace(WISH, references=(tmp_path / "hero.png",))
        )
    assert not vendor.server.asked


def test_the_same_wish_is_answered_from_the_books(case: ImageCase, vendor: ImageVendor, tmp_path: Path) -> None:
    first = maker(case, vendor, tmp_path).generate(WISH)
    calls = len(vendor.server.asked)
    assert maker(case, vendor, tmp_path).generate(WISH) == first
    assert len(vendor.server.asked) == calls
    vendor.looks_until_done = 0
    maker(case, vendor, tmp_path).generate(replace(WISH, seed=12))
    assert vendor.server.count(*case.paid) == 2


@pytest.mark.parametrize("content", [b"hello", BROKEN], ids=["text", "broken"])
def test_what_is_no_picture_is_not_kept(case: ImageCase, vendor: ImageVendor, tmp_path: Path, content: bytes) -> None:
    vendor.picture = content
    with pytest.raises(ProviderFailed) as caught:
        maker(case, vendor, tmp_path).generate(WISH)
    assert "picture" in caught.value.message or "accepted" in caught.value.message
    assert not (tmp_path / "shelf").exists()
    assert states(tmp_path) == ["submitted" if case.is_polled else "started"]


def test_refused_content_is_told_apart(case: ImageCase, vendor: ImageVendor, tmp_path: Path) -> None:
    for number, reply in enumerate(case.refused):
        vendor.server.fault, vendor.server.fault_on = reply, case.paid
        with pytest.raises(ContentRefused):
            maker(case, vendor, tmp_path / str(number)).generate(WISH)
        assert states(tmp_path / str(number)) == ["failed"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_way_a_call_breaks(case: ImageCase, vendor: ImageVendor, tmp_path: Path, fault: Fault) -> None:
    def ask(url: str) -> object:
        return case.connect(access(case, url, tmp_path)).generate(WISH)

    check_fault(fault, vendor.server, tmp_path, ask, case.paid, is_repeatable=case.is_repeatable)


@pytest.mark.parametrize("case", POLLED, ids=lambda case: case.name)
class TestWorkThatTakesItsTime:
    def test_it_is_looked_after_and_not_submitted_again(
        self, case: ImageCase, vendor: ImageVendor, tmp_path: Path
    ) -> None:
        vendor.looks_until_done = 1000
        died = access(case, vendor.server.url, tmp_path)

        def die(seconds: float) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            case.connect(replace(died, sleep=die)).generate(WISH)
        assert states(tmp_path) == ["submitted"]
        vendor.looks_until_done = 1
        assert maker(case, vendor, tmp_path).generate(WISH)
        assert vendor.server.count(*case.paid) == 1

    def test_a_look_that_breaks_is_taken_again(self, case: ImageCase, vendor: ImageVendor, tmp_path: Path) -> None:
        vendor.server.fault, vendor.server.fault_on, vendor.server.faults_left = (
            Reply({"error": "busy"}, 503),
            ("GET", ".*"),
            2,
        )
        assert maker(case, vendor, tmp_path).generate(WISH)
        assert vendor.server.count(*case.paid) == 1

    def test_a_vendor_that_stays_away_is_asked_again_later(
        self, case: ImageCase, vendor: ImageVendor, tmp_path: Path
    ) -> None:
        vendor.server.fault, vendor.server.fault_on = Reply({"error": "busy"}, 503), ("GET", ".*")
        with pytest.raises(ProviderUnavailable):
            maker(case, vendor, tmp_path).generate(WISH)
        assert states(tmp_path) == ["submitted"]
        vendor.server.fault = None
        assert maker(case, vendor, tmp_path).generate(WISH)
        assert vendor.server.count(*case.paid) == 1

    def test_one_that_never_ends_is_left_to_a_later_run(
        self, case: ImageCase, vendor: ImageVendor, tmp_path: Path
    ) -> None:
        vendor.looks_until_done = 10_000
        with pytest.raises(OutcomeUnknown):
            maker(case, vendor, tmp_path).generate(WISH)
        assert states(tmp_path) == ["submitted"]

    def test_work_that_fails_may_be_asked_for_again(self, case: ImageCase, vendor: ImageVendor, tmp_path: Path) -> None:
        vendor.failure = "CUDA out of memory"
        with pytest.raises(ProviderFailed, match="CUDA out of memory"):
            maker(case, vendor, tmp_path).generate(WISH)
        assert states(tmp_path) == ["failed"]
        vendor.failure = ""
        assert maker(case, vendor, tmp_path).generate(WISH)
        assert vendor.server.count(*case.paid) == 2

    def test_cancelled_work_is_stopped_at_the_vendor(
        self, case: ImageCase, vendor: ImageVendor, tmp_path: Path
    ) -> None:
        vendor.looks_until_done = 1000

        def stop(seconds: float) -> None:
            raise Cancelled("stopped")

        with pytest.raises(Cancelled):
            case.connect(replace(access(case, vendor.server.url, tmp_path), sleep=stop)).generate(WISH)
        asked = {(each.method, each.path) for each in vendor.server.asked}
        assert asked & {
            ("PUT", "/fal-ai/flux/requests/r-1/cancel"),
            ("POST", "/predictions/p-1/cancel"),
            ("POST", "/interrupt"),
        }


def test_a_key_is_not_shown(case: ImageCase, vendor: ImageVendor, tmp_path: Path) -> None:
    assert SECRET not in repr(access(case, vendor.server.url, tmp_path))
    assert SECRET not in repr(vars(maker(case, vendor, tmp_path)))
