"""What Azure's speech service offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key

VENDOR = Vendor(
    "azure", "Azure Speech",
    (
        api_key("AZURE_SPEECH_KEY", "SPEECH_KEY"),
        Option("region", "the region of the speech resource, such as westeurope", is_required=True, also=("AZURE_SPEECH_REGION", "SPEECH_REGION")),
        Option("base_url", "another address than the region's, such as a container's"),
        Option("speech_format", "sound format", "riff-24khz-16bit-mono-pcm"),
    ),
    site="https://portal.azure.com (a Speech resource)",
    check="reelwright.vendors.azure.speech:check",
)  # fmt: skip

OFFERS = (
    Offer(
        VENDOR, "speech", "reelwright.vendors.azure.speech:connect", 75, abilities=frozenset({"lexicon"}),
        limits={"characters": 3000}, prices={"characters": 0.000016}, calls_per_minute=200,
    ),
)  # fmt: skip
