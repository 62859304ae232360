"""Times, lengths, sizes, money, languages and states as people say them: with notices.py and the templates, every word of the studio."""

from __future__ import annotations

from datetime import datetime, timedelta

from langcodes import Language, tag_is_valid

from reelwright.database.columns import now

STATUSES = {
    "DRAFT": ("Draft", "quiet"),
    "QUEUED": ("Waiting", "quiet"),
    "PROCESSING": ("Working", "busy"),
    "WAITING_FOR_APPROVAL": ("Needs you", "ask"),
    "CANCELLING": ("Stopping", "quiet"),
    "COMPLETED": ("Ready", "good"),
    "FAILED": ("Failed", "bad"),
    "CANCELLED": ("Stopped", "quiet"),
    "COMPLETED_WITH_FAILURES": ("Ready, some failed", "ask"),
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
    "upload": "Uploading",
    "design": "Designing",
    "lips": "Syncing the lips",
    "transcode": "Converting",
    "export": "Gathering your data",
    "transcript": "Writing down what is said",
    "translation": "Translating",
    "mix": "Mixing the sound",
    "video": "Putting the video together",
}
_KINDS = {
    "make": "Video",
    "render": "Rendering",
    "script": "Script",
    "improve": "Script, improved",
    "speech": "Speech",
    "captions": "Captions",
    "music": "Music",
    "podcast": "Podcast",
    "clip": "Clip",
    "enhance": "Sound",
    "voice": "Voice",
    "publish": "Upload to YouTube",
    "thumbnails": "Thumbnails",
    "lip-sync": "Lip-sync",
    "transcode": "Conversion",
    "export": "Your data",
    "dub": "Dub",
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


ASSET_KINDS = {
    "video": "Video",
    "audio": "Sound",
    "image": "Picture",
    "font": "Font",
    "document": "Document",
    "captions": "Captions",
    "svg": "Drawing",
    "lottie": "Animation",
    "lut": "Colour table",
}
_SYMBOLS = {"video": "film", "audio": "sound", "image": "image", "svg": "image", "lottie": "image", "captions": "list"}


def asset_kind(name: str) -> str:
    return ASSET_KINDS.get(name, name.capitalize())


def asset_symbol(name: str) -> str:
    """The icon of a kind of file."""
    return _SYMBOLS.get(name, "file")


def count(number: int, one: str, many: str = "") -> str:
    """``1 row``, ``1,200 rows``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(part: float) -> str:
    """``0.953`` as ``95 %``."""
    return f"{part * 100:.0f} %"


def language(tag: str) -> str:
    """``pt-BR`` as ``Portuguese (Brazil)``."""
    return Language.get(tag).display_name() if tag_is_valid(tag) else tag


EVENTS = {
    "queued": "Put in the queue",
    "started": "Started",
    "stage": "Next step",
    "progress": "Went on",
    "waiting": "Waits for you",
    "approved": "You approved",
    "retried": "Tried again",
    "completed": "Finished",
    "failed": "Failed",
    "cancelled": "Stopped",
}
"""What happened to a job, in its log."""


def event(name: str) -> str:
    return EVENTS.get(name, name.replace("_", " ").capitalize())


ABILITIES = {
    "speech": ("Speaking", "Nobody speaks here: videos stay silent."),
    "text": ("Writing", "A topic alone makes no video: paste an article or a script."),
    "images": ("Drawing pictures", "Pictures are designed or your own."),
    "stock": ("Stock photos and footage", "Pictures are designed or your own."),
    "recognition": ("Understanding speech", "A dub needs your own transcript."),
    "translation": ("Translating", "A language model translates where there is one; else you do."),
    "music": ("Composing music", "Videos stay without music."),
    "clips": ("Filming clips", "Clips are your own or from stock."),
}
"""What a server can do: the word for it, and what it means when nobody can."""


def sentence(text: str) -> str:
    """What a refusal says, as a sentence."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}" if text else ""
