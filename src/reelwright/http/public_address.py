"""Whether a network address lies on the public internet, so that a user may send us there."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from reelwright.errors import InvalidInput

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# The IANA registries of special-purpose addresses, as of 2025, and what clouds answer on besides.
_CLOSED_V4 = tuple(
    IPv4Network(written)
    for written in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",  # private
        "100.64.0.0/10",  # shared by carriers; 100.100.100.200 is a cloud's metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's own services, though the range is public
        "169.254.0.0/16",  # link-local; 169.254.169.254 is most clouds' metadata
        "192.0.0.0/24", "192.88.99.0/24",  # protocols, old relays
        "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24",  # documentation
        "198.18.0.0/15",  # benchmarks
        "224.0.0.0/4", "240.0.0.0/4",  # multicast; reserved and broadcast
    )
)  # fmt: skip
_OPEN_V6 = IPv6Network("2000::/3")
"""All that is handed out for use on the internet; loopback, private, link-local and multicast lie outside."""
_CLOSED_V6 = tuple(
    IPv6Network(written)
    for written in (
        "2001::/23",  # protocols, benchmarks, overlay identifiers
        "2001:db8::/32", "3fff::/20",  # documentation
        "2002::/16",  # 6to4, judged by the address inside
    )
)  # fmt: skip
_WITH_V4_LAST = tuple(
    IPv6Network(written)
    for written in (
        "::/96",  # IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped
        "::ffff:0:0:0/96",  # IPv4-translated
        "64:ff9b::/96",  # NAT64
    )
)
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})


def is_public(address: str) -> bool:
    """Whether a plainly written address is one on the public internet; ``False`` for what is not an address at all.

    An IPv6 address that carries an IPv4 one is judged by what it carries; one with a scope is never public.
    """
    return is_permitted(address, ())


def is_permitted(address: str, allowed: Sequence[Network]) -> bool:
    """As ``is_public``, or within one of the ``allowed`` networks."""
    parsed = _parsed(address)
    return parsed is not None and all(_is_open(one) or _is_in(one, allowed) for one in _meant(parsed))


def networks(written: Sequence[str]) -> tuple[Network, ...]:
    """Networks such as ``10.1.0.0/16``; raises ``InvalidInput`` for one that is none."""
    found: list[Network] = []
    for cidr in written:
        try:
            found.append(ip_network(cidr))
        except ValueError:
            raise InvalidInput(f"{cidr!r} is not a network", hint="write it as 10.1.0.0/16 or fd00::/8") from None
    return tuple(found)


def _parsed(address: str) -> Address | None:
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    return None if isinstance(parsed, IPv6Address) and parsed.scope_id is not None else parsed


def _meant(address: Address) -> tuple[Address, ...]:
    """The addresses that a connection to this one may end at."""
    if isinstance(address, IPv4Address):
        return (address,)
    if int(address) > 1 and any(address in network for network in _WITH_V4_LAST):
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    if int(address) >> 32 & 0xFFFFFFFF in _ISATAP:
        return address, IPv4Address(int(address) & 0xFFFFFFFF)
    return (address,)


def _is_open(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return not _is_in(address, _CLOSED_V4)
    return address in _OPEN_V6 and not _is_in(address, _CLOSED_V6)


def _is_in(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)
