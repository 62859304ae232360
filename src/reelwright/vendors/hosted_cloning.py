"""The cloning port for every vendor that is asked over a network: what differs is a ``CloneMaker``, the rest is here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from reelwright.errors import ProviderFailed
from reelwright.providers.access import Access
from reelwright.providers.cloning import CloneRequest, CloningAbilities
from reelwright.providers.payments import Call, Paid
from reelwright.vendors.cloned_voice import asked_of


class UnusableVoice(ProviderFailed):
    """A voice was made that will not speak: it is to be removed by its id, or it keeps its place."""

    voice = ""


class CloneMaker(Protocol):
    """One vendor's part."""

    @property
    def version(self) -> str: ...

    @property
    def is_multilingual(self) -> bool:
        """See ``providers.cloning.CloningAbilities``."""
        ...

    def made(self, request: CloneRequest) -> str:
        """The vendor's id of a voice: that of an earlier try whose answer was lost, else of one made now.

        Raises ``UnusableVoice``, ``ProviderFailed``.
        """
        ...

    def forget(self, voice: str) -> None:
        """Remove one by its id, fit for an address. Raises ``ProviderFailed``."""
        ...

    def is_gone(self, refusal: ProviderFailed) -> bool:
        """Whether ``forget`` was refused because there is no such voice (any more)."""
        ...


@dataclass(frozen=True)
class HostedCloning:
    """See ``providers.cloning.VoiceCloning``."""

    access: Access
    maker: CloneMaker

    @property
    def abilities(self) -> CloningAbilities:
        return CloningAbilities(self.access.name, self.maker.version, self.maker.is_multilingual)

    def clone(self, request: CloneRequest) -> str:
        def perform(call: Call) -> Paid:
            try:
                voice = self.maker.made(request)
            except UnusableVoice as error:
                self.remove(error.voice)
                raise
            return Paid({"voice": voice}, provider_ref=voice)

        paid = self.access.pay("clone", asked_of(request), {}, perform, is_idempotent=True)
        return f"{self.access.name}:{paid.result['voice']}"

    def remove(self, voice: str) -> None:
        own = voice.removeprefix(f"{self.access.name}:")

        def forget() -> None:
            try:
                self.maker.forget(quote(own, safe=""))
            except ProviderFailed as error:
                if not self.maker.is_gone(error):
                    raise

        self.access.patiently(forget)
