"""The kinds of mails, and which of them a user may do without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class MailKind:
    """``choice`` is the name of the user's setting (in ``settings.mails``); empty for mails that always come."""

    subject: str
    choice: str = ""


KINDS: dict[str, MailKind] = {
    "welcome": MailKind("Welcome to Reelwright"),
    "verify": MailKind("Confirm your address"),
    "reset": MailKind("Your new password"),
    "done": MailKind("Your video is ready: {title}", "done"),
    "failed": MailKind("Your video could not be made: {title}", "failed"),
    "waiting": MailKind("Your video waits for you: {title}", "waiting"),
    "low_balance": MailKind("Your credits run low", "lowBalance"),
    "appeal": MailKind("A decision on your appeal"),
    "export": MailKind("Your data is ready to be downloaded"),
    "leaving": MailKind("Your account will be deleted on {date}"),
    "stayed": MailKind("Your account stays"),
}
CHOICES = {
    "done": "A video is ready",
    "failed": "A video could not be made",
    "waiting": "A video waits for my approval",
    "lowBalance": "My credits run low",
}
"""What users choose from, in words. All are sent until somebody says otherwise."""


def wants(settings: Mapping[str, Any], kind: str) -> bool:
    """Whether a user with these settings gets mails of a kind."""
    choice = KINDS[kind].choice
    chosen = settings.get("mails")
    return not choice or not isinstance(chosen, Mapping) or chosen.get(choice, True) is not False
