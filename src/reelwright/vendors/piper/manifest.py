"""What Piper offers, and the voices it can be fetched with."""

from __future__ import annotations

import re

from reelwright.providers.manifest import Offer, Option, Vendor
from reelwright.providers.models import KnownModel

VENDOR = Vendor(
    "piper",
    "Piper",
    (
        Option(
            "model",
            "names of stored voices, paths of .onnx files or of folders with them, by commas; empty: all stored ones",
        ),
        Option("voices", "the voice that is taken when none is asked for, such as en_US-lessac-medium"),
        Option("threads", "threads for one sentence; 0: as many as there are processors, four at most", "0"),
    ),
    site="https://huggingface.co/rhasspy/piper-voices",
)
OFFERS = (
    Offer(
        VENDOR, "speech", "reelwright.vendors.piper.speech:connect", 45, module="onnxruntime", extra="local-voices",
        missing="reelwright.vendors.piper.voice_files:missing", is_local=True, terms="each voice has its own licence: see its MODEL_CARD",
    ),
)  # fmt: skip

PREFIX = "piper-"
_REPO, _REVISION = "rhasspy/piper-voices", "v1.0.0"
_NAMED = re.compile(
    r"(?P<language>[a-z]{2,3})_(?P<region>[A-Z]{2})-(?P<name>[A-Za-z0-9_]+)-(?P<quality>x_low|low|medium|high)"
)
_OFTEN_TAKEN = (
    "en_US-lessac-medium", "en_US-amy-medium", "en_US-ryan-high", "en_GB-alan-medium", "en_GB-alba-medium", "de_DE-thorsten-medium",
    "fr_FR-siwis-medium", "es_ES-davefx-medium", "es_MX-ald-medium", "it_IT-paola-medium", "pt_BR-faber-medium", "nl_NL-mls-medium",
    "pl_PL-gosia-medium", "cs_CZ-jirka-medium", "ru_RU-irina-medium", "uk_UA-ukrainian_tts-medium", "tr_TR-dfki-medium",
    "ar_JO-kareem-medium", "vi_VN-vais1000-medium",
)  # fmt: skip


def known_model(name: str) -> KnownModel | None:
    """Any voice of Piper's collection by its name: ``piper-en_US-lessac-medium``, or without ``piper-``."""
    voice = name.removeprefix(PREFIX)
    found = _NAMED.fullmatch(voice)
    if found is None:
        return None
    tag = f"{found['language']}_{found['region']}"
    folder = f"{found['language']}/{tag}/{found['name']}/{found['quality']}"
    files = (f"{folder}/{voice}.onnx", f"{folder}/{voice}.onnx.json", f"{folder}/MODEL_CARD")
    megabytes = 114 if found["quality"] == "high" else 63
    return KnownModel(
        PREFIX + voice,
        f"Piper voice {found['name']}, {tag.replace('_', '-')}, {found['quality'].replace('_', ' ')} quality",
        _REPO,
        files,
        "see its MODEL_CARD",
        _REVISION,
        megabytes,
    )


MODELS = tuple(model for model in map(known_model, _OFTEN_TAKEN) if model is not None)
