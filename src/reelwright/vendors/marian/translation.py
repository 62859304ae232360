"""Translation by Marian models on this machine, sentence by sentence; by way of a third language where no model goes straight."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence

from reelwright.errors import InvalidInput, ProviderNeeded
from reelwright.providers.access import Access
from reelwright.providers.translation import Translated, TranslationRequest
from reelwright.transcript.sentences import split_sentences
from reelwright.vendors.marian.model_folders import GET, PairModel, pair_models
from reelwright.vendors.marian.translator import translator
from reelwright.vendors.plain_translation import translated

_REVISION = "1"


class MarianTranslation:
    """``TranslationProvider`` by what models are here."""

    heeds_length = False
    name = "marian"

    def __init__(self, models: Sequence[PairModel], beam: int = 4, threads: int = 0) -> None:
        self._models = tuple(models)
        self._beam = beam
        self._threads = threads or min(4, os.cpu_count() or 1)

    @property
    def version(self) -> str:
        sizes = [f"{each.folder.name}:{(each.folder / 'model.bin').stat().st_size}" for each in self._models]
        return f"{hashlib.sha256('|'.join(sizes).encode()).hexdigest()[:12]}/{self._beam}/{_REVISION}"

    def translate(self, request: TranslationRequest) -> tuple[Translated, ...]:
        """See ``providers.translation.TranslationProvider``. Raises ``ProviderNeeded`` for a pair no model has."""
        way = self._way(_short(request.source), _short(request.target))
        if not way:
            here = ", ".join(f"{each.source}-{each.target}" for each in self._models)
            raise ProviderNeeded(
                f"no translation model from {request.source} to {request.target} is here (there is {here})",
                hint=f"reel models get opus-mt-{_short(request.source)}-{_short(request.target)}",
            )

        def translate(texts: Sequence[str]) -> list[str]:
            for model in way:
                texts = self._by(model, texts)
            return list(texts)

        return translated(request, translate)

    def _way(self, source: str, target: str) -> list[PairModel]:
        """A model, or two that meet in one language: English where there is a choice."""
        pairs = {(each.source, each.target): each for each in reversed(self._models)}
        if (source, target) in pairs:
            return [pairs[source, target]]
        middles = [middle for start, middle in pairs if start == source and (middle, target) in pairs]
        middle = "en" if "en" in middles else min(middles, default="")
        return [pairs[source, middle], pairs[middle, target]] if middle else []

    def _by(self, model: PairModel, texts: Sequence[str]) -> list[str]:
        cut = [split_sentences(text, model.source) for text in texts]
        told = translator(model, self._threads).translate([each for sentences in cut for each in sentences], self._beam)
        rest = iter(told)
        return [" ".join(next(rest) for _ in sentences) for sentences in cut]


def connect(access: Access) -> MarianTranslation:
    """See ``providers.manifest.Offer``. Raises ``ProviderNeeded`` when no model is here."""
    models = pair_models(access)
    if not models:
        raise ProviderNeeded("no translation model is here", hint=GET)
    beam = int(access.number("beam"))
    if not 1 <= beam <= 16:
        raise InvalidInput("REELWRIGHT_MARIAN_BEAM should be from 1 to 16")
    return MarianTranslation(models, beam, int(access.number("threads")))


def _short(tag: str) -> str:
    return tag.replace("_", "-").split("-")[0].lower()
