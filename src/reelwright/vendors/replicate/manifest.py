"""What Replicate offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url
from reelwright.vendors.clip_options import template_options, waiting

# Of Wan 2.2 fast as Replicate documents it.
_ARGUMENTS = """{"prompt": "{prompt}", "image": "{first}", "last_image": "{last}", "num_frames": "{frames}", "frames_per_second": 16,
 "resolution": "{resolution}", "aspect_ratio": "{aspect}", "seed": "{seed}"}"""

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
        Option("clip_model", "the model for clips of a description: owner/name, or owner/name:version", "wan-video/wan-2.2-t2v-fast"),
        Option("clip_image_model", "the model for clips that begin with a picture; the same one if left out", "wan-video/wan-2.2-i2v-fast"),
        *template_options(_ARGUMENTS, "5-7", "480p,720p", "16:9,9:16", "16"),
        *waiting(),
    ),
    site="https://replicate.com/account/api-tokens",
    check="reelwright.vendors.replicate.check:check",
)  # fmt: skip

CLIPS = Offer(
    VENDOR, "clips", "reelwright.vendors.replicate.clips:connect", 45, abilities=frozenset({"seed", "cancel"}), prices={"seconds": 0.03},
)  # fmt: skip

OFFERS: tuple[Offer, ...] = (
    CLIPS,
    Offer(
        VENDOR, "images", "reelwright.vendors.replicate.images:connect", 45,
        abilities=frozenset({"references", "seed"}), prices={"images": 0.04},
        terms="the price is flux-1.1-pro's; other models have others",
    ),
)  # fmt: skip
