"""The way a call is made: priced, tried again where that is safe, counted for each account."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelwright.errors import InvalidInput, NotFound, OutcomeUnknown, ProviderFailed, ProviderUnavailable, RateLimited
from reelwright.providers.access import ATTEMPTS, Access
from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url
from reelwright.providers.payments import Call, Paid
from reelwright.providers.shelf import FolderShelf

VENDOR = Vendor(
    "acme", "Acme", (api_key("ACME_KEY"), base_url("https://acme.example"), Option("tempo", "how quick", "1.5"))
)
OFFER = Offer(VENDOR, "speech", "nowhere:connect", 50, prices={"characters": 0.000015})


def test_an_option_is_what_was_set_else_its_default() -> None:
    access = Access(OFFER, {"tempo": "2"})
    assert (access.option("tempo"), access.option("base_url")) == ("2", "https://acme.example")
    assert access.number("tempo") == 2
    with pytest.raises(InvalidInput, match="REELWRIGHT_ACME_TEMPO"):
        Access(OFFER, {"tempo": "fast"}).number("tempo")
    assert "secret-key" not in repr(Access(OFFER, {"api_key": "secret-key"}))


def test_costs_are_rounded_up_and_the_operators_prices_win() -> None:
    assert Access(OFFER).cost_micros({"characters": 1}) == 15
    assert Access(OFFER).cost_micros({"characters": 0.1}) == 2
    assert Access(OFFER, prices={"characters": 1e-6}).cost_micros({"characters": 10}) == 10
    assert Access(OFFER).cost_micros({"pictures": 3}) == 0


def test_the_cost_follows_from_the_usage() -> None:
    paid = Access(OFFER).pay("speak", {}, {"characters": 100}, lambda call: Paid({}, usage={"characters": 90}))
    assert paid.cost_micros == 1350


@pytest.mark.parametrize(
    ("errors", "calls", "waits"),
    [
        ([ProviderUnavailable("down")], 2, [1.0]),
        ([RateLimited("slow", retry_after=7)], 2, [7.0]),
        ([RateLimited("slow", retry_after=7), ProviderUnavailable("down")], 3, [7.0, 2.0]),
    ],
)
def test_what_was_not_accepted_is_tried_again_after_the_time_the_vendor_asks_for(
    errors: list[ProviderFailed], calls: int, waits: list[float]
) -> None:
    waited, left, made = [], list(errors), []

    def perform(call: Call) -> Paid:
        made.append(call)
        if left:
            raise left.pop(0)
        return Paid({"ok": True})

    assert Access(OFFER, sleep=waited.append).pay("speak", {}, {}, perform).result == {"ok": True}
    assert (len(made), waited) == (calls, waits)


@pytest.mark.parametrize(
    ("error", "calls"),
    [
        (OutcomeUnknown("silence"), 1),
        (ProviderFailed("no"), 1),
        (RateLimited("tomorrow", retry_after=86_400), 1),
        (ProviderUnavailable("down"), ATTEMPTS),
    ],
)
def test_nothing_else_is_tried_again(error: ProviderFailed, calls: int) -> None:
    made = []

    def perform(call: Call) -> Paid:
        made.append(call)
        raise error

    with pytest.raises(type(error)):
        Access(OFFER, sleep=lambda seconds: None).pay("speak", {}, {}, perform)
    assert len(made) == calls


def test_an_account_waits_for_its_turn_and_others_do_not() -> None:
    offer = Offer(Vendor("slow-acme", "Acme"), "speech", "nowhere:connect", 50, calls_per_minute=2)

    class Waited(Exception):
        pass

    def sleep(seconds: float) -> None:
        assert 0 < seconds <= 60
        raise Waited

    one, other = (Access(offer, account=name, sleep=sleep) for name in ("one", "other"))
    for _ in range(2):
        one.pay("speak", {}, {}, lambda call: Paid({}))
    with pytest.raises(Waited):
        one.pay("speak", {}, {}, lambda call: Paid({}))
    other.pay("speak", {}, {}, lambda call: Paid({}))


def test_a_shelf_names_files_by_their_content_and_opens_nothing_else(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path / "shelf")
    name = shelf.put(b"abc", ".PNG")
    assert name == shelf.put(b"abc", ".png")
    assert shelf.path(name).read_bytes() == b"abc"
    (tmp_path / "secret").write_text("x")
    for wrong in ("../secret", "secret", name[:-1], ""):
        with pytest.raises(NotFound):
            shelf.path(wrong)
