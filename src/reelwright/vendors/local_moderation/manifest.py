"""What the word list offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor

VENDOR = Vendor(
    "word-list", "The word list in Reelwright",
    (
        Option("file", "a list of one's own that is used, too, in the shape of words.txt"),
        Option("built_in", "0 leaves out the list that comes with Reelwright", "1"),
    ),
)  # fmt: skip

OFFERS = (
    Offer(
        VENDOR, "moderation", "reelwright.vendors.local_moderation.word_list:connect", 10, is_local=True,
        terms="it knows words, not meanings: a net with wide meshes, for people who mean no harm",
    ),
)  # fmt: skip
