"""What local alignment offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Vendor

OFFERS = (
    Offer(
        Vendor("local-alignment", "Alignment with local speech"), "alignment",
        "reelwright.vendors.local_alignment.aligner:connect", 40, limits={"seconds": 3600}, is_local=True,
        missing="reelwright.vendors.local_speech.installed:missing_espeak",
        terms="the text must be what is said; words are some 30 ms off where the voice speaks clearly",
    ),
)  # fmt: skip
