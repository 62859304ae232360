"""What whoever keeps the books promises: one contract for the server's ledger (on both databases) and a project's folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reelwright.business.paid_calls.ledger import Ledger
from reelwright.errors import (
    NoBalance,
    OutcomeUnknown,
    ProviderFailed,
    ProviderUnavailable,
    QuotaExceeded,
    RateLimited,
    UnclearPayment,
)
from reelwright.http.vendor import VendorHttp
from reelwright.productions.project.paid_calls import FolderBooks
from reelwright.providers.payments import Call, Paid, PaidWish, Payments
from tests.business.people import new_user
from tests.databases import KINDS, ready_database
from tests.vendors.vendor_server import Reply, VendorServer

Open = Callable[[int], Payments]
"""Books with a budget in millionths of a dollar; opened again they are the same books."""
_RICH = 100_000_000
WISH = PaidWish("vendor", "speak", {"text": "hello"}, estimated_micros=300_000)


@pytest.fixture(params=[*KINDS, "folder"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    if request.param == "folder":
        yield lambda budget=_RICH: FolderBooks(tmp_path / "books", budget)
        return
    database = ready_database(request.param, tmp_path)
    owner = new_user(database)
    yield lambda budget=_RICH: Ledger(database, owner, None, budget)
    database.close()


class Vendor:
    """Counts what it is asked to do."""

    def __init__(self, *ends: ProviderFailed | None, cost: int = 200_000) -> None:
        self.ends = list(ends)
        self.calls: list[Call] = []
        self.cost = cost

    def __call__(self, call: Call) -> Paid:
        self.calls.append(call)
        end = self.ends.pop(0) if self.ends else None
        if end is not None:
            raise end
        return Paid({"said": "hello"}, self.cost, {"characters": 5}, "ref-1")


def test_equal_wishes_are_paid_for_once(opened: Open) -> None:
    vendor = Vendor()
    first, second = opened(_RICH).pay(WISH, vendor), opened(_RICH).pay(WISH, vendor)
    assert first == second == Paid({"said": "hello"}, 200_000, {"characters": 5}, "ref-1")
    assert len(vendor.calls) == 1
    assert vendor.calls[0].key
    opened(_RICH).pay(PaidWish("vendor", "speak", {"text": "other"}), vendor)
    assert len(vendor.calls) == 2
    assert vendor.calls[0].key != vendor.calls[1].key


@pytest.mark.parametrize(
    "error", [NoBalance("empty"), RateLimited("slow", retry_after=1), ProviderUnavailable("down"), ProviderFailed("no")]
)
def test_a_call_that_was_not_accepted_is_made_again(opened: Open, error: ProviderFailed) -> None:
    vendor = Vendor(error)
    with pytest.raises(type(error)):
        opened(_RICH).pay(WISH, vendor)
    assert opened(_RICH).pay(WISH, vendor).result == {"said": "hello"}


def test_a_call_of_unknown_outcome_is_never_made_again_blindly(opened: Open) -> None:
    vendor = Vendor(OutcomeUnknown("silence"))
    for _ in range(3):
        with pytest.raises(UnclearPayment) as caught:
            opened(_RICH).pay(WISH, vendor)
        assert caught.value.hint
    assert len(vendor.calls) == 1


def test_a_call_that_drips_past_its_deadline_is_of_unknown_outcome(opened: Open) -> None:
    def perform(call: Call) -> Paid:
        return Paid(http.json("POST", "speak", json={"key": call.key}))

    with VendorServer([("POST", "/speak", lambda asked: Reply({}, broken="dripping"))]) as server:
        http = VendorHttp("Acme", server.url, total_seconds=1.0)
        for _ in range(2):
            with pytest.raises(UnclearPayment):
                opened(_RICH).pay(WISH, perform)
        assert server.count("POST", "/speak") == 1


def test_a_repeatable_call_of_unknown_outcome_is_made_again_with_the_same_key(opened: Open) -> None:
    wish = PaidWish("vendor", "speak", {"text": "hello"}, is_repeatable=True)
    vendor = Vendor(OutcomeUnknown("silence"))
    with pytest.raises(OutcomeUnknown):
        opened(_RICH).pay(wish, vendor)
    opened(_RICH).pay(wish, vendor)
    assert vendor.calls[0].key == vendor.calls[1].key


def test_a_crash_while_calling_leaves_the_outcome_unknown(opened: Open) -> None:
    def killed(call: Call) -> Paid:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        opened(_RICH).pay(WISH, killed)
    vendor = Vendor()
    with pytest.raises(UnclearPayment):
        opened(_RICH).pay(WISH, vendor)
    assert vendor.calls == []


def test_work_the_vendor_accepted_is_looked_for_and_not_submitted_again(opened: Open) -> None:
    def submitted_then_killed(call: Call) -> Paid:
        assert call.reference == ""
        call.accepted("task-7")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        opened(_RICH).pay(WISH, submitted_then_killed)
    for error in (ProviderUnavailable("down for a while"), OutcomeUnknown("cut while waiting")):
        vendor = Vendor(error)
        with pytest.raises(type(error)):
            opened(_RICH).pay(WISH, vendor)
        assert vendor.calls[0].reference == "task-7"
    vendor = Vendor()
    opened(_RICH).pay(WISH, vendor)
    assert vendor.calls[0].reference == "task-7"


def test_accepted_work_that_failed_at_the_vendor_is_submitted_anew(opened: Open) -> None:
    def accepted_then_failed(call: Call) -> Paid:
        call.accepted("task-7")
        raise ProviderFailed("the model fell over")

    with pytest.raises(ProviderFailed):
        opened(_RICH).pay(WISH, accepted_then_failed)
    vendor = Vendor()
    opened(_RICH).pay(WISH, vendor)
    assert vendor.calls[0].reference == ""


def test_a_budget_stops_before_the_call_that_would_exceed_it_and_goes_on_when_raised(opened: Open) -> None:
    vendor = Vendor()
    wishes = [PaidWish("vendor", "speak", {"text": str(number)}, 200_000) for number in range(3)]
    for wish in wishes[:2]:
        opened(500_000).pay(wish, vendor)
    with pytest.raises(QuotaExceeded):
        opened(500_000).pay(wishes[2], vendor)
    assert len(vendor.calls) == 2
    opened(500_000).pay(wishes[0], vendor)  # what is paid for stays free
    opened(600_000).pay(wishes[2], vendor)
    assert len(vendor.calls) == 3


def test_a_call_of_unknown_outcome_counts_to_the_budget(opened: Open) -> None:
    with pytest.raises(UnclearPayment):
        opened(500_000).pay(WISH, Vendor(OutcomeUnknown("silence")))
    with pytest.raises(QuotaExceeded):
        opened(500_000).pay(PaidWish("vendor", "speak", {"text": "other"}, 300_000), Vendor())
