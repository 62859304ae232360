"""Settings: the only place that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from reelwright.errors import InvalidInput


@dataclass(frozen=True)
class Setting:
    """A name in the environment and what it does."""

    name: str
    meaning: str


SETTINGS = (
    Setting("REELWRIGHT_TEXT_BASE_URL", "address of an OpenAI-compatible server, up to and with /v1"),
    Setting("REELWRIGHT_TEXT_MODEL", "the model to ask there"),
    Setting("REELWRIGHT_TEXT_API_KEY", "its key, if it wants one"),
    Setting(
        "REELWRIGHT_TEXT_IDEMPOTENT",
        "1 when that server honours Idempotency-Key, so that a broken call may be repeated",
    ),
    Setting(
        "REELWRIGHT_TEXT_PRICE",
        "US dollars for a million tokens read and written there, as 0.15/0.60, for estimates and budgets",
    ),
    Setting("REELWRIGHT_CACHE", "folder for finished chunks; without it the user's cache folder"),
    Setting("REELWRIGHT_DEBUG", "1 shows the traceback of an unexpected error"),
)
"""Every setting there is."""


@dataclass(frozen=True)
class Settings:
    """What the environment says. ``text_*`` are empty when no text model is configured."""

    text_base_url: str = ""
    text_model: str = ""
    text_api_key: str = field(default="", repr=False)
    is_debug: bool = False
    is_text_idempotent: bool = False
    text_price_micros: tuple[int, int] = (0, 0)
    """Millionths of a US dollar for a million tokens read, and written."""


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment. Raises ``InvalidInput`` for a half-configured text model."""
    env = os.environ if environment is None else environment
    url, model = env.get("REELWRIGHT_TEXT_BASE_URL", "").strip(), env.get("REELWRIGHT_TEXT_MODEL", "").strip()
    if bool(url) != bool(model):
        missing = "REELWRIGHT_TEXT_MODEL" if url else "REELWRIGHT_TEXT_BASE_URL"
        raise InvalidInput(f"the text model is half configured: {missing} is not set", hint="set both, or neither")
    if url and not url.startswith(("http://", "https://")):
        raise InvalidInput(
            "REELWRIGHT_TEXT_BASE_URL is not an http address", hint="for example http://127.0.0.1:11434/v1"
        )
    return Settings(
        url, model, env.get("REELWRIGHT_TEXT_API_KEY", "").strip(), env.get("REELWRIGHT_DEBUG", "") not in ("", "0"),
        env.get("REELWRIGHT_TEXT_IDEMPOTENT", "") not in ("", "0"), _price(env.get("REELWRIGHT_TEXT_PRICE", "").strip()),
    )  # fmt: skip


def _price(text: str) -> tuple[int, int]:
    try:
        read, _, written = (text or "0/0").partition("/")
        micros = round(float(read) * 1_000_000), round(float(written or 0) * 1_000_000)
    except (ValueError, OverflowError):
        micros = (-1, -1)
    if min(micros) < 0:
        raise InvalidInput("REELWRIGHT_TEXT_PRICE cannot be read", hint="for example 0.15/0.60")
    return micros
