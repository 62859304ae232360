"""What Replicate offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url

VENDOR = Vendor(
    "replicate", "Replicate",
    (
        api_key("REPLICATE_API_TOKEN"),
        base_url("https://api.replicate.com/v1", "REPLICATE_API_BASE_URL"),
        Option("image_model", "the model that draws, as owner/name or owner/name:version", "black-forest-labs/flux-1.1-pro"),
        Option(
            "image_input",
            "what the model is told: JSON (or a file of it) with "
            "{prompt}, {avoid}, {width}, {height}, {aspect}, {seed}, {reference}, {references}",
            '{"prompt": "{prompt}", "aspect_ratio": "custom", "width": "{width}", "height": "{height}", '
            '"seed": "{seed}", "output_format": "png"}',
        ),
        Option("image_sides", "the least and most pixels of a side, and the step between", "256-1440/32"),
    ),
    site="https://replicate.com/account/api-tokens",
    check="reelwright.vendors.replicate.check:check",
)  # fmt: skip

OFFERS: tuple[Offer, ...] = (
    Offer(
        VENDOR, "images", "reelwright.vendors.replicate.images:connect", 45,
        abilities=frozenset({"references", "seed"}), prices={"images": 0.04},
        terms="the price is flux-1.1-pro's; other models have others",
    ),
)  # fmt: skip
