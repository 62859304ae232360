"""What an asset is called: a plain file name whose ending says what the file is."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

LONGEST = 200
_LONGEST_SUFFIX = 12
_SAME = (
    frozenset((".jpg", ".jpeg", ".jpe")),
    frozenset((".tif", ".tiff")),
    frozenset((".txt", ".text", ".md", ".markdown", ".csv")),
    frozenset(
        (
            ".3g2", ".3gp", ".aac", ".ac3", ".aif", ".aiff", ".amr", ".ape", ".au", ".avi", ".caf", ".dv", ".flac", ".flv", ".h264",
            ".hevc", ".ivf", ".m2ts", ".m4a", ".m4b", ".m4v", ".mka", ".mkv", ".mov", ".mp3", ".mp4", ".mpeg", ".mpg", ".mts", ".mxf",
            ".nut", ".oga", ".ogg", ".ogv", ".opus", ".rm", ".ts", ".tta", ".w64", ".wav", ".webm", ".wma", ".wmv", ".wv", ".y4m",
        )
    ),
)  # fmt: skip
"""Endings that are as good as each other: readers look at what is inside."""


def plain_name(name: str, suffix: str = "") -> str:
    """The last part of a sender's path without control and hidden signs, at most 200 characters.

    With a ``suffix`` (".mp4") the name ends with it or with one that means the same; a wrong ending stays before it.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in last if not unicodedata.category(letter).startswith("C"))
    kept = " ".join(kept.split()).strip(". ") or "file"
    ending = PurePosixPath(kept).suffix
    if suffix and not _means(ending.lower(), suffix):
        return kept[: LONGEST - len(suffix)].rstrip(". ") + suffix
    if len(kept) <= LONGEST or len(ending) > _LONGEST_SUFFIX:
        return kept[:LONGEST].rstrip(". ")
    return kept[: LONGEST - len(ending)].rstrip(". ") + ending


def _means(ending: str, suffix: str) -> bool:
    return ending == suffix or any(ending in group and suffix in group for group in _SAME)
