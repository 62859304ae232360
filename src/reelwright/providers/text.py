"""The text port: a language model that answers in a shape we ask for, or in free words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class TextRequest:
    """``instructions`` say what to do, ``content`` is what to do it with.

    ``schema`` is a JSON Schema object that the answer fits; empty: the answer is text as the model writes it.
    ``attempt`` counts the earlier times when no answer could be used: equal requests are paid for once, another attempt anew.
    """

    instructions: str
    content: str
    schema: dict[str, Any] = field(default_factory=dict[str, Any])
    schema_name: str = "answer"
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A page the model cites."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """``data`` is a JSON object that fits the schema, members not asked for left out; ``text`` is what the model wrote.

    Tokens as the provider counts them, thinking and repair included; ``cost_micros`` in millionths of a US dollar.
    ``notes`` are for the person who asked: which provider answered. ``is_earlier``: it was paid for in an earlier run.
    """

    data: dict[str, Any] = field(default_factory=dict[str, Any])
    input_tokens: int = 0
    output_tokens: int = 0
    text: str = ""
    cost_micros: int = 0
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    is_earlier: bool = field(default=False, compare=False)


class TextGeneration(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def generate(self, request: TextRequest) -> TextAnswer:
        """Raises ``ProviderFailed`` with the provider's own reason."""
        ...
