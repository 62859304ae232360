"""What is available here, what is taken for each stage and why, and how to add more."""

from __future__ import annotations

import platform
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reelwright.app.providers.choosing import Providers
from reelwright.app.wiring import speaker_for
from reelwright.errors import ReelwrightError
from reelwright.media.encoders import encoder_facts
from reelwright.providers.speech import SpeechRequest
from reelwright.typesetting.fonts import FontLibrary
from reelwright.vendors.local_music.composer import LocalComposer
from reelwright.vendors.local_speech.manifest import available, voices

_LEAST_FREE_BYTES = 2_000_000_000


@dataclass
class Finding:
    subject: str
    state: Literal["good", "could be better", "broken"]
    found: str
    advice: str = ""


def diagnose(providers: Providers) -> list[Finding]:
    """Look at everything a video needs. Never raises for what it finds."""
    return [_python(), _script(providers), _speech(), _music(), _fonts(), _encoders(), _disk()]


def _python() -> Finding:
    return Finding("python", "good", f"{platform.python_version()} on {platform.system()} {platform.machine()}")


def _script(providers: Providers) -> Finding:
    try:
        ranked = providers.ranked("text")
    except ReelwrightError as error:
        return Finding("script", "broken", error.message, error.hint)
    if ranked:
        others = f", then {', '.join(choice.offer.vendor.title for choice in ranked[1:])}" if len(ranked) > 1 else ""
        return Finding("script", "good", f"written by {ranked[0].offer.vendor.title} ({ranked[0].reason}){others}")
    advice = (
        "for topics: set REELWRIGHT_TEXT_BASE_URL and REELWRIGHT_TEXT_MODEL (a local Ollama), "
        "or OPENAI_API_KEY, ANTHROPIC_API_KEY or GEMINI_API_KEY"
    )
    return Finding(
        "script",
        "could be better",
        "articles are condensed, scripts used as they are; no text model is configured",
        advice,
    )


def _speech() -> Finding:
    try:
        speaker = speaker_for("en", None)
        speech = speaker.provider.speak(SpeechRequest("This is a test.", speaker.voice, "en"))
        count = len(voices())
    except ReelwrightError as error:
        return Finding("speech", "broken", error.message, error.hint)
    found = (
        f"{speaker.voice} for English ({speaker.reason}); {count} voices; a test took {speech.duration:.1f} s of sound"
    )
    if available("flite"):
        return Finding("speech", "good", found)
    return Finding("speech", "could be better", found, "clearer English: install flite (Debian: apt install flite)")


def _music() -> Finding:
    try:
        return Finding("music", "good", f"composed here ({LocalComposer().version}): calm, bright, tense, epic")
    except ReelwrightError as error:
        return Finding("music", "broken", error.message, error.hint)


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
