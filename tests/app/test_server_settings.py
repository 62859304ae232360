"""Settings of the platform that decide who comes in."""

from __future__ import annotations

import pytest

from reelwright.app.outgoing_mail import outgoing_mail
from reelwright.app.server_settings import read_server_settings
from reelwright.errors import InvalidInput


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRETS", "short"),
        ("SECRETS", "x" * 32 + ",short"),
        ("PUBLIC_URL", "reel.example"),
        ("PUBLIC_URL", "ftp://reel.example"),
        ("ALLOWED_ORIGINS", "*"),
        ("ALLOWED_ORIGINS", "https://app.example/path"),
        ("OIDC", "pal=http://issuer.example|id|secret"),
        ("OIDC", "pal=https://issuer.example|id"),
        ("JWT_ISSUERS", "http://10.0.0.1|api"),
        ("JWT_ISSUERS", "https://issuer.example"),
    ],
)
def test_what_would_let_in_the_wrong_people_is_refused(name: str, value: str) -> None:
    with pytest.raises(InvalidInput, match=f"REELWRIGHT_{name}"):
        read_server_settings({"REELWRIGHT_DATA": "/nowhere", f"REELWRIGHT_{name}": value})


def test_issuers_are_kept_to_the_letter_and_secrets_are_not_shown() -> None:
    settings = read_server_settings(
        {
            "REELWRIGHT_DATA": "/nowhere",
            "REELWRIGHT_SECRETS": "x" * 32,
            "REELWRIGHT_OIDC": "pal=https://issuer.example/|id|the-secret",
            "REELWRIGHT_JWT_ISSUERS": "http://localhost:9000|api",
            "REELWRIGHT_ALLOWED_ORIGINS": "https://App.example/",
            "REELWRIGHT_SMTP_URL": "smtps://u:the-password@mail.example",
        }
    )
    assert settings.oidc[0].issuer == "https://issuer.example/"
    assert settings.allowed_origins == ("https://app.example",)
    shown = repr(settings) + repr(outgoing_mail(settings))
    assert not any(secret in shown for secret in ("x" * 32, "the-secret", "the-password"))


def test_an_unusable_mail_server_is_said_at_the_start() -> None:
    settings = read_server_settings({"REELWRIGHT_DATA": "/nowhere", "REELWRIGHT_SMTP_URL": "mail.example"})
    with pytest.raises(InvalidInput, match="REELWRIGHT_SMTP_URL"):
        outgoing_mail(settings)
