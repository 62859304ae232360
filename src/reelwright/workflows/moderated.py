"""Words are judged before speech, pictures, clips or music are made of them, and pictures once they are made, where the operator
wants that."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reelwright.errors import ContentRefused
from reelwright.providers.moderation import Moderation, Verdict

_WHO = "the operator decides with REELWRIGHT_MODERATION who judges"


def check_words(moderators: Sequence[Moderation], text: str) -> None:
    """Every moderator must find the words clean.

    Raises ``ContentRefused``, which names the categories; and ``ProviderFailed`` when one cannot tell: nothing is made then.
    """
    if not text.strip():
        return
    for moderator in moderators:
        verdict = moderator.check(text)
        if not verdict.is_clean:
            names = _categories(verdict)
            places = [f"“{flag.where}”" for flag in verdict.flags if flag.where]
            told = f": {', '.join(dict.fromkeys(places))}" if places else ""
            raise ContentRefused(
                f"the words are refused by {moderator.name} ({names}){told}",
                hint=f"change the words; {_WHO} them",
            )


def check_pictures(moderators: Sequence[Moderation], pictures: tuple[Path, ...]) -> None:
    """What was made must be clean in the eyes of those who judge pictures. Raises as ``check_words``."""
    for moderator in (each for each in moderators if each.judges_pictures):
        verdict = moderator.check("", pictures)
        if not verdict.is_clean:
            raise ContentRefused(
                f"what was made is refused by {moderator.name} ({_categories(verdict)})",
                hint=f"change the prompt in visuals.json; {_WHO}",
            )


def _categories(verdict: Verdict) -> str:
    return ", ".join(sorted({flag.category for flag in verdict.flags}))
