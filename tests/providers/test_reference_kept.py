"""Work that a vendor has taken is looked for by every further try of the same call, and never submitted again."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelwright.errors import ProviderUnavailable
from reelwright.productions.project.paid_calls import FolderBooks
from reelwright.providers.access import Access
from reelwright.providers.manifest import Offer, Vendor
from reelwright.providers.payments import Call, NoBooks, Paid, Payments

OFFER = Offer(Vendor("acme", "Acme"), "clips", "", 1)


@pytest.mark.parametrize("has_books", [True, False])
def test_a_further_try_has_the_reference(tmp_path: Path, has_books: bool) -> None:
    books: Payments = FolderBooks(tmp_path) if has_books else NoBooks()
    references: list[str] = []

    def perform(call: Call) -> Paid:
        references.append(call.reference)
        if not call.reference:
            call.accepted("work-1")
        if len(references) < 3:
            raise ProviderUnavailable("busy")
        return Paid({})

    Access(OFFER, payments=books, sleep=lambda seconds: None).pay("clip", {"prompt": "x"}, {}, perform)
    assert references == ["", "work-1", "work-1"]
