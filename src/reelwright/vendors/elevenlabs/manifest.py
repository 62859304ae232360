"""What ElevenLabs offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url

VENDOR = Vendor(
    "elevenlabs", "ElevenLabs",
    (
        api_key("ELEVENLABS_API_KEY", "XI_API_KEY"),
        base_url("https://api.elevenlabs.io"),
        Option("recognition_model", "the model that listens", "scribe_v1"),
        Option("speech_model", "the model that speaks", "eleven_multilingual_v2"),
        Option("speech_format", "sound format of voices; the better ones need a larger plan", "mp3_44100_128"),
        Option("speech_seed", "a number: the same words then sound (nearly) the same again"),
        Option("speech_stability", "0 (lively) to 1 (even)"),
        Option("speech_context", "1 to tell the neighbouring sentences: flows better, but an edit speaks them again"),
        Option("music_model", "the model that composes", "music_v1"),
        Option("music_format", "what music is sent as", "mp3_44100_192"),
    ),
    site="https://elevenlabs.io/app/settings/api-keys",
    check="reelwright.vendors.elevenlabs.check:check",
)  # fmt: skip

SPEECH = Offer(
    VENDOR, "speech", "reelwright.vendors.elevenlabs.speech:connect", 90,
    abilities=frozenset({"word-times", "seed", "cloning"}), limits={"characters": 10_000}, prices={"characters": 0.00022},
)  # fmt: skip

OFFERS: tuple[Offer, ...] = (
    SPEECH,
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
    Offer(
        VENDOR, "cloning", "reelwright.vendors.elevenlabs.cloning:connect", 90, limits={"seconds": 180},
        is_idempotent=True, terms="instant voice cloning: a paid plan; its terms want the consent of whoever is heard",
    ),
)  # fmt: skip
