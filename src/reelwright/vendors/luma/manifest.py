"""What Luma offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url
from reelwright.vendors.clip_options import waiting

VENDOR = Vendor(
    "luma", "Luma",
    (
        api_key("LUMA_AGENTS_API_KEY"),
        base_url("https://agents.lumalabs.ai/v1"),
        Option("clip_model", "the model for clips", "ray-3.2"),
        *waiting(),
    ),
    site="https://platform.lumalabs.ai",
)  # fmt: skip

CLIPS = Offer(
    VENDOR, "clips", "reelwright.vendors.luma.clips:connect", 65, limits={"seconds": 10},
    prices={"seconds_360p": 0.012, "seconds_540p": 0.03, "seconds_720p": 0.06, "seconds_1080p": 0.24},
)  # fmt: skip

OFFERS: tuple[Offer, ...] = (CLIPS,)
