"""Which providers there are for the caller: their own keys before the server's."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter

from reelwright.api.caller import Caller, Maker, PlatformDep, Reader
from reelwright.api.wire import Success, Wire
from reelwright.app.asked import Asked
from reelwright.app.platform import Platform
from reelwright.app.providers.catalogue import vendor_named
from reelwright.app.providers.choosing import Providers
from reelwright.app.providers.of_a_job import user_providers
from reelwright.app.providers.overview import answers, offer_rows
from reelwright.providers.manifest import Kind

router = APIRouter(prefix="/api/providers", tags=["providers"])


class ProviderShown(Wire):
    """One offer. ``state``: the ``first`` that is asked, one of the ``next``, one that must be named, or one not configured."""

    kind: Kind
    vendor: str
    title: str
    state: Literal["first", "next", "named-only", "not-configured"]
    abilities: list[str]
    languages: list[str]
    is_local: bool
    prices: dict[str, float]
    """US dollars for one unit."""
    site: str
    terms: str


class ProviderAsked(Asked):
    vendor: str


class ProviderAnswer(Wire):
    """``said`` is the provider's answer, such as the balance, or why it did not take the key."""

    vendor: str
    is_good: bool
    said: str
    hint: str


@router.get("", summary="Providers by kind, in the order in which they are asked")
def list_providers(platform: PlatformDep, caller: Reader, kind: Kind | None = None) -> Success[list[ProviderShown]]:
    rows = offer_rows(_providers(platform, caller), kind)
    return Success(data=[ProviderShown.model_validate(row) for row in rows])


@router.post("/test", summary="Ask a provider whether the key is good; spends nothing")
def test_provider(platform: PlatformDep, caller: Maker, asked: ProviderAsked) -> Success[list[ProviderAnswer]]:
    vendor = vendor_named(asked.vendor)
    found = answers(_providers(platform, caller), vendor.name)
    return Success(data=[ProviderAnswer.model_validate(row) for row in found])


def _providers(platform: Platform, caller: Caller) -> Providers:
    return user_providers(platform, caller.user_id)
