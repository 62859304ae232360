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
    "made": "Made.",
    "kept": "Kept as a template.",
    "archived": "Put away. You find it under “Put away”.",
    "restored": "Taken out again.",
    "batch-started": "The batch has begun. You can leave this page; work goes on.",
    "batch-retried": "The rows that failed are tried again.",
    "batch-cancelled": "Stopped. Videos that were finished are kept.",
    "dub-started": "Your video is being dubbed. You can leave this page; work goes on.",
    "remade": "What your changes touch is made again.",
    "changed": "Changed.",
    "converting": "The file is being converted.",
    "regenerated": "All videos of the project are being made again.",
}
