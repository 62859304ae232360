"""Reports of faults to Sentry and traces by OpenTelemetry, for those who ask for them in the settings."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import reelwright
from reelwright.app.redaction import redact
from reelwright.app.server_settings import ServerSettings
from reelwright.errors import InvalidInput

_LAST_WORDS: list[Callable[[], object]] = []
_FLUSH_MILLISECONDS = 3000


def flush_telemetry() -> None:
    """Send what was gathered and not sent yet; for a process that a signal is about to end. Takes three seconds at most."""
    for each in _LAST_WORDS:
        each()


def set_up_telemetry(settings: ServerSettings, role: str) -> None:
    """Start what the settings ask for; ``role`` is ``serve`` or ``worker``. To be called before the application is made.

    Raises ``InvalidInput`` when a wanted extra is not installed, or the address cannot be used.
    """
    if settings.sentry_dsn:
        _report_faults(settings.sentry_dsn, role)
    if settings.otlp_endpoint:
        _send_traces(settings.otlp_endpoint, role)


def _report_faults(dsn: str, role: str) -> None:
    try:
        sentry_sdk: Any = importlib.import_module("sentry_sdk")
    except ImportError:
        raise _missing("REELWRIGHT_SENTRY_DSN", "sentry") from None
    try:
        sentry_sdk.init(
            dsn=dsn,
            release=f"reelwright@{reelwright.__version__}",
            include_local_variables=False,
            max_request_body_size="never",
            before_send=_scrubbed,
            before_breadcrumb=_scrubbed,
        )
    except sentry_sdk.utils.BadDsn:
        raise InvalidInput(
            "REELWRIGHT_SENTRY_DSN cannot be read", hint="https://key@host/project, as Sentry shows it"
        ) from None
    sentry_sdk.set_tag("role", role)


def _send_traces(endpoint: str, role: str) -> None:
    if not endpoint.startswith(("http://", "https://")):
        raise InvalidInput("REELWRIGHT_OTLP_ENDPOINT is no http address", hint="for example http://127.0.0.1:4318")
    try:
        from reelwright.app.traces import send_traces  # noqa: PLC0415  # an extra
    except ImportError:
        raise _missing("REELWRIGHT_OTLP_ENDPOINT", "opentelemetry") from None
    provider = send_traces(endpoint, f"reelwright-{role}")
    _LAST_WORDS.append(lambda: provider.force_flush(_FLUSH_MILLISECONDS))


def _scrubbed(event: dict[str, Any], _hint: Any) -> dict[str, Any]:
    return redact(event)


def _missing(setting: str, extra: str) -> InvalidInput:
    return InvalidInput(
        f"{setting} is set, but what it needs is not installed", hint=f"pip install 'reelwright[{extra}]'"
    )
