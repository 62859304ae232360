"""What Apertium offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor

VENDOR = Vendor(
    "apertium",
    "Apertium",
    (Option("program", "its program: a name or a path", "apertium"),),
    site="https://wiki.apertium.org/wiki/Installation",
)
OFFERS = (
    Offer(
        VENDOR, "translation", "reelwright.vendors.apertium.translation:connect", 10, is_local=True,
        missing="reelwright.vendors.apertium.program:missing", terms="GPL-2.0 or later; runs in a process of its own",
    ),
)  # fmt: skip
