"""What PocketSphinx offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Vendor

OFFERS = (
    Offer(
        Vendor("pocketsphinx", "PocketSphinx", site="https://github.com/cmusphinx/pocketsphinx"), "recognition",
        "reelwright.vendors.pocketsphinx.recognition:connect", 10, languages=("en",), abilities=frozenset({"word-times"}),
        module="pocketsphinx", extra="pocketsphinx", is_local=True,
        terms="English only, and without punctuation; of clear speech up to four words in ten are wrong: read it before you use it",
    ),
)  # fmt: skip
