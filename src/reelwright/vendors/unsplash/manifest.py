"""What Unsplash offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url

VENDOR = Vendor(
    "unsplash", "Unsplash",
    (
        api_key("UNSPLASH_ACCESS_KEY"),
        base_url("https://api.unsplash.com"),
        Option("app_name", "the name your application is registered under, for the links of credits", "reelwright"),
    ),
    site="https://unsplash.com/oauth/applications",
    check="reelwright.vendors.unsplash.stock:check",
)  # fmt: skip

OFFERS = (
    Offer(
        VENDOR, "stock", "reelwright.vendors.unsplash.stock:connect", 50,
        limits={"candidates": 30},
        is_automatic=False,
        is_idempotent=True,
        terms="its API is meant for people who choose pictures, not for batches, so it is asked only when it is named in "
        "REELWRIGHT_STOCK; photographer and Unsplash are credited with links, each use is reported to it; 50 searches an hour "
        "until your application is approved",
    ),
)  # fmt: skip
