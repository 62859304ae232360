"""Putting providers together for a run: which are taken for what, and why."""

from __future__ import annotations

from reelwright.app.providers.choosing import Providers
from reelwright.app.speakers import speaker_of
from reelwright.workflows.make_request import Speaker, Tools


def tools(providers: Providers) -> Tools:
    """The providers a run may use."""
    text = providers.ports("text")
    composers = providers.ports("music")
    return Tools(
        lambda language, wanted: speaker_for(language, wanted, providers), composers[0], text[0] if text else None,
        stocks=tuple(providers.ports("stock")),
        image_makers=tuple(providers.ports("images")),
        clip_makers=tuple(providers.ports("clips")),
        recognisers=tuple(providers.ports("recognition")),
        moderators=tuple(providers.ports("moderation")),
    )  # fmt: skip


def speaker_for(language: str, wanted: str | None, providers: Providers | None = None) -> Speaker:
    """The voice asked for, else the best one for the language; of the voices that are always here when no ``providers`` are
    given. Raises ``InvalidInput`` or a ``ProviderFailed``."""
    return speaker_of(providers or Providers({}), language, wanted)
