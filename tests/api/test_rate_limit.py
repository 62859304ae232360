"""Nobody takes more than their share, and nobody guesses for long."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from reelwright.api.client_address import counted_address
from tests.server import ADDRESS, PASSWORD, Server, bearer, code_of, server


def _from(running: Server, address: str) -> TestClient:
    return TestClient(running.client.app, base_url=ADDRESS, client=(address, 5000))


def test_a_user_is_counted_wherever_they_come_from_and_told_where_they_stand(tmp_path: Path) -> None:
    with server(tmp_path, REQUESTS_PER_MINUTE="3") as running:
        token = running.register("ann@example.com")["accessToken"]
        answers = [
            _from(running, f"10.0.0.{index}").get("/api/users/profile", headers=bearer(token)) for index in range(4)
        ]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0"]
        assert answers[0].headers["ratelimit-limit"] == "3"
        assert code_of(answers[3]) == "RATE_LIMITED"
        assert 1 <= int(answers[3].headers["retry-after"]) <= 60
        assert answers[3].headers["ratelimit-reset"] == answers[3].headers["retry-after"]
        assert _from(running, "10.0.0.1").get("/api/users/profile").status_code == 401
        assert running.client.get("/health/live").status_code == 200


def test_strangers_are_counted_by_their_address(tmp_path: Path) -> None:
    with server(tmp_path, REQUESTS_PER_MINUTE="2") as running:
        one, other = _from(running, "10.0.0.1"), _from(running, "10.0.0.2")
        assert [one.get("/api/users/profile").status_code for _ in range(3)] == [401, 401, 429]
        assert other.get("/api/users/profile").status_code == 401


def test_wrong_credentials_are_looked_at_only_so_often(tmp_path: Path) -> None:
    with server(tmp_path, REQUESTS_PER_MINUTE="2") as running:
        guesser = _from(running, "10.0.0.1")
        tries = [guesser.get("/api/users/profile", headers=bearer(f"rw_{index}")).status_code for index in range(3)]
        assert tries == [401, 401, 429]
        assert guesser.get("/api/users/profile").status_code == 401  # without credentials: counted apart


def test_passwords_are_guessed_at_ten_times_a_minute_from_an_address(tmp_path: Path) -> None:
    with server(tmp_path) as running:
        guesser = _from(running, "10.0.0.1")
        paths = ["/api/auth/login", "/api/users/login"] * 6
        statuses = [
            guesser.post(path, json={"email": f"user{index}@example.com", "password": "x" * 201}).status_code
            for index, path in enumerate(paths)
        ]
        assert statuses == [401] * 10 + [429] * 2
        assert _from(running, "10.0.0.2").post("/api/auth/login", json={}).status_code == 422


def test_an_account_is_guessed_at_ten_times_a_minute_from_anywhere(tmp_path: Path) -> None:
    with server(tmp_path, REQUESTS_PER_MINUTE="0") as running:
        body = {"email": "ann@example.com", "password": "x" * 201}
        answers = [_from(running, f"10.0.0.{index}").post("/api/auth/login", json=body) for index in range(11)]
        assert [answer.status_code for answer in answers] == [401] * 10 + [429]
        assert "retry-after" in answers[-1].headers
        body = {"email": " ANN@example.com", "password": PASSWORD}
        assert _from(running, "10.1.0.1").post("/api/auth/login", json=body).status_code == 429


def test_a_local_server_does_not_count(tmp_path: Path) -> None:
    with server(tmp_path, ACCOUNTS="0", PUBLIC_URL="http://127.0.0.1:8787", REQUESTS_PER_MINUTE="1") as running:
        assert [running.client.get("/api/users/profile").status_code for _ in range(3)] == [200] * 3


def test_an_ipv6_network_is_one_caller() -> None:
    from starlette.requests import HTTPConnection

    def counted(host: str) -> str:
        return counted_address(HTTPConnection({"type": "http", "headers": [], "client": (host, 1)}))

    assert counted("2001:db8::1") == counted("2001:db8::ffff:1") != counted("2001:db8:0:1::1")
    assert counted("::ffff:10.0.0.1") == counted("10.0.0.1") == "10.0.0.1"
    assert counted("testclient") == "testclient"
