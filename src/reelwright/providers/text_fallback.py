"""Several text models behind one port: the first that delivers, and a note which it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reelwright.errors import OutcomeUnknown, ProviderFailed, UnclearPayment
from reelwright.providers.fallback import Delivered, first_that_delivers
from reelwright.providers.text import TextAnswer, TextGeneration, TextRequest
from reelwright.providers.text_repair import AnswerUnusable


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
        delivered = self._delivered(request)
        failed = [
            f"{model.name} could not: {error.message}"
            for model, error in zip(self.models, delivered.failures, strict=False)
        ]
        by = f"text by {_shown(self.models[delivered.by].version)}"
        notes = ("; ".join([by, *failed]), *delivered.result.notes)
        return replace(delivered.result, notes=notes)

    def _delivered(self, request: TextRequest) -> Delivered[TextAnswer]:
        """When all fail, and an answer that could not be used was an earlier run's, they are asked anew: what was paid for
        then is no reason to fail for ever."""
        seen: list[AnswerUnusable] = []

        def ask(model: TextGeneration) -> TextAnswer:
            try:
                return model.generate(request)
            except AnswerUnusable as error:
                seen.append(error)
                raise

        try:
            return first_that_delivers(self.models, ask)
        except (OutcomeUnknown, UnclearPayment):
            raise
        except ProviderFailed:
            if not any(error.is_earlier for error in seen):
                raise
        return self._delivered(replace(request, attempt=request.attempt + 1))


def _shown(version: str) -> str:
    """``m (http://127.0.0.1:11434/v1)`` of ``http://127.0.0.1:11434/v1#m``."""
    where, _, model = version.partition("#")
    return f"{model} ({where})" if model else version
