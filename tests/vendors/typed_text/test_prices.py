"""What tokens cost, before a call and after it."""

from __future__ import annotations

import math

import pytest
from genai_prices import Usage, calc_price

from reelwright.app.estimate import estimate_make
from reelwright.app.providers.choosing import Providers, providers_here
from reelwright.app.video_wishes import MakeAsked
from reelwright.providers.access import Access
from tests.vendors.text_dialects import DIALECTS

_HOSTED = [dialect.offer for dialect in DIALECTS[:3]]


@pytest.mark.parametrize("offer", _HOSTED, ids=lambda offer: offer.vendor.name)
def test_every_default_model_is_in_the_price_table(offer) -> None:
    access = Access(offer)
    usage = {"input_tokens": 1234, "output_tokens": 567}
    price = calc_price(Usage(**usage), access.option("text_model"), provider_id=offer.vendor.name).total_price
    assert price > 0
    assert access.cost_micros(usage) == math.ceil(price * 1_000_000)


@pytest.mark.parametrize("offer", _HOSTED, ids=lambda offer: offer.vendor.name)
def test_a_model_that_is_not_is_counted_dearer_than_the_default_one(offer) -> None:
    usage = {"input_tokens": 1000, "output_tokens": 1000}
    unknown = Access(offer, {"text_model": "a-model-of-tomorrow"}).cost_micros(usage)
    assert unknown == round((offer.prices["input_tokens"] + offer.prices["output_tokens"]) * 1000 * 1_000_000)
    assert unknown >= Access(offer).cost_micros(usage)


def test_tokens_out_of_the_cache_cost_less() -> None:
    access = Access(_HOSTED[1])
    usage = {"input_tokens": 10_000, "output_tokens": 10}
    assert access.cost_micros(usage | {"cache_read_tokens": 9_000}) < access.cost_micros(usage)


def test_prices_that_are_set_win() -> None:
    environment = {"OPENAI_API_KEY": "k", "REELWRIGHT_OPENAI_TEXT_PRICES": "input_tokens=0.001,output_tokens=0.002"}
    providers = Providers(environment)
    access = providers.access(providers.ranked("text")[0])
    assert access.cost_micros({"input_tokens": 3, "output_tokens": 2, "cache_read_tokens": 1}) == 7000


def test_sums_of_floats_are_not_rounded_up_for_their_dust() -> None:
    access = Access(_HOSTED[0], prices={"input_tokens": 0.15e-6, "output_tokens": 0.6e-6})
    assert access.cost_micros({"input_tokens": 500, "output_tokens": 100}) == 135


@pytest.mark.parametrize(
    ("environment", "dollars"),
    [
        ({}, 0.0),
        ({"REELWRIGHT_TEXT_BASE_URL": "http://127.0.0.1:1/v1", "REELWRIGHT_TEXT_MODEL": "m"}, 0.0),
        (
            {
                "REELWRIGHT_TEXT_BASE_URL": "http://127.0.0.1:1/v1",
                "REELWRIGHT_TEXT_MODEL": "m",
                "REELWRIGHT_TEXT_PRICE": "1000/0",
            },
            0.903,
        ),
        ({"OPENAI_API_KEY": "k", "REELWRIGHT_OPENAI_TEXT_PRICES": "output_tokens=0.01"}, 3.6),
    ],
)
def test_an_estimate_is_by_the_provider_that_would_be_asked(
    environment: dict[str, str], dollars: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert estimate_make(MakeAsked(topic="How rice", duration=60), providers_here()).stages["script"] == pytest.approx(
        dollars, abs=0.001
    )
