"""Languages and voices to choose from."""

from __future__ import annotations

from reelwright.studio.words import language

_USUAL = (
    "en", "es", "pt", "fr", "de", "it", "nl", "pl", "cs", "sv", "da", "nb", "fi", "el", "ro", "hu", "bg", "hr", "uk", "ru", "tr", "ar",
    "he", "fa", "hi", "bn", "ta", "te", "ur", "id", "ms", "vi", "th", "zh", "ja", "ko", "sw", "ca",
)  # fmt: skip


def usual_languages(chosen: str = "") -> dict[str, str]:
    """Names by tag, in the order of their names; ``chosen`` is among them."""
    tags = {*_USUAL, *([chosen] if chosen else [])}
    return dict(sorted(((tag, language(tag)) for tag in tags), key=lambda row: row[1]))
