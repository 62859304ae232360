"""What work costs, which plans there are, and what credits cost: data, in ``tariff.json`` or a file of the operator's."""

from __future__ import annotations

import json
from functools import lru_cache
from math import ceil
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from reelwright.errors import InvalidInput

_SHIPPED = Path(__file__).with_name("tariff.json")
FREE = "free"
"""The plan of whoever has no other."""


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Price(_Data):
    """Credits for a minute of what is made, each begun second in proportion, and ``least`` for each job."""

    minute: int = Field(ge=0)
    least: int = Field(ge=0)


class Plan(_Data):
    """``monthly_price`` is in the currency's smallest unit. ``providers`` are those the server's own keys may pay at; ``*`` is all.

    ``stripe_price`` is the id of the plan's price at Stripe; without it Checkout is told the price itself.
    """

    name: str = Field(pattern=r"^[a-z0-9_-]{1,40}$")
    title: str
    summary: str = ""
    monthly_price: int = Field(ge=0)
    monthly_credits: int = Field(ge=0)
    most_minutes: int = Field(ge=1)
    most_height: int = Field(ge=144)
    most_jobs: int = Field(ge=1)
    storage_bytes: int = Field(ge=1)
    providers: tuple[str, ...] = ()
    stripe_price: str = ""

    def allows(self, provider: str) -> bool:
        """Whether the server pays at this provider for the plan's users."""
        return "*" in self.providers or provider in self.providers


class Pack(_Data):
    """Credits sold at once, which do not expire. ``price`` is in the currency's smallest unit."""

    name: str = Field(pattern=r"^[a-z0-9_-]{1,40}$")
    credits: int = Field(ge=1)
    price: int = Field(ge=1)
    stripe_price: str = ""


class Tariff(_Data):
    """``markup`` multiplies what the server's own keys pay at providers; the user's own keys cost no credits."""

    currency: str = Field("usd", pattern=r"^[a-z]{3}$")
    credits_per_dollar: int = Field(100, ge=1)
    markup: float = Field(1.0, ge=0)
    prices: dict[str, Price]
    plans: tuple[Plan, ...]
    packs: tuple[Pack, ...] = ()

    @model_validator(mode="after")
    def _names(self) -> Tariff:
        for what, names in (("plan", [plan.name for plan in self.plans]), ("pack", [pack.name for pack in self.packs])):
            if len(set(names)) != len(names):
                raise ValueError(f"a {what} is there twice")
        if FREE not in {plan.name for plan in self.plans}:
            raise ValueError("the plan free is missing")
        return self

    def plan(self, name: str) -> Plan:
        """The plan of this name; the free one for a name that is not there any more."""
        return next((plan for plan in self.plans if plan.name == name), next(p for p in self.plans if p.name == FREE))

    def pack(self, name: str) -> Pack | None:
        return next((pack for pack in self.packs if pack.name == name), None)

    def cost(self, kind: str, seconds: float, provider_micros: int = 0) -> int:
        """Credits for a job of a kind that makes so many seconds and has paid providers so many millionths of a dollar.

        A kind the list does not name costs what its providers do.
        """
        price = self.prices.get(kind, Price(minute=0, least=0))
        work = max(price.least, ceil(price.minute * seconds / 60 - 1e-9))
        return work + ceil(provider_micros * self.markup * self.credits_per_dollar / 1_000_000 - 1e-9)


@lru_cache(maxsize=4)
def read_tariff(path: Path | None = None) -> Tariff:
    """The operator's file, else the shipped one. Raises ``InvalidInput`` that says what is wrong in it."""
    try:
        return Tariff.model_validate(json.loads((path or _SHIPPED).read_text("utf-8")))
    except OSError as error:
        raise InvalidInput(f"the tariff {path} cannot be read: {error.strerror}") from None
    except ValueError as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (), "msg": str(error)}
        where = "/".join(map(str, first["loc"]))
        raise InvalidInput(f"the tariff {path} cannot be used: {where} {first['msg']}".strip()) from None
