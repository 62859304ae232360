"""WebVTT (.vtt)."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from reelwright.captions.cues import Cue
from reelwright.captions.formats.srt import read_blocks
from reelwright.errors import InvalidInput
from reelwright.units.time import clock

_TAG = re.compile(r"<[^>]*>")
_NOTE = re.compile(r"(?s)(?<=\n\n)(NOTE|STYLE|REGION)\b.*?(?:\n\s*\n|\Z)")
"""After an empty line only: a caption may begin with such a word."""


def write_vtt(cues: Sequence[Cue]) -> str:
    """The cues with ``&``, ``<`` and ``>`` escaped as the format asks."""
    return "WEBVTT\n\n" + "".join(
        f"{clock(cue.start)} --> {clock(cue.end)}\n{html.escape(cue.text, quote=False)}\n\n" for cue in cues
    )


def parse_vtt(text: str, name: str = "subtitles") -> list[Cue]:
    """Cues of a .vtt file; notes, styles, settings and inline tags are passed over. Raises ``InvalidInput``."""
    body = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not body.startswith("WEBVTT"):
        raise InvalidInput(f"{name} does not begin with WEBVTT")
    return read_blocks(_NOTE.sub("", body), name, lambda line: html.unescape(_TAG.sub("", line)))
