"""Gemini as pydantic-ai speaks to it."""

from __future__ import annotations

import httpx2
from pydantic_ai.models.google import GoogleModel
from pydantic_ai.providers.google import GoogleProvider

from reelwright.providers.access import Access
from reelwright.vendors.typed_text.model_call import BuildModel


def model_of(access: Access) -> BuildModel:
    """The chosen model, with the key of ``access``. The SDK repeats nothing by itself unless it is told to."""

    def build(client: httpx2.AsyncClient) -> GoogleModel:
        provider = GoogleProvider(
            api_key=access.option("api_key"), base_url=access.option("base_url"), http_client=client
        )
        return GoogleModel(access.option("text_model"), provider=provider)

    return build
