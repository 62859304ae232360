"""Translation by Apertium's rules: understandable between close languages, rough elsewhere, always there without a key."""

from __future__ import annotations

from collections.abc import Sequence

from reelwright.errors import ProviderNeeded
from reelwright.providers.access import Access
from reelwright.providers.translation import Translated, TranslationRequest
from reelwright.vendors.apertium.pair import pair_of
from reelwright.vendors.apertium.program import INSTALL, pairs, program, run
from reelwright.vendors.plain_translation import batches, translated

_APART = "\n\n"
"""An empty line ends a sentence for Apertium, so that texts do not run into one another."""


class ApertiumTranslation:
    """``TranslationProvider`` by the program `apertium`, started once for many texts."""

    heeds_length = False
    name = "apertium"
    version = "1"

    def __init__(self, path: str) -> None:
        self._path = path

    def translate(self, request: TranslationRequest) -> tuple[Translated, ...]:
        """See ``providers.translation.TranslationProvider``. Raises ``ProviderNeeded`` for a pair that is not installed."""
        known = pairs(self._path)
        pair = pair_of(known, request.source, request.target)
        if pair is None:
            raise ProviderNeeded(
                f"Apertium has no pair from {request.source} to {request.target} here"
                + (f"; it has {', '.join(known[:12])}" if known else ""),
                hint=INSTALL,
            )

        def translate(texts: Sequence[str]) -> list[str]:
            return [text for part in batches(texts, 500, 50_000) for text in self._spoken(pair, part)]

        return translated(request, translate)

    def _spoken(self, pair: str, texts: Sequence[str]) -> list[str]:
        lines = [" ".join(text.split()) for text in texts]
        # -u: unknown words stand as they are, without Apertium's star before them
        found = run(self._path, ("-u", "-f", "txt", pair), _APART.join(lines) + "\n").rstrip("\n").split(_APART)
        if len(found) == len(lines):
            return [" ".join(text.split()) for text in found]
        return [" ".join(run(self._path, ("-u", "-f", "txt", pair), f"{line}\n").split()) for line in lines]


def connect(access: Access) -> ApertiumTranslation:
    """See ``providers.manifest.Offer``. Raises ``ProviderNeeded`` when the program is not here."""
    return ApertiumTranslation(program(access))
