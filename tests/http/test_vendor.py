"""Calls to a vendor: every way they break is named by its remedy and by whether money may be gone."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from reelwright.errors import (
    ContentRefused,
    NoBalance,
    OutcomeUnknown,
    ProviderFailed,
    ProviderRefused,
    ProviderUnavailable,
    RateLimited,
)
from reelwright.http.vendor import Elsewhere, VendorHttp
from tests.vendors.vendor_server import DRIPPING, Asked, Reply, VendorServer

_KEY = "key-that-nobody-sees"


def api(url: str, **fields: object) -> VendorHttp:
    return VendorHttp("Acme", url, {"Authorization": f"Bearer {_KEY}"}, 0.5, key_hint="set ACME_KEY", **fields)  # type: ignore[arg-type]


def test_an_answer_comes_whole_and_the_key_is_sent() -> None:
    with VendorServer([("POST", "/v1/do", lambda asked: Reply({"got": asked.json()}))]) as server:
        assert api(server.url + "/v1").json("POST", "do", json={"a": 1}) == {"got": {"a": 1}}
        assert server.asked[0].headers["authorization"] == f"Bearer {_KEY}"


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (401, {"error": {"message": "wrong key"}}, ProviderRefused),
        (403, {"detail": {"status": "missing_permissions", "message": "not yours"}}, ProviderRefused),
        (402, {"message": "pay first"}, NoBalance),
        (429, {"error": {"message": "You exceeded your quota", "code": "insufficient_quota"}}, NoBalance),
        (429, {"error": "slow down"}, RateLimited),
        (400, {"error": {"message": "rejected by our safety system"}}, ContentRefused),
        (400, {"errors": ["width must be even"]}, ProviderFailed),
        (404, {"error": {"message": "no such model"}}, ProviderFailed),
        (500, b"<h1>oops</h1>", ProviderFailed),
        (503, {}, ProviderUnavailable),
        (502, {"message": "bad gateway"}, OutcomeUnknown),
        (302, {}, Elsewhere),
    ],
)
def test_a_refusal_is_named_by_its_remedy_with_the_vendors_reason(
    status: int, body: object, error: type[ProviderFailed]
) -> None:
    with (
        VendorServer([("POST", ".*", lambda asked: Reply(body, status))]) as server,
        pytest.raises(ProviderFailed) as caught,
    ):
        api(server.url).json("POST", "do", json={})
    assert type(caught.value) is error
    assert _KEY not in caught.value.message + caught.value.hint
    for word in ("wrong key", "not yours", "pay first", "slow down", "width must be even", "no such model", "oops"):
        assert word not in str(body) or word in caught.value.message


def test_how_long_to_wait_is_read_as_seconds_or_as_a_date() -> None:
    for told, least, most in (("7", 7, 7), ("1.5", 1.5, 1.5), ("Fri, 01 Jan 2100 00:00:00 GMT", 1e9, 1e11)):
        reply = Reply({}, 429, {"Retry-After": told})
        with (
            VendorServer([("GET", ".*", lambda asked, reply=reply: reply)]) as server,
            pytest.raises(RateLimited) as caught,
        ):
            api(server.url).json("GET", "x")
        assert caught.value.retry_after is not None
        assert least <= caught.value.retry_after <= most


@pytest.mark.parametrize("broken", ["silent", "cut", "huge", "malformed"])
def test_a_broken_answer_may_have_cost_money_but_a_broken_look_has_not(broken: str) -> None:
    reply = Reply(b"<html>") if broken == "malformed" else Reply({"a": "b" * 1000}, broken=broken)
    with VendorServer([("POST", ".*", lambda asked: reply), ("GET", ".*", lambda asked: reply)]) as server:
        with pytest.raises(OutcomeUnknown):
            api(server.url).json("POST", "do", json={}, most_bytes=100_000)
        expected = OutcomeUnknown if broken == "malformed" else ProviderUnavailable
        with pytest.raises(expected):
            api(server.url).json("GET", "look", most_bytes=100_000)


def test_nobody_there_cost_nothing() -> None:
    with pytest.raises(ProviderUnavailable):
        api("http://127.0.0.1:9").json("POST", "do", json={})
    with pytest.raises(ProviderFailed):
        api("http://[::bad").json("POST", "do", json={})


def test_the_key_goes_to_the_vendors_own_host_alone(tmp_path: Path) -> None:
    def file(asked: Asked) -> Reply:
        return Reply(b"content")

    with VendorServer([("GET", "/file", file)]) as own, VendorServer([("GET", "/file", file)]) as other:
        api(own.url).download(f"{own.url}/file", tmp_path / "a")
        assert (tmp_path / "a").read_bytes() == b"content"
        assert "authorization" in own.asked[0].headers
        with pytest.raises(ProviderUnavailable):  # a private address: only the vendor's own host may be one
            api(own.url).download(f"{other.url}/file", tmp_path / "b")
        assert other.asked == []


@pytest.mark.parametrize("broken", DRIPPING)
def test_a_call_that_drips_for_ever_ends_at_its_deadline(broken: str) -> None:
    reply = Reply({}, broken=broken)
    with VendorServer([("POST", ".*", lambda asked: reply), ("GET", ".*", lambda asked: reply)]) as server:
        patient = replace(api(server.url), timeout_seconds=60.0, total_seconds=1.0)
        with pytest.raises(OutcomeUnknown, match=r"was not done after 1 s"):
            patient.json("POST", "do", json={})
        with pytest.raises(ProviderUnavailable, match=r"was not done after 1 s"):
            patient.json("GET", "look")


def test_a_dripping_refusal_is_told_by_its_status() -> None:
    reply = Reply({}, 402, broken="dripping")
    with VendorServer([("POST", ".*", lambda asked: reply)]) as server, pytest.raises(NoBalance):
        replace(api(server.url), total_seconds=1.0).json("POST", "do", json={})


def test_a_slow_upload_ends_at_its_deadline() -> None:
    """A server that reads nothing: the call hangs in sending."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        http = replace(api(f"http://127.0.0.1:{deaf.getsockname()[1]}"), timeout_seconds=60.0, total_seconds=1.0)
        with pytest.raises(OutcomeUnknown, match=r"was not done after 1 s"):
            http.json("POST", "do", content=b"x" * 20_000_000)
