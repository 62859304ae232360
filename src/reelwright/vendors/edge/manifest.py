"""What the voices of Microsoft Edge's read-aloud offer."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Vendor

VENDOR = Vendor("edge", "Microsoft Edge's voices", site="https://github.com/rany2/edge-tts")

OFFERS = (
    Offer(
        VENDOR, "speech", "reelwright.vendors.edge.speech:connect", 40, abilities=frozenset({"word-times"}),
        module="edge_tts", extra="edge", is_automatic=False, is_idempotent=True, limits={"bytes": 4096}, calls_per_minute=60,
        terms="free and without a key, but meant for the browser: an unofficial way in that may close at any time; "
        "name it in REELWRIGHT_SPEECH to use it",
    ),
)  # fmt: skip
