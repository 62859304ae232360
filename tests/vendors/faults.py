"""The fault matrix every adapter goes through: each way a call can break, the error it becomes, and what the books say afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from reelwright.errors import (
    NoBalance,
    OutcomeUnknown,
    ProviderFailed,
    ProviderRefused,
    ProviderUnavailable,
    RateLimited,
    UnclearPayment,
)
from reelwright.productions.project.paid_calls import FolderBooks
from reelwright.providers.access import Access
from reelwright.providers.manifest import Offer
from reelwright.providers.shelf import FolderShelf
from tests.vendors.vendor_server import Reply, VendorServer

SAID = "the vendor's own reason"


@dataclass(frozen=True)
class Fault:
    """``books`` is the state the call ends in; ``calls`` how often it is tried."""

    name: str
    reply: Reply | None
    error: type[ProviderFailed]
    books: str = "failed"
    calls: int = 1
    tells_reason: bool = True


_TOLD = {"error": {"message": SAID}, "message": SAID, "detail": {"message": SAID}}
FAULTS = (
    Fault("401", Reply(_TOLD, 401), ProviderRefused),
    Fault("402", Reply(_TOLD, 402), NoBalance),
    Fault("429", Reply(_TOLD, 429, {"Retry-After": "7"}), RateLimited, calls=3),
    Fault("500", Reply(_TOLD, 500), ProviderFailed),
    Fault("503", Reply(_TOLD, 503), ProviderUnavailable, calls=3),
    Fault("nobody-there", None, ProviderUnavailable, calls=0, tells_reason=False),
    Fault("silent", Reply(broken="silent"), OutcomeUnknown, "started", tells_reason=False),
    Fault("cut", Reply({"a": "b" * 500}, broken="cut"), OutcomeUnknown, "started", tells_reason=False),
    Fault("malformed", Reply(b"<html>not what was asked</html>", headers={"Content-Type": "text/html"}), OutcomeUnknown, "started", tells_reason=False),
    Fault("huge", Reply(broken="huge"), OutcomeUnknown, "started", tells_reason=False),
)  # fmt: skip


def access_to(server_url: str, offer: Offer, folder: Path, **options: str) -> Access:
    """An access that keeps books and files in ``folder`` and does not wait between tries."""
    given = {"base_url": server_url, "api_key": "key-of-the-test", **options}
    known = {option.name for option in offer.vendor.options}
    return Access(
        offer, {name: value for name, value in given.items() if name in known}, FolderBooks(folder / "books"),
        FolderShelf(folder / "shelf"), sleep=lambda seconds: None,
    )  # fmt: skip


def states(folder: Path) -> list[str]:
    """The states of all calls in the books."""
    return sorted(json.loads(path.read_text())["state"] for path in (folder / "books").glob("*.json"))


def check_fault(
    fault: Fault,
    server: VendorServer,
    folder: Path,
    ask: Callable[[str], object],
    paid: tuple[str, str],
    *,
    is_repeatable: bool = False,
) -> None:
    """``ask(url)`` makes one call with a fresh adapter whose books are in ``folder`` (see ``access_to``), with a silence limit
    below 2 s and answers bounded to some megabytes; ``paid`` are method and path expression of the call that is charged for.
    ``is_repeatable``: nothing is charged for, so that the call is simply made again."""
    server.fault, server.fault_on = fault.reply, paid
    url = server.url if fault.reply is not None else "http://127.0.0.1:9"
    with pytest.raises(ProviderFailed) as caught:
        ask(url)
    assert isinstance(caught.value, (fault.error, UnclearPayment) if fault.error is OutcomeUnknown else fault.error)
    assert not fault.tells_reason or SAID in caught.value.message
    assert "key-of-the-test" not in caught.value.message + caught.value.hint
    assert server.count(*paid) == fault.calls
    assert states(folder) == [fault.books]
    if fault.books == "started" and fault.error is OutcomeUnknown:  # never blindly a second time
        server.fault = None
        if is_repeatable:
            ask(url)
            assert states(folder) == ["done"]
            return
        with pytest.raises(UnclearPayment):
            ask(url)
        assert server.count(*paid) == fault.calls
