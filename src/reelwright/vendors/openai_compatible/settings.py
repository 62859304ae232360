"""Where the server is and which model to ask."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OpenAICompatibleSettings:
    """``base_url`` ends before ``/chat/completions`` (for OpenAI: https://api.openai.com/v1)."""

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    timeout_seconds: float = 120.0
    is_idempotent: bool = False
    """The server honours ``Idempotency-Key``: a repeated request is answered, not done and charged for, again."""
    input_price_micros: int = 0
    """Of a million tokens read, in millionths of a US dollar."""
    output_price_micros: int = 0
    """Of a million tokens written."""
