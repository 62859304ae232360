"""What a caller may be allowed to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from reelwright.errors import InvalidInput

Scope = Literal["read", "write", "render", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
"""``read`` looks, ``write`` changes, ``render`` starts work that costs, ``admin`` administers (admins only)."""


def scopes_of(role: str) -> frozenset[str]:
    """All that a user of a role may do."""
    return frozenset(SCOPES) if role == "admin" else frozenset(SCOPES) - {"admin"}


def grantable(role: str, wanted: Iterable[str]) -> list[str]:
    """``wanted`` in order, once each. Raises ``InvalidInput`` for none, an unknown one, and one the user does not have."""
    scopes = [scope for scope in SCOPES if scope in set(wanted)]
    unknown = set(wanted) - set(SCOPES)
    if unknown or not scopes:
        raise InvalidInput("a token needs scopes that exist", hint=f"choose from {', '.join(SCOPES)}")
    if not set(scopes) <= scopes_of(role):
        raise InvalidInput("only an administrator's token can hold the scope admin", hint="leave it out")
    return scopes
