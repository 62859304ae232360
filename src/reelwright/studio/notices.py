"""What a page says after something was done. Pages name a notice by a word in their address, so that no text comes from there."""

from __future__ import annotations

NOTICES = {
    "begun": "Your draft is saved. You can leave and come back at any time.",
    "renamed": "Renamed.",
    "removed": "Removed.",
    "started": "Your video is being made. You can leave this page; work goes on.",
    "cancelled": "Stopped. What was finished is kept.",
    "retried": "Trying again, from where it stopped.",
    "approved": "Approved. Work goes on.",
    "unshared": "The link no longer works.",
    "saved": "Saved.",
    "signed-out": "You are signed out.",
    "password-set": "Your new password is set. Sign in with it.",
    "mail-sent": "If there is such an account, a mail with a link is on its way.",
    "key-kept": "The key is stored, sealed. It is not shown again.",
    "tested": "A test event is on its way.",
}
