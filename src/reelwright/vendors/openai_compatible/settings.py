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
