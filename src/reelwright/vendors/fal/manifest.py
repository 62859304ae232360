"""What fal offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url

VENDOR = Vendor(
    "fal", "fal",
    (
        api_key("FAL_KEY"),
        base_url("https://queue.fal.run"),
        Option("image_model", "the model that draws", "fal-ai/flux/dev"),
        Option(
            "image_input",
            "what the model is told: JSON (or a file of it) with "
            "{prompt}, {avoid}, {width}, {height}, {seed}, {count}, {reference}, {references}",
            '{"prompt": "{prompt}", "image_size": {"width": "{width}", "height": "{height}"}, "num_images": "{count}", '
            '"seed": "{seed}", "output_format": "png"}',
        ),
        Option("image_sides", "the least and most pixels of a side, and the step between", "256-1536/16"),
    ),
    site="https://fal.ai/dashboard/keys",
)  # fmt: skip

OFFERS: tuple[Offer, ...] = (
    Offer(
        VENDOR, "images", "reelwright.vendors.fal.images:connect", 50,
        abilities=frozenset({"references", "seed"}), prices={"images": 0.035},
        terms="the price is flux/dev's for a picture of about 1.4 megapixels; other models have others",
    ),
)  # fmt: skip
