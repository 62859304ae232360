"""Mails reach a real SMTP server, or a folder."""

from __future__ import annotations

import datetime
import email
import socket
import ssl
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from reelwright.business.mail import MailFailed, MailSettings, check_mail_settings, send_mail
from reelwright.errors import InvalidInput

SENDER = "Reelwright <reel@example.com>"


class _Sink:
    def __init__(self) -> None:
        self.mails: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.mails.append(envelope)
        return "250 OK"


@contextmanager
def _sink(**options: Any) -> Iterator[tuple[_Sink, int]]:
    sink = _Sink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield sink, port
    finally:
        controller.stop()


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's side of TLS that this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    moment = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(moment - datetime.timedelta(days=1))
        .not_valid_after(moment + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = tmp_path / "certificate.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context


def _settings(tmp_path: Path, url: str = "") -> MailSettings:
    return MailSettings(SENDER, tmp_path / "mail", url)


def test_without_a_server_a_mail_becomes_a_file_for_its_owner(tmp_path: Path) -> None:
    send_mail(_settings(tmp_path), "ann@example.com", "Grüße", "Hello, Änn\n")
    (file,) = (tmp_path / "mail").iterdir()
    mail = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (mail["From"], mail["To"], mail["Subject"]) == (SENDER, "ann@example.com", "Grüße")
    assert mail.get_content() == "Hello, Änn\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_mail_goes_out_by_plain_smtp(tmp_path: Path) -> None:
    with _sink() as (sink, port):
        send_mail(_settings(tmp_path, f"smtp://127.0.0.1:{port}"), "ann@example.com", "Hello", "text")
    (envelope,) = sink.mails
    assert (envelope.mail_from, envelope.rcpt_tos) == ("reel@example.com", ["ann@example.com"])
    assert not (tmp_path / "mail").exists()


def test_a_mail_goes_out_encrypted_from_the_first_byte(tmp_path: Path, certificate: ssl.SSLContext) -> None:
    with _sink(ssl_context=certificate, server_hostname="localhost") as (sink, port):
        send_mail(_settings(tmp_path, f"smtps://localhost:{port}"), "ann@example.com", "Hello", "text")
    assert len(sink.mails) == 1


@pytest.mark.parametrize("scheme", ["smtp", "starttls"])
def test_a_password_goes_out_once_encryption_is_on(tmp_path: Path, certificate: ssl.SSLContext, scheme: str) -> None:
    seen: list[tuple[bytes, bytes, bool]] = []

    def check(_server: Any, session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        seen.append((data.login, data.password, session.ssl is not None))
        return AuthResult(success=True)

    options = {"tls_context": certificate, "require_starttls": True, "auth_required": True, "authenticator": check}
    with _sink(**options) as (sink, port):
        url = f"{scheme}://me%40example.com:p%3Aw@localhost:{port}"
        send_mail(_settings(tmp_path, url), "ann@example.com", "Hello", "text")
    assert len(sink.mails) == 1
    assert seen == [(b"me@example.com", b"p:w", True)]


def test_encryption_that_was_asked_for_is_not_done_without(tmp_path: Path) -> None:
    with _sink() as (sink, port), pytest.raises(MailFailed):
        send_mail(_settings(tmp_path, f"starttls://127.0.0.1:{port}"), "ann@example.com", "Hello", "text")
    assert sink.mails == []


def test_a_certificate_nobody_vouches_for_is_refused(
    tmp_path: Path, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with _sink(tls_context=certificate) as (sink, port), pytest.raises(MailFailed):
        send_mail(_settings(tmp_path, f"smtp://localhost:{port}"), "ann@example.com", "Hello", "text")
    assert sink.mails == []


@pytest.mark.parametrize("to", ["ann@example.com\nBcc: all@example.com", "ann@example.com\r\nX: y"])
def test_an_address_cannot_add_headers(tmp_path: Path, to: str) -> None:
    with pytest.raises(MailFailed):
        send_mail(_settings(tmp_path), to, "Hello", "text")


def test_a_server_that_is_away_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(MailFailed, match="could not be sent"):
        send_mail(_settings(tmp_path, "smtp://127.0.0.1:9"), "ann@example.com", "Hello", "text")


@pytest.mark.parametrize(
    "url", ["http://mail.example", "smtp://", "smtp://host:port", "mail.example:25", "smtp://[::1"]
)
def test_an_unreadable_server_is_refused_before_the_first_mail(tmp_path: Path, url: str) -> None:
    with pytest.raises(InvalidInput):
        check_mail_settings(_settings(tmp_path, url))
    check_mail_settings(_settings(tmp_path, "smtps://u:p@mail.example"))
    with pytest.raises(InvalidInput):
        check_mail_settings(MailSettings("nobody\nX: y", tmp_path))
