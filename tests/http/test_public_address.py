from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.errors import InvalidInput
from reelwright.http.public_address import is_permitted, is_public, networks

CLOSED_V4 = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
)  # fmt: skip
CLOSED_V6 = (
    "::/128", "::1/128", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "100::/64", "64:ff9b:1::/48", "2001:db8::/32",
    "2001:2::/48", "2001:10::/28", "3fff::/20", "5f00::/16",
)  # fmt: skip


def inside(written: str) -> st.SearchStrategy[int]:
    network = ip_network(written)
    return st.integers(int(network.network_address), int(network.broadcast_address))


closed_v4 = st.one_of(*map(inside, CLOSED_V4))
closed_v6 = st.one_of(*map(inside, CLOSED_V6))


def carriers(v4: int) -> list[int]:
    """IPv6 addresses that lead to an IPv4 one."""
    site = int(IPv6Address("2606:4700::"))
    return [
        v4,  # compatible
        0xFFFF << 32 | v4,  # mapped
        0xFFFF << 48 | v4,  # translated
        0x64FF9B << 96 | v4,  # NAT64
        0x2002 << 112 | v4 << 80 | 1,  # 6to4
        0x20010000 << 96 | v4 << 64 | (0xFFFFFFFF ^ 0x08080808),  # Teredo, server
        0x20010000 << 96 | 0x08080808 << 64 | (0xFFFFFFFF ^ v4),  # Teredo, client
        site | 0x5EFE << 32 | v4,  # ISATAP
        site | 0x02005EFE << 32 | v4,
    ]


def writings_v4(v4: int) -> list[str]:
    a, b, c, d = v4.to_bytes(4, "big")
    return [
        f"{a}.{b}.{c}.{d}", str(v4), hex(v4), f"0{v4:o}", f"{a}.{b}.{c << 8 | d}", f"{a}.{b << 16 | c << 8 | d}",
        f"0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}", f"0{a:o}.0{b:o}.0{c:o}.0{d:o}", f"{a:03}.{b:03}.{c:03}.{d:03}",
        f" {a}.{b}.{c}.{d}", f"{a}.{b}.{c}.{d}.",
    ]  # fmt: skip


def writings_v6(v6: int) -> list[str]:
    address = IPv6Address(v6)
    v4 = IPv4Address(v6 & 0xFFFFFFFF)
    return [
        str(address), address.exploded, address.exploded.upper(), f"{address.exploded[:29]}:{v4}", f"[{address}]",
        f"{address}%eth0", f"{address}%25eth0",
    ]  # fmt: skip


@given(closed_v4)
def test_no_closed_ipv4_address_is_public_in_any_writing_or_carrier(v4: int):
    assert not any(is_public(written) for written in writings_v4(v4))
    assert not any(is_public(written) for carrier in carriers(v4) for written in writings_v6(carrier))


@given(closed_v6)
def test_no_closed_ipv6_address_is_public_in_any_writing(v6: int):
    assert not any(is_public(written) for written in writings_v6(v6))


@given(st.integers(0, 2**32 - 1))
def test_what_python_calls_private_or_reserved_is_never_public(v4: int):
    address = IPv4Address(v4)
    if is_public(str(address)):
        assert address.is_global
        assert not address.is_multicast


@given(st.integers(0, 2**128 - 1) | inside("2000::/3"))
def test_what_is_no_global_unicast_is_never_public(v6: int):
    address = IPv6Address(v6)
    if is_public(str(address)) and address in IPv6Network("2000::/3"):
        assert address.is_global or address.sixtofour or address.teredo
    elif is_public(str(address)):
        assert is_public(str(IPv4Address(v6 & 0xFFFFFFFF)))


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "fd00:ec2::254",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "255.255.255.255",
        "::ffff:169.254.169.254",
    ],
)
def test_the_metadata_of_clouds_is_not_public(address: str):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "93.184.215.14",
        "2606:4700::1111",
        "2001:4860:4860::8888",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_addresses_of_the_internet_are_public(address: str):
    assert is_public(address)


@pytest.mark.parametrize(
    "address", ["", "localhost", "8.8.8", "8.8.8.8:80", "8.8.8.8/32", "[::1]", "::1%lo", "8.8.8.8\n"]
)
def test_what_is_no_plain_address_is_not_public(address: str):
    assert not is_public(address)


def test_an_allowed_network_is_permitted_and_its_neighbours_are_not():
    allowed = networks(["10.1.0.0/16", "::1/128"])
    assert is_permitted("10.1.2.3", allowed)
    assert is_permitted("::ffff:10.1.2.3", allowed)
    assert is_permitted("::1", allowed)
    assert is_permitted("8.8.8.8", allowed)
    assert not is_permitted("10.2.0.1", allowed)
    assert not is_permitted("127.0.0.1", allowed)


@pytest.mark.parametrize("written", ["10.1.0.1/16", "localhost", "", "10.0.0.0/33"])
def test_a_network_that_is_none_is_refused(written: str):
    with pytest.raises(InvalidInput, match="is not a network"):
        networks([written])
