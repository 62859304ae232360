"""Text by Anthropic's Messages API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reelwright.providers.access import Access
from reelwright.vendors.typed_text.model_text import ModelText
from reelwright.vendors.typed_text.way import text_http

if TYPE_CHECKING:
    from reelwright.vendors.typed_text.model_call import BuildModel

_MOST_TOKENS = 21_333
"""More, and the SDK streams, because an answer could take longer than ten minutes."""


def connect(access: Access) -> ModelText:
    """See ``providers.manifest.Offer``."""
    most = min(_MOST_TOKENS, max(1, round(access.number("text_max_tokens"))))

    def build() -> BuildModel:
        from reelwright.vendors.anthropic.text_model import model_of  # noqa: PLC0415  takes seconds to load

        return model_of(access)

    return ModelText(access, text_http(access), build, {"max_tokens": most})
