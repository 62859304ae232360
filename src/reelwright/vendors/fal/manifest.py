"""What fal offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url
from reelwright.vendors.clip_options import template_options, waiting

# Of Wan 2.2 as fal documents it.
_ARGUMENTS = """{"prompt": "{prompt}", "negative_prompt": "{avoid}", "image_url": "{first}", "end_image_url": "{last}",
 "num_frames": "{frames}", "frames_per_second": 16, "resolution": "{resolution}", "aspect_ratio": "{aspect}", "seed": "{seed}"}"""

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
        Option("clip_model", "the model for clips of a description", "fal-ai/wan/v2.2-a14b/text-to-video"),
        Option("clip_image_model", "the model for clips that begin with a picture; the same one if left out", "fal-ai/wan/v2.2-a14b/image-to-video"),
        *template_options(_ARGUMENTS, "2-10", "480p,580p,720p", "16:9,9:16,1:1", "16"),
        *waiting(),
    ),
    site="https://fal.ai/dashboard/keys",
)  # fmt: skip

CLIPS = Offer(
    VENDOR, "clips", "reelwright.vendors.fal.clips:connect", 50, abilities=frozenset({"seed", "cancel"}), prices={"seconds": 0.08},
)  # fmt: skip

OFFERS: tuple[Offer, ...] = (
    CLIPS,
    Offer(
        VENDOR, "images", "reelwright.vendors.fal.images:connect", 50,
        abilities=frozenset({"references", "seed"}), prices={"images": 0.035},
        terms="the price is flux/dev's for a picture of about 1.4 megapixels; other models have others",
    ),
)  # fmt: skip
