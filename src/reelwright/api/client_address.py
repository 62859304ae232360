"""Where a request comes from."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from starlette.requests import HTTPConnection

from reelwright.business.audit import Origin


def origin_of(connection: HTTPConnection) -> Origin:
    """Address and browser of the caller, as the journal keeps them."""
    agent = "".join(letter for letter in connection.headers.get("user-agent", "") if letter.isprintable())
    return Origin(address_of(connection), agent[:400])


def address_of(connection: HTTPConnection) -> str:
    """The peer's address. Behind a proxy it is the proxy's, unless uvicorn was told to trust that one's headers."""
    return connection.client.host[:60] if connection.client else ""


def counted_address(connection: HTTPConnection) -> str:
    """What counts as one caller: an IPv4 address, or the /64 network that one IPv6 customer has at least."""
    text = address_of(connection)
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))
    return text
