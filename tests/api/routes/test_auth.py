"""Registering, signing in, refreshing, signing out, a new password by mail."""

from __future__ import annotations

import email as mails
import re
from concurrent.futures import ThreadPoolExecutor
from email import policy
from pathlib import Path

import pytest
from sqlalchemy import select

from reelwright.database.columns import now
from reelwright.database.tables import RefreshToken, SignIn, User
from tests.databases import KINDS
from tests.server import PASSWORD, Server, bearer, code_of, server


@pytest.fixture(params=KINDS)
def running(request: pytest.FixtureRequest, tmp_path: Path):
    with server(tmp_path, request.param) as running:
        yield running


@pytest.fixture
def quick(tmp_path: Path):
    with server(tmp_path) as running:
        yield running


def test_the_first_to_register_administers_and_the_next_does_not(running: Server) -> None:
    first = running.register("Ann@Example.com")
    assert first["user"]["email"] == "ann@example.com"
    assert first["user"]["role"] == "admin"
    assert first["user"]["hasPassword"] is True
    assert running.register("bob@example.com", running.fresh())["user"]["role"] == "user"
    assert [entry.subject for entry in running.journal("user.registered")] == ["ann@example.com", "bob@example.com"]


def test_a_browser_is_signed_in_by_cookies_and_a_program_by_the_tokens(quick: Server) -> None:
    session = quick.register("ann@example.com")
    assert quick.client.get("/api/users/profile").json()["data"]["email"] == "ann@example.com"
    program = quick.fresh()
    assert code_of(program.get("/api/users/profile")) == "UNAUTHENTICATED"
    assert program.get("/api/users/profile").headers["www-authenticate"] == "Bearer"
    assert program.get("/api/users/profile", headers=bearer(session["accessToken"])).status_code == 200
    assert session["expiresIn"] == 900


@pytest.mark.parametrize("path", ["/api/auth/login", "/api/users/login"])
def test_signing_in_again_by_either_path(quick: Server, path: str) -> None:
    quick.register("ann@example.com")
    answer = quick.fresh().post(path, json={"email": " ANN@example.com ", "password": PASSWORD})
    assert answer.status_code == 200
    assert answer.json()["data"]["user"]["email"] == "ann@example.com"


def test_registering_by_the_other_path(quick: Server) -> None:
    body = {"email": "ann@example.com", "password": PASSWORD, "name": "Ann"}
    answer = quick.client.post("/api/users/register", json=body)
    assert (answer.status_code, answer.json()["data"]["user"]["name"]) == (201, "Ann")


def test_cookies_are_hidden_from_scripts_and_bound_to_the_host(tmp_path: Path) -> None:
    with server(tmp_path, PUBLIC_URL="https://reel.example") as running:
        body = {"email": "ann@example.com", "password": PASSWORD}
        cookies = running.client.post("/api/auth/register", json=body).headers.get_list("set-cookie")
        access = next(cookie for cookie in cookies if cookie.startswith("__Host-reelwright_access="))
        refresh = next(cookie for cookie in cookies if cookie.startswith("__Secure-reelwright_refresh="))
        for cookie in (access, refresh):
            assert {"httponly", "secure", "samesite=lax"} <= {part.strip().lower() for part in cookie.split(";")}
            assert "domain" not in cookie.lower()
        assert "Path=/;" in access
        assert "Path=/api/auth;" in refresh


def test_an_address_has_one_account(running: Server) -> None:
    running.register("ann@example.com")
    answer = running.fresh().post("/api/auth/register", json={"email": "ANN@EXAMPLE.COM", "password": PASSWORD})
    assert (answer.status_code, code_of(answer)) == (409, "CONFLICT")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"email": "ann@example.com", "password": "short"}, "INVALID_INPUT"),
        ({"email": "ann@example.com", "password": "x" * 201}, "INVALID_INPUT"),
        ({"email": "no address", "password": PASSWORD}, "INVALID_INPUT"),
        ({"email": "ann@example.com"}, "VALIDATION_ERROR"),
        ({"email": "ann@example.com", "password": PASSWORD, "role": "admin"}, "VALIDATION_ERROR"),
        ({"email": "ann@example.com", "password": PASSWORD, "name": "a\x00b"}, "VALIDATION_ERROR"),
        ({"email": "ann@example.com", "password": PASSWORD, "name": "a" * 201}, "VALIDATION_ERROR"),
        ({"email": "ann@example.com", "password": 1234567890}, "VALIDATION_ERROR"),
    ],
)
def test_what_cannot_be_an_account_is_refused(quick: Server, body: dict[str, object], code: str) -> None:
    answer = quick.client.post("/api/auth/register", json=body)
    assert (answer.status_code, code_of(answer)) == (422, code)
    assert PASSWORD not in answer.text


def test_a_password_is_kept_to_the_letter(quick: Server) -> None:
    body = {"email": "ann@example.com", "password": "  with blanks around  "}
    assert quick.client.post("/api/auth/register", json=body).status_code == 201
    assert quick.fresh().post("/api/auth/login", json=body).status_code == 200
    trimmed = quick.fresh().post("/api/auth/login", json=body | {"password": "with blanks around"})
    assert trimmed.status_code == 401


def test_a_closed_server_takes_its_first_user_and_nobody_else(tmp_path: Path) -> None:
    with server(tmp_path, REGISTRATION="closed") as running:
        assert running.register("ann@example.com")["user"]["role"] == "admin"
        answer = running.fresh().post("/api/auth/register", json={"email": "bob@example.com", "password": PASSWORD})
        assert (answer.status_code, code_of(answer)) == (403, "FORBIDDEN")


def test_only_one_of_many_at_once_is_the_first(running: Server) -> None:
    with ThreadPoolExecutor(4) as pool:
        emails = [f"user{index}@example.com" for index in range(4)]
        roles = [
            one["user"]["role"] for one in pool.map(lambda email: running.register(email, running.fresh()), emails)
        ]
    assert sorted(roles) == ["admin", "user", "user", "user"]


def test_a_wrong_password_an_unknown_address_and_a_shut_account_are_refused_alike(running: Server) -> None:
    running.register("ann@example.com")
    running.register("shut@example.com", running.fresh())
    with running.platform.database.system_session() as session:
        shut = session.scalars(select(User).where(User.email == "shut@example.com")).one()
        shut.is_active = False
    tries = [
        ("ann@example.com", "wrong password"),
        ("nobody@example.com", PASSWORD),
        ("shut@example.com", PASSWORD),
        ("??", "x"),
    ]
    answers = [
        running.fresh().post("/api/auth/login", json={"email": email, "password": password})
        for email, password in tries
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1
    assert [entry.subject for entry in running.journal("sign_in.refused")] == [email for email, _ in tries]


def test_refreshing_gives_the_next_pair(running: Server) -> None:
    session = running.register("ann@example.com")
    answer = running.client.post("/api/auth/refresh")
    assert answer.status_code == 200
    following = answer.json()["data"]
    assert following["refreshToken"] != session["refreshToken"]
    machine = running.fresh().post("/api/auth/refresh", json={"refreshToken": following["refreshToken"]})
    assert machine.status_code == 200
    with running.platform.database.system_reader() as reader:
        kept = reader.scalars(select(RefreshToken.token_hash)).all()
    assert following["refreshToken"] not in kept


def test_a_refresh_token_used_twice_ends_the_sign_in(running: Server) -> None:
    stolen = running.register("ann@example.com")["refreshToken"]
    following = running.client.post("/api/auth/refresh").json()["data"]
    assert running.fresh().post("/api/auth/refresh", json={"refreshToken": stolen}).status_code == 401
    after = running.fresh().post("/api/auth/refresh", json={"refreshToken": following["refreshToken"]})
    assert after.status_code == 401
    profile = running.fresh().get("/api/users/profile", headers=bearer(following["accessToken"]))
    assert profile.status_code == 401
    assert len(running.journal("sign_in.token_reused")) == 1


def test_of_two_refreshes_at_once_at_most_one_succeeds(running: Server) -> None:
    token = running.register("ann@example.com")["refreshToken"]
    with ThreadPoolExecutor(4) as pool:
        answers = list(
            pool.map(lambda _: running.fresh().post("/api/auth/refresh", json={"refreshToken": token}), range(4))
        )
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401]


@pytest.mark.parametrize("body", [None, {}, {"refreshToken": "unknown"}])
def test_refreshing_without_a_good_token_is_refused(quick: Server, body: dict[str, str] | None) -> None:
    assert quick.fresh().post("/api/auth/refresh", json=body).status_code == 401


def test_an_expired_sign_in_cannot_be_refreshed(running: Server) -> None:
    token = running.register("ann@example.com")["refreshToken"]
    with running.platform.database.system_session() as session:
        session.scalars(select(SignIn)).one().expires_at = now()
    assert running.fresh().post("/api/auth/refresh", json={"refreshToken": token}).status_code == 401


def test_signing_out_ends_both_tokens_and_can_be_repeated(running: Server) -> None:
    session = running.register("ann@example.com")
    answer = running.client.post("/api/auth/logout")
    assert answer.status_code == 200
    assert all("Max-Age=0" in cookie for cookie in answer.headers.get_list("set-cookie"))
    assert not running.client.cookies
    assert running.fresh().get("/api/users/profile", headers=bearer(session["accessToken"])).status_code == 401
    assert running.fresh().post("/api/auth/refresh", json={"refreshToken": session["refreshToken"]}).status_code == 401
    assert running.client.post("/api/auth/logout").status_code == 200
    again = running.fresh().post("/api/auth/logout", json={"refreshToken": session["refreshToken"]})
    assert again.status_code == 200


def _mails(running: Server) -> list[mails.message.EmailMessage]:
    folder = running.platform.settings.data / "mail"
    return [mails.message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(folder.glob("*.eml"))]


def _token(mail: mails.message.EmailMessage) -> str:
    found = re.search(r"#token=([\w-]+)", mail.get_body(("plain",)).get_content())
    assert found is not None
    return found[1]


def test_a_new_password_by_mail_ends_all_sign_ins_and_is_good_once(running: Server) -> None:
    session = running.register("ann@example.com")
    asked = running.fresh().post("/api/auth/password/forgot", json={"email": "Ann@example.com"})
    (mail,) = _mails(running)
    assert (asked.status_code, mail["To"]) == (202, "ann@example.com")
    body = {"token": _token(mail), "password": "another long password"}
    assert running.fresh().post("/api/auth/password/reset", json=body | {"password": "short"}).status_code == 422
    assert running.fresh().post("/api/auth/password/reset", json=body).status_code == 200
    assert running.fresh().post("/api/auth/password/reset", json=body).status_code == 401
    assert running.fresh().get("/api/users/profile", headers=bearer(session["accessToken"])).status_code == 401
    assert running.fresh().post("/api/auth/refresh", json={"refreshToken": session["refreshToken"]}).status_code == 401
    login = {"email": "ann@example.com", "password": PASSWORD}
    assert running.fresh().post("/api/auth/login", json=login).status_code == 401
    assert running.fresh().post("/api/auth/login", json=login | {"password": body["password"]}).status_code == 200


def test_asking_for_a_new_password_tells_nothing_and_mails_once_a_minute(quick: Server) -> None:
    quick.register("ann@example.com")
    emails = ["ann@example.com", "nobody@example.com", "no address", "ann@example.com"]
    answers = [quick.fresh().post("/api/auth/password/forgot", json={"email": email}) for email in emails]
    assert len({(answer.status_code, answer.text) for answer in answers}) == 1
    assert [mail["To"] for mail in _mails(quick)] == ["ann@example.com"]


def test_a_mail_server_that_is_away_does_not_show(tmp_path: Path) -> None:
    with server(tmp_path, SMTP_URL="smtp://127.0.0.1:9") as running:
        running.register("ann@example.com")
        asked = running.fresh().post("/api/auth/password/forgot", json={"email": "ann@example.com"})
        assert asked.status_code == 202


def test_an_old_or_superseded_reset_is_refused(quick: Server) -> None:
    from reelwright.database.tables import PasswordReset

    quick.register("ann@example.com")
    quick.fresh().post("/api/auth/password/forgot", json={"email": "ann@example.com"})
    (mail,) = _mails(quick)
    with quick.platform.database.system_session() as session:
        session.scalars(select(PasswordReset)).one().expires_at = now()
    body = {"token": _token(mail), "password": "another long password"}
    assert quick.fresh().post("/api/auth/password/reset", json=body).status_code == 401


def test_a_local_server_has_no_accounts_and_needs_none(tmp_path: Path) -> None:
    with server(tmp_path, ACCOUNTS="0", PUBLIC_URL="http://127.0.0.1:8787") as running:
        profile = running.client.get("/api/users/profile").json()["data"]
        assert (profile["role"], profile["hasPassword"]) == ("admin", False)
        body = {"email": "ann@example.com", "password": PASSWORD}
        for path in ("/api/auth/register", "/api/users/register", "/api/auth/login"):
            assert code_of(running.client.post(path, json=body)) == "CONFLICT"
        assert code_of(running.client.get("/api/users/profile", headers={"Host": "evil.example"})) == "FORBIDDEN"
        elsewhere = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
        change = running.client.put("/api/users/profile", json={"name": "x"}, headers=elsewhere)
        assert code_of(change) == "CSRF"
        assert running.client.put("/api/users/profile", json={"name": "x"}).status_code == 200


def test_the_owner_of_a_once_local_server_does_not_count_as_its_first_user(tmp_path: Path) -> None:
    with server(tmp_path, ACCOUNTS="0", PUBLIC_URL="http://127.0.0.1:8787"):
        pass
    with server(tmp_path, REGISTRATION="closed") as running:
        assert running.register("ann@example.com")["user"]["role"] == "admin"
