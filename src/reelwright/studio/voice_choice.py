"""Languages and voices to choose from."""

from __future__ import annotations

from reelwright.api.routes.voices import voices
from reelwright.app.platform import Platform
from reelwright.errors import ReelwrightError
from reelwright.studio.viewer import Viewer
from reelwright.studio.words import language

_MOST = 80

_USUAL = (
    "en", "es", "pt", "fr", "de", "it", "nl", "pl", "cs", "sv", "da", "nb", "fi", "el", "ro", "hu", "bg", "hr", "uk", "ru", "tr", "ar",
    "he", "fa", "hi", "bn", "ta", "te", "ur", "id", "ms", "vi", "th", "zh", "ja", "ko", "sw", "ca",
)  # fmt: skip


def usual_languages(chosen: str = "") -> dict[str, str]:
    """Names by tag, in the order of their names; ``chosen`` is among them."""
    tags = {*_USUAL, *([chosen] if chosen else [])}
    return dict(sorted(((tag, language(tag)) for tag in tags), key=lambda row: row[1]))


def voices_to_choose(platform: Platform, viewer: Viewer, tongue: str, *chosen: str) -> dict[str, str]:
    """Names by id: the user's clones and favourites first, then the best providers'; ``chosen`` ones are among them."""
    try:
        found = voices(platform, viewer.caller, language=tongue or None).data[:_MOST]
    except ReelwrightError:
        found = []
    named = {each.id: f"{each.name} ({each.provider}{', ' + each.style if each.style else ''})" for each in found}
    return named | {each: each for each in chosen if each and each not in named}
