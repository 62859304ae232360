"""What Kling offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, base_url
from reelwright.vendors.clip_options import waiting

VENDOR = Vendor(
    "kling", "Kling",
    (
        Option("access_key", "its access key", is_secret=True, is_required=True, also=("KLING_ACCESS_KEY",)),
        Option("secret_key", "its secret key", is_secret=True, is_required=True, also=("KLING_SECRET_KEY",)),
        base_url("https://api-singapore.klingai.com"),
        Option("clip_model", "the model for clips", "kling-v2-6"),
        Option("clip_mode", "std or pro", "pro"),
        *waiting(),
    ),
    site="https://app.klingai.com/global/dev",
    check="reelwright.vendors.kling.check:check",
)  # fmt: skip

CLIPS = Offer(
    VENDOR, "clips", "reelwright.vendors.kling.clips:connect", 60, limits={"seconds": 15},
    prices={"seconds": 0.07, "seconds_with_sound": 0.14},
)  # fmt: skip

OFFERS: tuple[Offer, ...] = (CLIPS,)
