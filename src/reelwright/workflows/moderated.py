"""Words are judged before speech, pictures, clips or music are made of them, where the operator wants that."""

from __future__ import annotations

from collections.abc import Sequence

from reelwright.errors import ContentRefused
from reelwright.providers.moderation import Moderation


def check_words(moderators: Sequence[Moderation], text: str) -> None:
    """Every moderator must find the words clean.

    Raises ``ContentRefused``, which names the categories; and ``ProviderFailed`` when one cannot tell: nothing is made then.
    """
    if not text.strip():
        return
    for moderator in moderators:
        verdict = moderator.check(text)
        if not verdict.is_clean:
            names = ", ".join(sorted({flag.category for flag in verdict.flags}))
            places = [f"“{flag.where}”" for flag in verdict.flags if flag.where]
            told = f": {', '.join(dict.fromkeys(places))}" if places else ""
            raise ContentRefused(
                f"the words are refused by {moderator.name} ({names}){told}",
                hint="change the words; the operator decides with REELWRIGHT_MODERATION who judges them",
            )
