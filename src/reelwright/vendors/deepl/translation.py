"""Translation by DeepL: ``POST /v2/translate``.

https://developers.deepl.com/api-reference/translate/request-translation
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reelwright.errors import OutcomeUnknown
from reelwright.providers.access import Access
from reelwright.providers.payments import Call, Paid
from reelwright.providers.translation import Translated, TranslationRequest
from reelwright.vendors.deepl.api import api, asked
from reelwright.vendors.deepl.languages import source_name, target_name
from reelwright.vendors.plain_translation import as_many, batches, translated

_MOST_CONTEXT = 2000
_FORMALITY = {"formal": "prefer_more", "polite": "prefer_more", "informal": "prefer_less", "casual": "prefer_less"}
"""By the first word of a register. ``prefer`` is left alone for languages that have no such forms."""


class DeepLTranslation:
    """``TranslationProvider``. The lines around go along as context, which DeepL does not charge for."""

    heeds_length = False
    version = "v2-1"

    def __init__(self, access: Access, timeout_seconds: float = 60.0, most_bytes: int = 8_000_000) -> None:
        self._access = access
        self._http = api(access, timeout_seconds)
        self._most_bytes = most_bytes

    @property
    def name(self) -> str:
        return self._access.name

    def translate(self, request: TranslationRequest) -> tuple[Translated, ...]:
        """See ``providers.translation.TranslationProvider``."""
        told = self._told(request)
        limits = self._access.offer.limits

        def translate(texts: Sequence[str]) -> list[str]:
            parts = batches(texts, limits["texts"], limits["characters"])
            return [text for part in parts for text in self._paid(told | {"text": part})]

        return translated(request, translate)

    def _told(self, request: TranslationRequest) -> dict[str, Any]:
        """What the translation depends on besides the texts."""
        told: dict[str, Any] = {
            "source_lang": source_name(request.source), "target_lang": target_name(request.target),
            "preserve_formatting": True, "show_billed_characters": True,
        }  # fmt: skip
        lines = [request.about, *request.before, *(each.text for each in request.passages), *request.after]
        if context := "\n".join(line for line in lines if line)[:_MOST_CONTEXT]:
            told["context"] = context
        if formality := _FORMALITY.get((request.register.lower().split() or [""])[0].strip(",.;")):
            told["formality"] = formality
        if model := self._access.option("model_type"):
            told["model_type"] = model
        return told

    def _paid(self, sent: dict[str, Any]) -> list[str]:
        texts: list[str] = sent["text"]

        def perform(call: Call) -> Paid:
            del call  # DeepL knows no idempotency keys
            answer = asked(self._http, "POST", "v2/translate", json=sent, most_bytes=self._most_bytes)
            try:
                rows = [row["text"] for row in answer["translations"]]
                billed = sum(int(row.get("billed_characters", 0)) for row in answer["translations"])
            except (KeyError, TypeError, AttributeError, ValueError):
                raise OutcomeUnknown(f"{self._http.title} answered in a shape it does not document") from None
            usage = {"characters": billed or sum(map(len, texts))}
            return Paid({"texts": as_many(rows, texts, self._http.title)}, usage=usage)

        expected = {"characters": sum(map(len, texts))}
        return self._access.pay("translation", sent, expected, perform).result["texts"]


def connect(access: Access) -> DeepLTranslation:
    """See ``providers.manifest.Offer``."""
    return DeepLTranslation(access)
