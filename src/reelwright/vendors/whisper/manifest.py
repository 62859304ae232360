"""What faster-whisper offers, given a model."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor

VENDOR = Vendor(
    "whisper", "Whisper on this machine",
    (
        Option("model", "folder of a Whisper model as faster-whisper loads it (CTranslate2)", is_required=True),
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
