"""Whether a user's URL is one that may be asked at all, before its host is looked up."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address

import httpx2

from reelwright.errors import FetchRefused
from reelwright.http.guard import Guard
from reelwright.http.public_address import is_permitted
from reelwright.http.shown_url import shown_host

_LONGEST = 8000
_DEFAULT_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?")
_NUMERIC_END = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?")
"""A host whose last part is a number is read as an address by some, in decimal, octal or hexadecimal."""


def allowed_url(url: httpx2.URL | str, guard: Guard) -> httpx2.URL:
    """The parsed URL. Raises ``FetchRefused`` for any but plain http and https ones to a host that may be asked."""
    parsed = _parsed(url)
    if parsed.scheme not in _DEFAULT_PORTS:
        told = f", and this one with {parsed.scheme[:20]}:" if parsed.scheme else ""
        raise FetchRefused(
            f"a web address begins with http: or https:{told}", hint="give one such as https://example.com/a.mp4"
        )
    if parsed.userinfo:
        raise FetchRefused(
            "an address with a user name or password in it is not fetched", hint="remove what stands before the @"
        )
    _check_host(parsed, guard)
    port = _DEFAULT_PORTS[parsed.scheme] if parsed.port is None else parsed.port
    if port not in guard.ports:
        raise FetchRefused(
            f"{shown_host(parsed)} is on a port that is not asked",
            hint=f"ports: {', '.join(map(str, sorted(guard.ports)))}",
        )
    return parsed


def refused_place(host: str) -> FetchRefused:
    """What is said of a host that is, or leads to, no public address. It names none of them: our network is ours."""
    return FetchRefused(f"{host[:80]} is not on the public internet", hint="give an address that anybody can open")


def _parsed(url: httpx2.URL | str) -> httpx2.URL:
    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, TypeError, ValueError):
        raise FetchRefused("that is not a web address", hint="give one such as https://example.com/a.mp4") from None
    if len(str(parsed)) > _LONGEST:
        raise FetchRefused(f"a web address longer than {_LONGEST} characters is not fetched")
    return parsed


def _check_host(url: httpx2.URL, guard: Guard) -> None:
    host = url.raw_host.decode("ascii")
    if ":" in host or _is_plain_v4(host):
        if not is_permitted(host, guard.allowed_networks):
            raise refused_place(host)
    elif _NUMERIC_END.fullmatch(host):
        raise FetchRefused("an address in numbers is written as four of them", hint="such as http://93.184.215.14/")
    elif len(host) > 253 or not _NAME.fullmatch(host):
        raise FetchRefused("that address has no host that can be asked", hint="check what stands after ://")


def _is_plain_v4(host: str) -> bool:
    try:
        IPv4Address(host)
    except AddressValueError:
        return False
    return True
