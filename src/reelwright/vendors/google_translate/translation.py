"""Translation by Google Cloud Translation, basic edition: ``POST /language/translate/v2``.

https://cloud.google.com/translate/docs/reference/rest/v2/translate
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langcodes import Language

from reelwright.errors import OutcomeUnknown
from reelwright.providers.access import Access
from reelwright.providers.payments import Call, Paid
from reelwright.providers.translation import Translated, TranslationRequest
from reelwright.vendors.google_translate.api import api, asked
from reelwright.vendors.plain_translation import as_many, batches, translated


class GoogleTranslation:
    """``TranslationProvider``. It knows no context, glossary or register: each text is translated alone."""

    heeds_length = False

    def __init__(self, access: Access, timeout_seconds: float = 60.0, most_bytes: int = 8_000_000) -> None:
        self._access = access
        self._http = api(access, timeout_seconds)
        self._most_bytes = most_bytes

    @property
    def name(self) -> str:
        return self._access.name

    @property
    def version(self) -> str:
        return f"v2-{self._access.option('model')}-1"

    def translate(self, request: TranslationRequest) -> tuple[Translated, ...]:
        """See ``providers.translation.TranslationProvider``."""
        told = {
            "source": language_name(request.source), "target": language_name(request.target), "format": "text",
            "model": self._access.option("model"),
        }  # fmt: skip
        limits = self._access.offer.limits

        def translate(texts: Sequence[str]) -> list[str]:
            parts = batches(texts, limits["texts"], limits["characters"])
            return [text for part in parts for text in self._paid(told | {"q": part})]

        return translated(request, translate)

    def _paid(self, sent: dict[str, Any]) -> list[str]:
        texts: list[str] = sent["q"]
        usage = {"characters": sum(map(len, texts))}

        def perform(call: Call) -> Paid:
            del call  # Google knows no idempotency keys here
            answer = asked(self._http, "POST", "language/translate/v2", json=sent, most_bytes=self._most_bytes)
            try:
                rows = [row["translatedText"] for row in answer["data"]["translations"]]
            except (KeyError, TypeError):
                raise OutcomeUnknown(f"{self._http.title} answered in a shape it does not document") from None
            return Paid({"texts": as_many(rows, texts, self._http.title)}, usage=usage)

        return self._access.pay("translation", sent, usage, perform).result["texts"]


def connect(access: Access) -> GoogleTranslation:
    """See ``providers.manifest.Offer``."""
    return GoogleTranslation(access)


def language_name(tag: str) -> str:
    """Google's name: ``zh-CN`` and ``zh-TW``, ``pt-PT`` and ``fr-CA`` as they are, else the language alone."""
    language = Language.get(tag)
    name = language.language or tag
    if name in ("zh", "cmn"):
        return "zh-TW" if language.script == "Hant" or language.territory in ("TW", "HK", "MO") else "zh-CN"
    whole = f"{name}-{language.territory}"
    return whole if whole in ("pt-PT", "fr-CA") else {"nb": "no", "iw": "he"}.get(name, name)
