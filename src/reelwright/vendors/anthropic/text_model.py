"""Anthropic's model as pydantic-ai speaks to it."""

from __future__ import annotations

import httpx2
from anthropic import AsyncAnthropic
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.providers.anthropic import AnthropicProvider

from reelwright.providers.access import Access
from reelwright.vendors.typed_text.model_call import BuildModel


def model_of(access: Access) -> BuildModel:
    """The chosen model, with the key of ``access``."""

    def build(client: httpx2.AsyncClient) -> AnthropicModel:
        sdk = AsyncAnthropic(
            api_key=access.option("api_key"),
            base_url=access.option("base_url"),
            timeout=client.timeout,
            max_retries=0,  # repeating is for Access, which knows what is safe to repeat
            http_client=client,
        )
        return AnthropicModel(access.option("text_model"), provider=AnthropicProvider(anthropic_client=sdk))

    return build
