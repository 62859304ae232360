"""Where users' addresses may lead."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass

from reelwright.http.name_lookup import look_up
from reelwright.http.public_address import Network

LookUp = Callable[[str, float], tuple[str, ...]]
"""A host's name and the seconds there are, to all its addresses; raises ``OSError``."""

WEB_PORTS = frozenset({80, 443, 8080, 8443})


@dataclass(frozen=True, slots=True)
class Guard:
    """The public internet, and ``allowed_networks`` besides; on ``ports`` only.

    ``tls`` says whose certificates are trusted (by default the system's).
    """

    allowed_networks: tuple[Network, ...] = ()
    ports: frozenset[int] = WEB_PORTS
    look_up: LookUp = look_up
    tls: ssl.SSLContext | None = None
