"""What faster-whisper offers, given a model."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor
from reelwright.providers.models import KnownModel

VENDOR = Vendor(
    "whisper", "Whisper on this machine",
    (
        Option("model", "a stored model (`reel models get whisper-small`), or the folder of one (CTranslate2)", is_required=True),
        Option("device", "cpu, cuda or auto", "auto"),
        Option("compute_type", "numbers it computes with: int8, float16, float32, or default", "default"),
        Option("beam_size", "how many readings are weighed against each other", "5"),
        Option("memory", "gigabytes of memory it may take", "12"),
    ),
    site="https://github.com/SYSTRAN/faster-whisper",
    check="reelwright.vendors.whisper.model_folder:check",
)  # fmt: skip

OFFERS = (
    Offer(
        VENDOR, "recognition", "reelwright.vendors.whisper.recognition:connect", 86, abilities=frozenset({"word-times"}),
        module="faster_whisper", extra="whisper", is_local=True, terms="MIT licence; nothing leaves this machine",
    ),
)  # fmt: skip

_FILES = ("model.bin", "config.json", "tokenizer.json", "vocabulary.*")
MODELS = tuple(
    KnownModel(f"whisper-{size}", f"Whisper {size}, as faster-whisper loads it", repo, (*_FILES, *more), "MIT", megabytes=megabytes)
    for size, repo, megabytes, more in (
        ("tiny", "Systran/faster-whisper-tiny", 78, ()), ("base", "Systran/faster-whisper-base", 148, ()),
        ("small", "Systran/faster-whisper-small", 486, ()), ("medium", "Systran/faster-whisper-medium", 1530, ()),
        ("large-v3", "Systran/faster-whisper-large-v3", 3090, ("preprocessor_config.json",)),
    )
)  # fmt: skip
