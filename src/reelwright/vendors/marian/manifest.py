"""What local translation models offer, and the ones that can be fetched."""

from __future__ import annotations

import re

from reelwright.providers.manifest import Offer, Option, Vendor
from reelwright.providers.models import KnownModel

VENDOR = Vendor(
    "marian",
    "local translation models (OPUS-MT, Argos)",
    (
        Option(
            "model",
            "folders or names of stored models by commas, such as en-es=/models/en-es; empty: all stored ones",
        ),
        Option("beam", "how many translations are followed at once: more is better and slower", "4"),
        Option("threads", "threads for one text; 0: as many as there are processors, four at most", "0"),
    ),
    site="https://huggingface.co/Helsinki-NLP",
)
OFFERS = (
    Offer(
        VENDOR, "translation", "reelwright.vendors.marian.translation:connect", 40, module="ctranslate2", extra="local-translation",
        missing="reelwright.vendors.marian.model_folders:missing", is_local=True,
        terms="each model has its own licence: OPUS-MT Apache-2.0 or CC-BY-4.0",
    ),
)  # fmt: skip

_NAMED = re.compile(r"opus-mt-(?P<source>[a-z]{2,3})-(?P<target>[a-z]{2,3})")
_FILES = ("config.json", "model.bin", "shared_vocabulary.json", "source.spm", "target.spm", "README.md")
_OFTEN_TAKEN = (
    "en-es", "es-en", "en-fr", "fr-en", "en-de", "de-en", "en-it", "it-en", "en-nl", "nl-en", "en-ru", "ru-en", "en-uk", "uk-en", "en-ar",
)  # fmt: skip


def known_model(name: str) -> KnownModel | None:
    """Any pair of OPUS-MT as it was converted for CTranslate2: ``opus-mt-en-es``."""
    found = _NAMED.fullmatch(name)
    if found is None:
        return None
    title = f"OPUS-MT, {found['source']} to {found['target']}"
    return KnownModel(name, title, f"gaudi/{name}-ctranslate2", _FILES, "Apache-2.0", megabytes=155)


MODELS = tuple(model for pair in _OFTEN_TAKEN if (model := known_model(f"opus-mt-{pair}")) is not None)
