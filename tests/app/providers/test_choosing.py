"""Which providers are configured and in which order they are asked."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from reelwright.app.providers import catalogue
from reelwright.app.providers.catalogue import offers, vendors
from reelwright.app.providers.choosing import Providers, loaded, providers_here
from reelwright.app.providers.providers_file import keep_option, providers_file, read_providers_file
from reelwright.errors import InvalidInput, ProviderNeeded
from reelwright.providers.manifest import KINDS, Offer, Option, Vendor, api_key, base_url

BEST = Vendor("best", "Best", (api_key("BEST_KEY"), base_url("https://best.example")))
GOOD = Vendor("good", "Good", (api_key(), Option("model", "which", "m1")))
SHY = Vendor("shy", "Shy", (api_key(is_required=False),))
ROWS = (
    Offer(GOOD, "text", "x:y", 50, languages=("en", "de-DE")),
    Offer(BEST, "text", "x:y", 90, abilities=frozenset({"typed"})),
    Offer(SHY, "text", "x:y", 99, is_automatic=False),
    Offer(Vendor("absent", "Absent"), "text", "x:y", 99, module="no_such_module_here", extra="absent"),
)
KEYS = {"REELWRIGHT_BEST_API_KEY": "k" * 8, "REELWRIGHT_GOOD_API_KEY": "k" * 8}


@pytest.fixture(autouse=True)
def _rows(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "real" not in request.keywords and "real" not in request.node.name:
        ordered = tuple(sorted(ROWS, key=lambda offer: -offer.quality))
        monkeypatch.setattr("reelwright.app.providers.choosing.offers", lambda kind=None: ordered)


def names(providers: Providers, **wish: object) -> list[str]:
    return [choice.offer.vendor.name for choice in providers.ranked("text", **wish)]  # type: ignore[arg-type]


def test_auto_takes_what_is_configured_best_first() -> None:
    assert names(Providers({})) == []
    assert names(Providers(KEYS)) == ["best", "good"]
    assert names(Providers({"BEST_KEY": "k"})) == ["best"]
    assert names(Providers(KEYS | {"REELWRIGHT_TEXT": "auto"})) == ["best", "good"]


def test_what_the_server_does_not_pay_for_is_left_out_but_for_who_has_a_key_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    priced = (replace(ROWS[0], prices={"characters": 0.001}), ROWS[1])
    monkeypatch.setattr("reelwright.app.providers.choosing.offers", lambda kind=None: priced)
    assert names(Providers(KEYS, may_pay_at=lambda vendor: False)) == ["best"]  # which costs nothing
    own = Providers(KEYS, own_key=lambda vendor: "mine" * 3, may_pay_at=lambda vendor: False)
    assert names(own) == ["good", "best"]
    with pytest.raises(ProviderNeeded, match="your plan does not cover Good"):
        Providers(KEYS, may_pay_at=lambda vendor: vendor == "best").choice("text", "good")


def test_a_named_order_is_kept_and_may_name_what_auto_leaves_out() -> None:
    assert names(Providers(KEYS | {"REELWRIGHT_TEXT": "shy, good"})) == ["shy", "good"]


def test_language_and_abilities_leave_offers_out() -> None:
    assert names(Providers(KEYS), language="de") == ["best", "good"]
    assert names(Providers(KEYS), language="en-GB") == ["best", "good"]
    assert names(Providers(KEYS), language="fr") == ["best"]
    assert names(Providers(KEYS), needs=frozenset({"typed"})) == ["best"]


def test_a_name_nobody_has_and_one_that_is_not_configured_are_told() -> None:
    with pytest.raises(InvalidInput) as caught:
        names(Providers({"REELWRIGHT_TEXT": "nobody"}))
    assert "best" in caught.value.hint
    with pytest.raises(ProviderNeeded) as needed:
        names(Providers({"REELWRIGHT_TEXT": "good"}))
    assert "REELWRIGHT_GOOD_API_KEY" in needed.value.hint
    with pytest.raises(ProviderNeeded) as needed:
        Providers({}).choice("text", "absent")
    assert "reelwright[absent]" in needed.value.hint


def test_the_users_own_key_comes_first() -> None:
    providers = Providers(KEYS, own_key={"good": "of the user"}.get)
    by_name = {choice.offer.vendor.name: choice for choice in providers.ranked("text")}
    assert (by_name["good"].options["api_key"], by_name["good"].account) == ("of the user", "user")
    assert by_name["best"].account == "server"


def test_prices_can_be_set() -> None:
    providers = Providers(KEYS | {"REELWRIGHT_GOOD_TEXT_PRICES": "input_tokens=0.000001, output_tokens=0.00001"})
    access = providers.access(providers.choice("text", "good"))
    assert access.cost_micros({"input_tokens": 10, "output_tokens": 10}) == 110
    for wrong in ("input_tokens", "input_tokens=cheap", "input_tokens=-1", "input_tokens=nan"):
        broken = Providers(KEYS | {"REELWRIGHT_GOOD_TEXT_PRICES": wrong})
        with pytest.raises(InvalidInput):
            broken.access(broken.choice("text", "good"))


def test_the_providers_file_is_for_its_user_alone_and_the_environment_wins(tmp_path: Path) -> None:
    env = {"REELWRIGHT_PROVIDERS_FILE": str(tmp_path / "config" / "providers.json")}
    path = providers_file(env)
    keep_option(path, "good", "api_key", "from the file")
    keep_option(path, "good", "model", "m2")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert providers_here(env).choice("text", "good").options == {"api_key": "from the file", "model": "m2"}
    told = providers_here(env | {"REELWRIGHT_GOOD_MODEL": "m3"}).choice("text", "good")
    assert told.options["model"] == "m3"
    keep_option(path, "good", "model", "")
    keep_option(path, "good", "api_key", "")
    assert read_providers_file(path) == {}
    path.write_text("not JSON")
    with pytest.raises(InvalidInput):
        providers_here(env)


def test_real_offers_name_what_is_there() -> None:
    for offer in offers():
        assert offer.kind in KINDS
        assert callable(loaded(offer.connect)), offer.connect
        if offer.vendor.check:
            assert callable(loaded(offer.vendor.check))
        if offer.missing:
            assert all(isinstance(phrase, str) for phrase in Providers({}).missing(offer))
        assert all(price >= 0 for price in offer.prices.values())
        assert not any(option.is_secret and option.default for option in offer.vendor.options)
    assert len({(offer.kind, offer.vendor.name) for offer in offers()}) == len(offers())


def test_real_vendors_of_one_name_are_one() -> None:
    for vendor in vendors():
        assert {offer.vendor for offer in offers() if offer.vendor.name == vendor.name} == {vendor}


def test_a_real_package_adds_offers_and_a_broken_one_takes_none_away(monkeypatch: pytest.MonkeyPatch) -> None:
    class Point:
        def __init__(self, value: str, loaded: object) -> None:
            self.value, self._loaded = value, loaded

        def load(self) -> object:
            if isinstance(self._loaded, Exception):
                raise self._loaded
            return self._loaded

    points = [Point("acme:OFFERS", (ROWS[0],)), Point("broken:OFFERS", ImportError("no"))]
    monkeypatch.setattr(catalogue, "entry_points", lambda group: points)
    catalogue.offers.cache_clear()
    found = {offer.vendor.name for offer in catalogue.offers("text")}
    catalogue.offers.cache_clear()
    assert {"good", "openai-compatible"} <= found


def test_no_adapter_is_imported_to_list_real_offers() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from reelwright.app.providers.catalogue import offers; offers();"
        "heavy = {'numpy', 'openai', 'anthropic', 'google.genai', 'pydantic_ai', 'onnxruntime', 'faster_whisper', 'av'};"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=dict(os.environ), check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.dumps(done.stdout) == '""'
