"""What an upload is, by its content and never by its name, and whether it may be kept."""

from __future__ import annotations

from pathlib import Path

from reelwright.errors import MediaUnusable
from reelwright.media.binary_kind import binary_kind
from reelwright.media.opening import check_path
from reelwright.media.sniffed import (
    EXECUTABLE,
    HTML,
    LOTTIE_ARCHIVE,
    OFFICE,
    PDF,
    PLAYLIST,
    SCRIPT,
    UNKNOWN,
    XML,
    ZIP,
    Sniffed,
)
from reelwright.media.text_kind import text_kind, unicode_text, western_text
from reelwright.media.zip_ending import zip_names

__all__ = ["Sniffed", "check_upload", "sniff"]

_HEAD_BYTES = 65_536
_JSON_BYTES = 1_000_000
_FAMILIES = {"video": "moving", "audio": "moving", "image": "image", "font": "font", "svg": "svg"}
"""Kinds that a browser tells apart; all others are text to it."""

_ARCHIVE, _OFFICE, _PLAYLIST, _PDF = (
    "an archive",
    "a word processor's file",
    "a playlist: a list of other files",
    "a PDF",
)
_REFUSED = {
    EXECUTABLE.content_type: "a program",
    SCRIPT.content_type: "a script",
    HTML.content_type: "an HTML page",
    XML.content_type: "an XML file of no kind that is read here",
    PLAYLIST.content_type: _PLAYLIST,
    PDF.content_type: _PDF,
    OFFICE.content_type: _OFFICE,
    UNKNOWN.content_type: "of no kind that is read here",
    "application/msword": _OFFICE,
    "application/rtf": _OFFICE,
    "audio/midi": "a score (MIDI), not sound",
    ZIP.content_type: _ARCHIVE,
    **dict.fromkeys(
        (
            "application/gzip", "application/x-tar", "application/x-rar-compressed", "application/x-bzip2",
            "application/x-7z-compressed", "application/x-xz", "application/zstd", "application/x-compress",
            "application/x-lzop", "application/x-lzip", "application/x-lz4", "application/x-brotli",
            "application/x-unix-archive", "application/x-deb", "application/x-rpm", "application/vnd.ms-cab-compressed",
        ),
        _ARCHIVE,
    ),
}  # fmt: skip
_HINTS = {
    _ARCHIVE: "unpack it and upload the files in it",
    _PLAYLIST: "upload the video itself",
    _PDF: "upload its text as .md or .txt, or its pages as pictures",
    _OFFICE: "save its text as .md or .txt",
}
_HINT = "upload a video, sound, picture, font, subtitles, text or a timeline"


def sniff(source: Path | bytes) -> Sniffed:
    """The kind of a file, or of its first bytes (64 KiB tell all but some JSON). Raises ``MediaUnusable`` when it cannot be read."""
    if isinstance(source, bytes):
        return _by_head(source)
    check_path(source)
    head = _read(source, _HEAD_BYTES)
    found = _by_head(head)
    if found.suffix == ".json" and len(head) == _HEAD_BYTES:
        found = _by_head(_read(source, _JSON_BYTES))
    return _archive(source) if found in (ZIP, LOTTIE_ARCHIVE) else found


def check_upload(path: Path, declared_name: str, declared_type: str) -> Sniffed:
    """What an uploaded file is. ``declared_type`` is the content type the sender claimed, or empty.

    Raises ``MediaUnusable`` for programs, scripts, archives, web pages, playlists and everything else that is not
    read here, for files with a second one hidden in them, and where content and claim are of different families.
    """
    shown = _shown(declared_name)
    _check_path(path, shown)
    found = sniff(path)
    if found.kind == "unknown":
        what = _REFUSED.get(found.content_type, f"of no kind that is read here ({found.content_type})")
        raise MediaUnusable(f"{shown} is {what}", hint=_HINTS.get(what, _HINT))
    claim = _claimed_family(declared_type)
    family = _FAMILIES.get(found.kind, "text")
    if claim not in ("", family) and (claim, family) != ("text", "svg"):
        claimed = declared_type.partition(";")[0].strip()[:60]
        raise MediaUnusable(
            f"{shown} is sent as {claimed!r} and holds {found.content_type}",
            hint="send it as what it is, or convert it",
        )
    if family in ("moving", "image", "font") and _hides_another(path):
        raise MediaUnusable(f"{shown} has a second file hidden in it", hint="export it again")
    return found


def _check_path(path: Path, shown: str) -> None:
    """As ``check_path``, in the sender's words: where uploads are kept is nobody's business."""
    try:
        check_path(path)
    except MediaUnusable:
        reason = "is empty" if path.is_file() else "was not received"
        raise MediaUnusable(f"{shown} {reason}", hint="upload it again") from None


def _by_head(head: bytes) -> Sniffed:
    if not head:
        return UNKNOWN
    text = unicode_text(head)
    if text is not None:
        return text_kind(text)
    found = binary_kind(head)
    text = western_text(head) if found == UNKNOWN else None
    return found if text is None else text_kind(text)


def _read(path: Path, count: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(count)
    except OSError as error:
        raise MediaUnusable(f"{path} cannot be read ({error.strerror})") from None


def _archive(path: Path) -> Sniffed:
    names = zip_names(path) or ()
    if any(name.startswith(("animations/", "a/")) and name.endswith(".json") for name in names):
        return LOTTIE_ARCHIVE
    return OFFICE if {"[Content_Types].xml", "content.xml"} & set(names) else ZIP


def _claimed_family(declared_type: str) -> str:
    """Of a content type; empty when it claims nothing definite."""
    kind = declared_type.partition(";")[0].strip().lower()
    major, _, minor = kind.partition("/")
    if kind == "text/vnd.trolltech.linguist":  # what systems make of .ts
        return ""
    if minor in ("json", "xml", "x-subrip") or major == "text" or minor.endswith("+json"):
        return "text"
    if kind == "image/svg+xml":
        return "svg"
    if major in ("video", "audio") or kind in ("application/ogg", "application/mxf"):
        return "moving"
    if major == "font" or "font" in minor or kind == "application/vnd.ms-opentype":
        return "font"
    return "image" if major == "image" else ""


def _hides_another(path: Path) -> bool:
    """Whether a zip archive is glued to the end, or a PDF begins inside."""
    return zip_names(path) is not None or b"%PDF-" in _read(path, 1024)


def _shown(name: str) -> str:
    """A sender's name for a file, fit for a message."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(char for char in last if char.isprintable()).strip()
    return plain[:80] or "the upload"
