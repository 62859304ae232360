"""The first of several providers that delivers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reelwright.errors import (
    InvalidInput,
    OutcomeUnknown,
    ProviderFailed,
    ProviderNeeded,
    QuotaExceeded,
    ReelwrightError,
    UnclearPayment,
)
from reelwright.providers.fallback import first_that_delivers


def failing(error: ReelwrightError) -> Callable[[], str]:
    def ask() -> str:
        raise error

    return ask


def test_the_next_one_is_asked_and_the_failures_are_told() -> None:
    ports = [
        failing(ProviderFailed("one is down")),
        failing(ProviderFailed("two is empty")),
        lambda: "three",
        lambda: "four",
    ]
    delivered = first_that_delivers(ports, lambda port: port())
    assert (delivered.result, delivered.by) == ("three", 2)
    assert [error.message for error in delivered.failures] == ["one is down", "two is empty"]


@pytest.mark.parametrize(
    "error", [OutcomeUnknown("?"), UnclearPayment("?"), QuotaExceeded("spent"), InvalidInput("bad")]
)
def test_what_money_or_the_user_decides_goes_to_nobody_else(error: ReelwrightError) -> None:
    asked = []
    with pytest.raises(type(error)):
        first_that_delivers([failing(error), lambda: asked.append(1) or ""], lambda port: port())
    assert asked == []


def test_with_none_left_all_reasons_are_given() -> None:
    with pytest.raises(ProviderFailed) as caught:
        first_that_delivers(
            [failing(ProviderFailed("one is down")), failing(ProviderFailed("two is empty"))], lambda port: port()
        )
    assert "one is down" in str(caught.value)
    assert "two is empty" in str(caught.value)


def test_without_any_the_user_is_told_where_to_look() -> None:
    with pytest.raises(ProviderNeeded) as caught:
        first_that_delivers([], lambda port: port)
    assert "reel doctor" in caught.value.hint
