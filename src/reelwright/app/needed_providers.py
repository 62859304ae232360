"""Whether those who are needed for a video are there, asked before its work is begun."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reelwright.app.providers.choosing import Providers
from reelwright.errors import ProviderNeeded
from reelwright.workflows.generated_clips import no_makers, not_among


def check_video(providers: Providers, request: Mapping[str, Any]) -> None:
    """Of a ``make`` or ``script`` job's request. Raises ``ProviderNeeded``, and ``InvalidInput`` for a name nobody has."""
    if request.get("topic"):
        check_text(providers, "send a text instead, or configure a text model")
    check_clips(providers, request.get("clips"))


def check_text(providers: Providers, hint: str) -> None:
    """Raises ``ProviderNeeded`` with a ``hint`` where nobody writes of a topic."""
    if not providers.ranked("text"):
        raise ProviderNeeded("a topic needs a language model, and none is configured", hint=hint)


def check_clips(providers: Providers, wanted: str | None) -> None:
    """``wanted`` is a provider's name, ``auto``, or ``None`` for no clips. Raises ``ProviderNeeded``, and ``InvalidInput`` for a
    name nobody has."""
    if not wanted:
        return
    if wanted != "auto":
        providers.choice("clips", wanted)  # says what is wrong with the name
    names = [choice.offer.vendor.name for choice in providers.ranked("clips")]
    if not names:
        raise no_makers()
    if wanted not in ("auto", *names):
        raise not_among(wanted, names)
