from datetime import UTC, datetime, timedelta
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reelwright.errors import InvalidInput
from reelwright.storage.errors import LinkExpired, LinkRefused
from reelwright.storage.signed_links import FILES, Grant, SignedLinks

_NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
_OLD, _NEW = b"o" * 32, b"n" * 32
_LINKS = SignedLinks("https://video.example.org/", (_NEW,))
_KEY = "ab" * 32

_grants = st.builds(
    Grant,
    method=st.just("GET"),
    name=st.text("0123456789abcdef", min_size=64, max_size=64),
    expires_at=st.integers(1, 10**6).map(lambda seconds: _NOW + timedelta(seconds=seconds)),
    filename=st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    content_type=st.none() | st.sampled_from(["video/mp4", "text/plain; charset=utf-8"]),
    inline=st.booleans(),
) | st.builds(
    Grant,
    method=st.just("PUT"),
    name=st.from_regex(r"uploads/[A-Za-z0-9][A-Za-z0-9_-]{0,20}", fullmatch=True),
    expires_at=st.just(_NOW + timedelta(hours=1)),
    content_type=st.none() | st.just("video/mp4"),
    max_bytes=st.integers(1, 2**60),
)


def _parts(link: str) -> tuple[str, str]:
    parts = urlsplit(link)
    assert parts.path.startswith(FILES)
    return unquote(parts.path).removeprefix(FILES), parts.query


def _verify(links: SignedLinks, method: str, link: str, now: datetime = _NOW) -> Grant:
    return links.verify(method, *_parts(link), now)


@given(_grants)
def test_a_link_grants_what_was_signed(grant: Grant) -> None:
    assert _verify(_LINKS, grant.method, _LINKS.link(grant)) == grant


@given(_grants, st.data())
def test_no_byte_of_a_link_can_be_changed(grant: Grant, data: st.DataObject) -> None:
    name, query = _parts(_LINKS.link(grant))
    text = f"{name}?{query}"
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters(min_codepoint=33, max_codepoint=126))
    changed = text[:at] + letter + text[at + 1 :]
    # The same value escaped with other cases of letters is the same link.
    assume(unquote(changed) != unquote(text))
    changed_name, _, changed_query = changed.partition("?")
    with pytest.raises(LinkRefused):
        _LINKS.verify(grant.method, changed_name, changed_query, _NOW)


@given(_grants, _grants)
def test_two_grants_never_share_a_signature(one: Grant, other: Grant) -> None:
    assume(one != other)
    assert _LINKS.link(one).rpartition("s=")[2] != _LINKS.link(other).rpartition("s=")[2]


@given(st.text(max_size=80), st.text(max_size=200))
def test_anything_else_is_refused_and_nothing_breaks(name: str, query: str) -> None:
    with pytest.raises(LinkRefused):
        _LINKS.verify("GET", name, query, _NOW)


def _get(**changes: object) -> str:
    return _LINKS.link(Grant("GET", _KEY, _NOW + timedelta(minutes=1), **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH", "get", ""])
def test_a_link_to_read_permits_nothing_else(method: str) -> None:
    with pytest.raises(LinkRefused):
        _verify(_LINKS, method, _get())


def test_a_link_to_read_answers_head() -> None:
    assert _verify(_LINKS, "HEAD", _get()).name == _KEY


@pytest.mark.parametrize("extra", ["&f=other.mp4", "&x=1", "&e=99999999999", "&", "&s="])
def test_nothing_can_be_added(extra: str) -> None:
    with pytest.raises(LinkRefused):
        _verify(_LINKS, "GET", _get(filename="a.mp4") + extra)


def test_a_link_ends_in_its_last_second() -> None:
    link = _get()
    assert _verify(_LINKS, "GET", link, _NOW + timedelta(seconds=59.9)).name == _KEY
    with pytest.raises(LinkExpired) as caught:
        _verify(_LINKS, "GET", link, _NOW + timedelta(minutes=1))
    assert caught.value.code == "LINK_EXPIRED"


def test_a_changed_link_is_refused_before_its_time_is_looked_at() -> None:
    with pytest.raises(LinkRefused) as caught:
        _verify(_LINKS, "GET", _get()[:-3] + "AAA", _NOW + timedelta(days=1))
    assert caught.value.code == "LINK_REFUSED"


def test_secrets_are_rotated_while_old_links_live_on() -> None:
    old, both, new = SignedLinks("", (_OLD,)), SignedLinks("", (_NEW, _OLD)), SignedLinks("", (_NEW,))
    grant = Grant("GET", _KEY, _NOW + timedelta(minutes=1))
    assert _verify(both, "GET", old.link(grant)) == grant
    assert both.link(grant) == new.link(grant)
    with pytest.raises(LinkRefused):
        _verify(new, "GET", old.link(grant))


def test_a_link_stands_on_the_address_of_the_api() -> None:
    assert _get().startswith(f"https://video.example.org/files/{_KEY}?")
    assert SignedLinks("", (_OLD,)).link(Grant("GET", _KEY, _NOW)).startswith(f"/files/{_KEY}?")


def test_a_link_does_not_show_the_secret() -> None:
    assert _NEW.decode() not in _get()


@pytest.mark.parametrize("secrets", [(), (b"",), (b"x" * 31,), (_NEW, b"short")])
def test_a_short_secret_is_refused(secrets: tuple[bytes, ...]) -> None:
    with pytest.raises(InvalidInput):
        SignedLinks("", secrets)
