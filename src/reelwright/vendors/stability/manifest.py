"""What Stability AI offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url

VENDOR = Vendor(
    "stability", "Stability AI",
    (
        api_key("STABILITY_API_KEY"),
        base_url("https://api.stability.ai"),
        Option("image_service", "which service draws: core, ultra or sd3", "core"),
        Option("image_model", "the model of sd3, such as sd3.5-large", "sd3.5-large"),
        Option("image_strength", "how far a picture may go from the one it should look like, 0 to 1 (ultra, sd3)", "0.65"),
    ),
    site="https://platform.stability.ai/account/keys",
    check="reelwright.vendors.stability.api:check",
)  # fmt: skip

OFFERS = (
    Offer(
        VENDOR, "images", "reelwright.vendors.stability.images:connect", 60,
        abilities=frozenset({"references", "seed"}), prices={"credits": 0.01},
    ),
)  # fmt: skip
