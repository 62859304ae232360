"""What local diarization offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Vendor

OFFERS = (
    Offer(
        Vendor("voices-apart", "Speaker finder in Reelwright", site="https://github.com/resemble-ai/Resemblyzer"), "speakers",
        "reelwright.vendors.local_speakers.diarizer:connect", 10, is_local=True,
        terms="Resemblyzer's encoder, Apache-2.0",
    ),
)  # fmt: skip
