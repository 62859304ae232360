"""What YouTube's refusals mean, by the reason in them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from reelwright.errors import (
    InvalidInput,
    NotFound,
    ProviderFailed,
    ProviderRefused,
    ProviderUnavailable,
    QuotaExceeded,
    RateLimited,
    ReelwrightError,
)

_PROJECT_QUOTA = frozenset({"quotaExceeded", "dailyLimitExceeded"})
_CHANNEL_QUOTA = frozenset({"uploadLimitExceeded", "uploadRateLimitExceeded"})
_TOO_FAST = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
_SCOPE = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})


def refusal(status: int, content: bytes, headers: Mapping[str, str]) -> ReelwrightError:
    """The error of a status and an answer. A quota of the whole project has ``project`` as its pointer."""
    reason, told = _read(content)
    said = f"YouTube refused: {told or reason or f'HTTP {status}'}"
    if reason in _PROJECT_QUOTA:
        return QuotaExceeded(
            said, hint="the server's quota at YouTube begins anew at midnight Pacific time", pointer="project"
        )
    if reason in _CHANNEL_QUOTA:
        return QuotaExceeded(said, hint="the channel itself takes no more uploads today; try again tomorrow")
    if reason in _TOO_FAST or status == 429:
        return RateLimited(said, hint="try again in a minute", retry_after=retry_after(headers))
    if reason == "youtubeSignupRequired":
        return ProviderRefused(
            "the Google account has no YouTube channel", hint="make one at youtube.com, then connect it"
        )
    if reason in _SCOPE:
        return ProviderRefused(
            said, hint="connect the channel again in a browser and allow everything that is asked (a code on another device allows no captions)"
        )  # fmt: skip
    if status == 401:
        return ProviderRefused("YouTube takes the channel's token no more", hint="connect the channel again")
    if status == 403:
        return ProviderRefused(said, hint="the channel may not be allowed to do this: look into YouTube Studio")
    if status == 404:
        return NotFound(said, hint="it may have been taken away at YouTube")
    if status == 400 or status == 413:
        return InvalidInput(said, hint="change what YouTube names")
    if status >= 500 or status == 408:
        return ProviderUnavailable(said, hint="YouTube is overloaded or down: try again later")
    found = ProviderFailed(said)
    found.status = status
    return found


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds YouTube asks to wait."""
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None


def _read(content: bytes) -> tuple[str, str]:
    """The reason (a word) and the message."""
    try:
        error = json.loads(content)["error"]
        first = (error.get("errors") or [{}])[0]
        return str(first.get("reason") or error.get("status") or ""), " ".join(str(error.get("message", "")).split())[
            :300
        ]
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        return "", ""
