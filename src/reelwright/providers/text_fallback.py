"""Several text models behind one port: the first that delivers, and a note which it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reelwright.providers.fallback import first_that_delivers
from reelwright.providers.text import TextAnswer, TextGeneration, TextRequest


@dataclass(frozen=True)
class FirstText:
    """``models`` in the order in which they are asked, one at least. See ``first_that_delivers`` for what ends it early."""

    models: Sequence[TextGeneration]

    @property
    def name(self) -> str:
        return self.models[0].name

    @property
    def version(self) -> str:
        return self.models[0].version

    def generate(self, request: TextRequest) -> TextAnswer:
        delivered = first_that_delivers(self.models, lambda model: model.generate(request))
        failed = [
            f"{model.name} could not: {error.message}"
            for model, error in zip(self.models, delivered.failures, strict=False)
        ]
        by = f"text by {self.models[delivered.by].version}"
        notes = ("; ".join([by, *failed]), *delivered.result.notes)
        return replace(delivered.result, notes=notes)
