"""What is available here, what is taken for each stage and why, and how to add more."""

from __future__ import annotations

import platform
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reelwright.app.providers.catalogue import offers
from reelwright.app.providers.choosing import Providers
from reelwright.app.providers.overview import answers, offer_rows
from reelwright.app.wiring import speaker_for
from reelwright.errors import ReelwrightError
from reelwright.media.encoders import encoder_facts
from reelwright.providers.manifest import Kind, Offer
from reelwright.providers.speech import SpeechRequest
from reelwright.typesetting.fonts import FontLibrary
from reelwright.vendors.local_speech.manifest import available, voices

_LEAST_FREE_BYTES = 2_000_000_000
_MOST_ADVICE = 2
"""Providers named for each kind; `reel providers list` names all."""
_KINDS: tuple[tuple[Kind, str], ...] = (
    ("text", "words"), ("speech", "voices"), ("recognition", "listening"), ("stock", "pictures"), ("images", "images"),
    ("clips", "clips"), ("music", "music"),
)  # fmt: skip
_WITHOUT: dict[Kind, str] = {
    "text": "articles are condensed, scripts used as they are; a topic alone needs a model",
    "stock": "your own pictures (--media), else designed ones",
    "images": "none are generated; pictures are designed",
    "clips": "none are generated",
    "recognition": "speech is timed where its words are known; it is not recognised",
}
"""What is done where nobody is configured."""


@dataclass
class Finding:
    subject: str
    state: Literal["good", "could be better", "broken"]
    found: str
    advice: str = ""


def diagnose(providers: Providers) -> list[Finding]:
    """Look at everything a video needs, and ask providers whether their keys are good. Never raises for what it finds."""
    taken = [_of_kind(providers, kind, label) for kind, label in _KINDS]
    return [_python(), *taken, *_keys(providers), _voice(), _fonts(), _encoders(), _disk()]


def _python() -> Finding:
    return Finding("python", "good", f"{platform.python_version()} on {platform.system()} {platform.machine()}")


def _of_kind(providers: Providers, kind: Kind, label: str) -> Finding:
    """Who is asked for a kind, and what would be better."""
    try:
        rows = offer_rows(providers, kind)
    except ReelwrightError as error:
        return Finding(label, "broken", error.message, error.hint)
    asked = [row for row in rows if row.state in ("first", "next")]
    best = max(
        (offer.quality for offer in offers(kind) if any(row.vendor == offer.vendor.name for row in asked)), default=0
    )
    better = [
        offer for offer in offers(kind) if offer.quality > best and offer.is_automatic and providers.missing(offer)
    ]
    named = better[:_MOST_ADVICE] + [offer for offer in better[_MOST_ADVICE:] if not _wants_a_key(offer)][:1]
    advice = "; or ".join(f"{offer.vendor.title}: {' and '.join(providers.missing(offer))}" for offer in named)
    found = ", then ".join(row.title for row in asked) or _WITHOUT.get(kind, "nobody is configured")
    return Finding(label, "good" if not better else "could be better", found, advice and f"better: {advice}")


def _wants_a_key(offer: Offer) -> bool:
    return any(option.is_secret and option.is_required for option in offer.vendor.options)


def _keys(providers: Providers) -> list[Finding]:
    """Each configured provider's own word on its key or address."""
    try:
        asked = answers(providers, "")
    except ReelwrightError as error:
        return [Finding("keys", "broken", error.message, error.hint)]
    return [
        Finding(f"test: {row.vendor}", "good" if row.is_good else "broken", row.said, "" if row.is_good else row.hint)
        for row in asked
    ]


def _voice() -> Finding:
    try:
        speaker = speaker_for("en", None)
        speech = speaker.provider.speak(SpeechRequest("This is a test.", speaker.voice, "en"))
        count = len(voices())
    except ReelwrightError as error:
        return Finding("voice", "broken", error.message, error.hint)
    found = (
        f"{speaker.voice} for English ({speaker.reason}); {count} voices; a test took {speech.duration:.1f} s of sound"
    )
    if available("flite"):
        return Finding("voice", "good", found)
    return Finding("voice", "could be better", found, "clearer English: install flite (Debian: apt install flite)")


def _fonts() -> Finding:
    report = FontLibrary().describe()
    found = f"{len(report.families)} families, {len(report.covered)} scripts"
    if not report.missing:
        return Finding("fonts", "good", found)
    names = ", ".join(script.name for script in report.missing)
    return Finding("fonts", "could be better", f"{found}; none for {names}", report.missing[0].remedy)


def _encoders() -> Finding:
    facts = encoder_facts()
    missing = [name for name, is_here in facts.encoders.items() if not is_here]
    if missing:
        return Finding("encoders", "broken", f"missing: {', '.join(missing)}", "install the `av` wheel again")
    return Finding("encoders", "good", f"{', '.join(facts.encoders)} (PyAV {facts.version})")


def _disk() -> Finding:
    free = shutil.disk_usage(Path.cwd()).free
    state = "good" if free >= _LEAST_FREE_BYTES else "could be better"
    return Finding(
        "disk",
        state,
        f"{free / 1e9:.1f} GB free here",
        "" if state == "good" else "a minute of video needs up to 100 MB while it is made",
    )
