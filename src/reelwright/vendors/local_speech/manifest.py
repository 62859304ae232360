"""What local speech offers and which of its engines answers; readable without loading any of them."""

from __future__ import annotations

from dataclasses import dataclass

from reelwright.errors import InvalidInput
from reelwright.providers.manifest import Offer, Vendor
from reelwright.providers.speech import SpeechSynthesis, Voice
from reelwright.vendors.local_speech.installed import has_espeak, has_flite

OFFERS = (
    Offer(
        Vendor("flite", "Flite", site="http://www.festvox.org/flite/"), "speech", "reelwright.vendors.local_speech.flite:connect", 20,
        languages=("en",), abilities=frozenset({"word-times"}), missing="reelwright.vendors.local_speech.installed:missing_flite",
        is_local=True, terms="BSD-like licence",
    ),
    Offer(
        Vendor("espeak", "eSpeak NG", site="https://github.com/espeak-ng/espeak-ng"), "speech",
        "reelwright.vendors.local_speech.espeak:connect", 10, abilities=frozenset({"word-times"}), is_local=True,
        missing="reelwright.vendors.local_speech.installed:missing_espeak",
        terms="GPL-3.0; runs in a process of its own",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SpeechChoice:
    """The provider and voice for a wish. ``voice`` is a full id; ``reason`` is a sentence to show."""

    provider: SpeechSynthesis
    voice: str
    reason: str


def available(name: str) -> bool:
    """Whether the engine of a row can be used here; quick, nothing is loaded."""
    return {"espeak": has_espeak, "flite": has_flite}[name]()


def voices() -> tuple[Voice, ...]:
    """Every voice that can speak here: Flite's first, then eSpeak NG's by language."""
    from reelwright.vendors.local_speech import espeak, flite  # noqa: PLC0415  numpy comes with them

    best = flite.FliteSpeech().voices() if has_flite() else ()
    return best + (espeak.EspeakSpeech().voices() if has_espeak() else ())


def choose(language: str, voice: str = "auto") -> SpeechChoice:
    """The engine and voice for a language (BCP 47) and a wish.

    A wish is ``auto``, ``female``, ``male``, an engine's name, or a voice id. Left to itself: Flite for English where
    it is installed, else eSpeak NG. Raises ``InvalidInput`` for a voice or language nobody here has.
    """
    from reelwright.vendors.local_speech import espeak, espeak_voices, flite  # noqa: PLC0415  numpy comes with them

    engine = voice.partition(":")[0]
    if engine not in ("", "auto", "female", "male", "espeak", "flite"):
        raise InvalidInput(
            f"there is no local voice {voice!r}",
            hint="write auto, female, male, or an id such as flite:slt or espeak:de",
        )
    english = flite.speaks(language)
    if engine == "flite" or (engine != "espeak" and english and has_flite()):
        key = flite.flite_voice(voice, language)
        reason = "asked for" if engine == "flite" else "English, and Flite is installed: the clearest local voice"
        return SpeechChoice(flite.FliteSpeech(), f"flite:{key}", reason)
    provider = espeak.EspeakSpeech()
    name = espeak_voices.chosen_voice(voice, language, provider.abilities.languages)
    if engine == "espeak":
        reason = "asked for"
    elif english:
        reason = "Flite, which is clearer, is not installed: " + flite.INSTALL_HINT
    else:
        reason = f"eSpeak NG is the local engine for {language}"
    return SpeechChoice(provider, f"espeak:{name}", reason)
