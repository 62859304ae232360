"""Times, lengths, sizes, money and states as people say them."""

from __future__ import annotations

from datetime import datetime, timedelta

from reelwright.database.columns import now

STATUSES = {
    "QUEUED": ("Waiting", "quiet"),
    "PROCESSING": ("Working", "busy"),
    "WAITING_FOR_APPROVAL": ("Needs you", "ask"),
    "CANCELLING": ("Stopping", "quiet"),
    "COMPLETED": ("Ready", "good"),
    "FAILED": ("Failed", "bad"),
    "CANCELLED": ("Stopped", "quiet"),
}
"""Each state's word and the tone of its badge."""
_STAGES = {
    "": "In the queue",
    "gather": "Collecting files",
    "script": "Writing the script",
    "speech": "Speaking",
    "visuals": "Choosing pictures",
    "timeline": "Laying out the timeline",
    "materials": "Making materials",
    "render": "Drawing the video",
    "improve": "Improving the script",
    "say": "Speaking",
    "captions": "Writing captions",
    "compose": "Composing",
    "podcast": "Recording the podcast",
    "clip": "Filming the clip",
    "enhance": "Cleaning the sound",
    "clone": "Cloning the voice",
    "lips": "Syncing the lips",
    "transcode": "Converting",
}
_KINDS = {
    "make": "Video",
    "render": "Rendering",
    "script": "Script",
    "improve": "Script",
    "speech": "Speech",
    "captions": "Captions",
    "music": "Music",
    "podcast": "Podcast",
    "clip": "Clip",
    "enhance": "Sound",
    "voice": "Voice",
    "lip-sync": "Lip-sync",
    "transcode": "Conversion",
}


def ago(at: datetime) -> str:
    """``3 minutes ago``; the date when it is longer than a week."""
    seconds = max(0, int((now() - at).total_seconds()))
    if seconds < 45:
        return "just now"
    for size, word in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            if word == "day" and count > 7:
                return f"{at.day} {at:%B %Y}"
            return f"{count} {word}{'' if count == 1 else 's'} ago"
    return "a minute ago"


def moment(at: datetime) -> str:
    """``21 November 2026, 14:05 UTC``"""
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def length(seconds: float | timedelta | None) -> str:
    """``1:05``, ``1:02:03``; nothing for nothing."""
    if seconds is None:
        return ""
    whole = round(seconds.total_seconds() if isinstance(seconds, timedelta) else seconds)
    hours, rest = divmod(whole, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def size(count: int) -> str:
    """Bytes as ``1.4 MB``."""
    value = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            return f"{value:.0f} {unit}" if unit in ("bytes", "kB") else f"{value:.1f} {unit}"
        value /= 1000
    return ""


def money(dollars: float) -> str:
    """``$0.04``; a cost too small to show is not nothing."""
    if 0 < dollars < 0.01:
        return "less than $0.01"
    return f"${dollars:,.2f}"


def status(name: str) -> tuple[str, str]:
    return STATUSES.get(name, (name.replace("_", " ").capitalize(), "quiet"))


def stage(name: str) -> str:
    return _STAGES.get(name, name.replace("_", " ").capitalize())


def kind(name: str) -> str:
    return _KINDS.get(name, name.capitalize())
