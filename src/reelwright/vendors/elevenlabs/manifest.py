"""What ElevenLabs offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url

VENDOR = Vendor(
    "elevenlabs", "ElevenLabs",
    (
        api_key("ELEVENLABS_API_KEY", "XI_API_KEY"),
        base_url("https://api.elevenlabs.io"),
        Option("recognition_model", "the model that listens", "scribe_v1"),
        Option("music_model", "the model that composes", "music_v1"),
        Option("music_format", "what music is sent as", "mp3_44100_192"),
    ),
    site="https://elevenlabs.io/app/settings/api-keys",
    check="reelwright.vendors.elevenlabs.check:check",
)  # fmt: skip

OFFERS: tuple[Offer, ...] = (
    Offer(
        VENDOR, "recognition", "reelwright.vendors.elevenlabs.recognition:connect", 84,
        abilities=frozenset({"word-times", "speakers"}), limits={"seconds": 28_800},
        prices={"seconds": 0.40 / 3600},
    ),
    Offer(
        VENDOR, "alignment", "reelwright.vendors.elevenlabs.alignment:connect", 60,
        limits={"seconds": 14_400}, prices={"seconds": 0.40 / 3600},
    ),
    Offer(
        VENDOR, "music", "reelwright.vendors.elevenlabs.music:connect", 60,
        abilities=frozenset({"prompts"}), limits={"seconds": 300}, prices={"seconds": 0.0133},
        terms="moods stay with the composer here; descriptions are composed by it",
    ),
    Offer(
        VENDOR, "enhancement", "reelwright.vendors.elevenlabs.isolation:connect", 60,
        abilities=frozenset({"voice-only"}), limits={"seconds": 3600}, prices={"seconds": 0.002},
    ),
    Offer(
        VENDOR, "separation", "reelwright.vendors.elevenlabs.separation:connect", 60,
        limits={"seconds": 3600}, prices={"seconds": 0.002},
    ),
)  # fmt: skip
