"""Putting together who brings mouths in line with a sound, and who says how well that went."""

from __future__ import annotations

from reelwright.app.providers.choosing import Providers
from reelwright.errors import InvalidInput, ProviderNeeded
from reelwright.workflows.lip_sync import HOW, NOBODY, LipTools


def lip_tools(providers: Providers, wanted: str | None = None) -> LipTools:
    """Those that are configured, in the order in which they are asked; ``wanted`` alone where a provider is named."""
    scorers = tuple(providers.ports("sync-score"))
    if wanted in (None, "", "auto"):
        return LipTools(tuple(providers.ports("lip-sync")), scorers)
    return LipTools((providers.connect(providers.choice("lip-sync", wanted)),), scorers)


def check_lip_sync(providers: Providers, wanted: str | None = None) -> None:
    """Before anything is begun. Raises ``ProviderNeeded`` when nobody can do it, ``InvalidInput`` for a name nobody has."""
    if wanted in (None, "", "auto"):
        if not providers.ranked("lip-sync"):
            raise ProviderNeeded(NOBODY, hint=HOW)
        return
    try:
        providers.choice("lip-sync", wanted)
    except ProviderNeeded as error:
        raise ProviderNeeded(error.message, hint=f"{error.hint}; docs/lip-sync.md says more") from None
    except InvalidInput:
        raise
