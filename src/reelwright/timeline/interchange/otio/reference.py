"""The medium that a clip shows."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any, cast

from reelwright.errors import InvalidDocument
from reelwright.timeline.interchange.otio.node import Node
from reelwright.timeline.template import escaped

_DEFAULT = "DEFAULT_MEDIA"
PICTURES = frozenset(
    ".jpg .jpeg .png .webp .bmp .tif .tiff .avif .tga .dpx .exr .heic .heif .jp2 .psd .pbm .pgm .ppm .svg".split()
)
"""Endings of still pictures."""


def reference_of(clip: Node) -> Node | None:
    """The active media reference; ``None`` when there is none."""
    if not clip.has("media_references"):
        return clip.node("media_reference")  # Clip.1
    found = clip.tree["media_references"]
    if not isinstance(found, dict):
        raise InvalidDocument("should be an object", pointer=clip.at("media_references"))
    references = cast("dict[str, Any]", found)
    key = clip.text("active_media_reference_key") or _DEFAULT
    if references.get(key) is None:
        return None
    return Node.of(references[key], f"{clip.at('media_references')}/{escaped(key)}", clip.report)


def suffix_of(url: str) -> str:
    """The ending of an address, in small letters."""
    return PurePosixPath(url.replace("\\", "/")).suffix.lower()


def has_beginning(reference: Node | None) -> bool:
    """Whether there is a time before which the medium shows nothing; of a still picture there is none."""
    if reference is None or reference.schema == "ImageSequenceReference":
        return reference is not None
    return reference.schema == "ExternalReference" and suffix_of(reference.text("target_url")) not in PICTURES
