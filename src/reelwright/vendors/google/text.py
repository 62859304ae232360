"""Text by Gemini's generateContent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reelwright.providers.access import Access
from reelwright.vendors.typed_text.model_text import ModelText
from reelwright.vendors.typed_text.way import text_http

if TYPE_CHECKING:
    from reelwright.vendors.typed_text.model_call import BuildModel


def connect(access: Access) -> ModelText:
    """See ``providers.manifest.Offer``."""

    def build() -> BuildModel:
        from reelwright.vendors.google.text_model import model_of  # noqa: PLC0415  takes seconds to load

        return model_of(access)

    return ModelText(access, text_http(access), build)
