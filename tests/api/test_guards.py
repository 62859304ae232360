"""What stands before every route."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from fastapi import Request, Response
from fastapi.testclient import TestClient

from tests.server import Server, code_of, server


@pytest.fixture
def running(tmp_path: Path):
    with server(tmp_path, ALLOWED_ORIGINS="https://app.example") as running:
        yield running


def test_every_answer_tells_browsers_to_be_careful(running: Server) -> None:
    for path, status in (("/health/live", 200), ("/api/users/profile", 401), ("/nothing", 404)):
        answer = running.client.get(path)
        assert answer.status_code == status
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; frame-ancestors 'none'")
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "strict-transport-security" not in answer.headers
    assert running.client.get("/api/users/profile").headers["cache-control"] == "no-store"


def test_browsers_are_held_to_https_where_it_is_the_address(tmp_path: Path) -> None:
    with server(tmp_path, PUBLIC_URL="https://reel.example") as running:
        assert running.client.get("/health/live").headers["strict-transport-security"].startswith("max-age=")


def test_the_documentation_page_may_run_its_own_script_and_no_other(running: Server) -> None:
    import base64
    import hashlib

    page = running.client.get("/api/docs")
    policy = page.headers["content-security-policy"]
    inline = page.content.split(b"<script>")[1].split(b"</script>")[0]
    assert f"'sha256-{base64.b64encode(hashlib.sha256(inline).digest()).decode()}'" in policy
    assert "unsafe-inline" not in policy.split("style-src")[0]


def test_a_page_keeps_a_policy_of_its_own(running: Server) -> None:
    @running.client.app.get("/page")
    def page() -> Response:
        return Response("x", headers={"Content-Security-Policy": "default-src 'self'"})

    assert running.client.get("/page").headers.get_list("content-security-policy") == ["default-src 'self'"]


def test_a_fault_of_ours_is_answered_with_everything_but_its_reason(running: Server) -> None:
    @running.client.app.get("/api/broken")
    def broken() -> None:
        raise RuntimeError("the secret reason")

    careful = TestClient(running.client.app, raise_server_exceptions=False)
    answer = careful.get("/api/broken", headers={"Origin": "https://app.example"})
    assert (answer.status_code, code_of(answer)) == (500, "INTERNAL")
    assert "secret reason" not in answer.text
    for header in ("x-request-id", "content-security-policy", "access-control-allow-origin"):
        assert header in answer.headers


def test_a_request_keeps_its_name_in_answer_and_log(running: Server) -> None:
    @running.client.app.get("/name")
    def name(request: Request) -> dict[str, str]:
        return {"log": structlog.contextvars.get_contextvars()["request_id"], "state": request.state.request_id}

    answer = running.client.get("/name", headers={"X-Request-Id": "from-the-proxy.1"})
    assert answer.headers["x-request-id"] == "from-the-proxy.1"
    assert answer.json() == {"log": "from-the-proxy.1", "state": "from-the-proxy.1"}
    made = running.client.get("/name", headers={"X-Request-Id": "not plain\t" + "x" * 100}).headers["x-request-id"]
    assert len(made) == 32
    assert structlog.contextvars.get_contextvars() == {}


def test_other_sites_pages_may_call_when_they_are_listed(running: Server) -> None:
    preflight = {"Origin": "https://app.example", "Access-Control-Request-Method": "PATCH"}
    allowed = running.client.options("/api/users/profile", headers=preflight)
    assert allowed.headers["access-control-allow-origin"] == "https://app.example"
    assert allowed.headers["access-control-allow-credentials"] == "true"
    refused = running.client.options("/api/users/profile", headers=preflight | {"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in refused.headers


def test_a_body_too_large_is_refused_announced_or_not(running: Server) -> None:
    @running.client.app.post("/api/assets/part")
    async def upload(request: Request) -> int:
        return len(await request.body())

    def pieces() -> Iterator[bytes]:
        for _ in range(110):
            yield b" " * 100_000

    large = b'{"email": "' + b"x" * 10_000_000 + b'"}'
    json = {"Content-Type": "application/json"}
    for content in (large, pieces()):
        answer = running.client.post("/api/auth/login", content=content, headers=json)
        assert (answer.status_code, code_of(answer)) == (413, "TOO_LARGE")
    assert running.client.post("/api/assets/part", content=large).json() == len(large)
    assert code_of(running.client.post("/api/auth/login", content=b"{", headers=json)) == "BAD_REQUEST"


@pytest.mark.parametrize(
    ("host", "is_own"),
    [
        ("127.0.0.1:8787", True), ("localhost:1", True), ("[::1]:8787", True), ("studio.localhost", True), ("reel.lan", True),
        ("evil.example", False), ("127.0.0.1.evil.example", False), ("192.168.0.5", False), ("[", False), ("", False),
    ],
)  # fmt: skip
def test_a_server_without_accounts_answers_only_to_its_own_names(tmp_path: Path, host: str, is_own: bool) -> None:
    with server(tmp_path, ACCOUNTS="0", PUBLIC_URL="http://reel.lan:8787") as running:
        assert running.client.get("/health/live", headers={"Host": host}).status_code == (200 if is_own else 403)
