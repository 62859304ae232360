"""What Runway offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url
from reelwright.vendors.clip_options import waiting

VENDOR = Vendor(
    "runway", "Runway",
    (
        api_key("RUNWAYML_API_SECRET"),
        base_url("https://api.dev.runwayml.com", "RUNWAYML_BASE_URL"),
        Option("api_version", "the API's version, sent as X-Runway-Version", "2024-11-06"),
        Option("clip_model", "the model for clips: gen4.5, gen4_turbo, veo3.1, veo3.1_fast, seedance2, wan3, gemini_omni_flash_1.1 …", "gen4.5"),
        Option("credits_per_second", "credits for one second, for models whose price is not known here"),
        *waiting(),
    ),
    site="https://dev.runwayml.com",
    check="reelwright.vendors.runway.check:check",
)  # fmt: skip

CLIPS = Offer(
    VENDOR, "clips", "reelwright.vendors.runway.clips:connect", 75,
    abilities=frozenset({"references", "seed", "cancel"}), limits={"seconds": 15}, prices={"credits": 0.01},
)  # fmt: skip

OFFERS: tuple[Offer, ...] = (CLIPS,)
