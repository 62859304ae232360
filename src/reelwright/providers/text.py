"""The text port: a language model that answers in a shape we ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class TextRequest:
    """``instructions`` say what to do, ``content`` is what to do it with; ``schema`` is a JSON Schema object."""

    instructions: str
    content: str
    schema: dict[str, Any]
    schema_name: str


@dataclass(frozen=True, slots=True)
class Source:
    """A page an answer draws on, as the provider names it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """``data`` is a JSON object; the caller checks its shape. Tokens as the provider counts them. ``sources`` are those the
    provider found, where it searches."""

    data: dict[str, Any]
    input_tokens: int = 0
    output_tokens: int = 0
    sources: tuple[Source, ...] = ()


class TextGeneration(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def generate(self, request: TextRequest) -> TextAnswer:
        """Raises ``ProviderFailed`` with the provider's own reason."""
        ...
