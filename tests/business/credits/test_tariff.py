"""What the shipped tariff asks for."""

from __future__ import annotations

import pytest

from reelwright.business.credits.tariff import read_tariff
from reelwright.workflows.jobs.kinds import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_work_has_a_price_or_is_free_on_purpose(kind: str) -> None:
    price = read_tariff().prices[kind]
    assert (price.minute + price.least == 0) == (kind in ("publish", "export"))


def test_longer_work_costs_more_and_the_least_is_kept() -> None:
    tariff = read_tariff()
    assert [tariff.cost("podcast", seconds) for seconds in (5, 60, 61, 600)] == [3, 3, 4, 30]
    assert tariff.cost("podcast-video", 600) == tariff.cost("make", 600) == 100
    assert tariff.cost("publish", 3600) == 0
    assert tariff.cost("publish", 0, 1_000_000) == 125
