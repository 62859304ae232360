"""What `-o` and the size of the cache mean as they are typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from reelwright.errors import InvalidInput
from reelwright.render.output_plan import OutputWish
from reelwright.timeline.output import Output
from reelwright.timeline.output_formats import FORMATS
from reelwright.timeline.output_quality import QUALITIES
from reelwright.timeline.strict import suggestion

_SIZED = re.compile(r"(?P<path>.+)@(?P<height>\d{2,4})p?")
_BYTES = re.compile(r"(\d+(?:\.\d+)?)\s*([kMGT]?)i?B?", re.IGNORECASE)
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


def output_wishes(
    names: Sequence[str] | None, format_name: str | None, quality: str | None, written: Output
) -> list[OutputWish]:
    """The outputs that are asked for: ``name``, or ``name@480p`` for a smaller height. Without names the document's own."""
    if format_name is not None and format_name not in FORMATS:
        raise InvalidInput(f"there is no format {format_name}", hint=suggestion(format_name, list(FORMATS)))
    if quality is not None and quality not in QUALITIES:
        raise InvalidInput(f"there is no quality {quality}", hint=suggestion(quality, list(QUALITIES)))
    if not names:
        form = format_name or written.format or "mp4"
        names = ["frames"] if form in ("png", "jpg") else [f"video{FORMATS[form].suffixes[0]}"]
        if form in ("png", "jpg"):
            format_name = form
    return [_wish(name, format_name, quality) for name in names]


def _wish(name: str, format_name: str | None, quality: str | None) -> OutputWish:
    sized = _SIZED.fullmatch(name)
    if sized is None:
        return OutputWish(Path(name), format_name, quality)
    height = int(sized["height"])
    if height % 2 or height < 16:
        raise InvalidInput(f"the height in {name} should be even and 16 at least", hint=f"say @{max(16, height + 1)}p")
    return OutputWish(Path(sized["path"]), format_name, quality, height)


def parse_bytes(text: str) -> int:
    """``2GB``, ``500M`` or a count of bytes. Raises ``InvalidInput``."""
    match = _BYTES.fullmatch(text.strip())
    if match is None:
        raise InvalidInput(f"{text} is not a size", hint="for example --cache-size 2GB")
    return int(float(match[1]) * _UNITS[match[2].upper()])


def spare(output: Path, *sources: Path) -> None:
    """Raises ``InvalidInput`` when the output would take the place of what it is made from."""
    if any(output.exists() and source.exists() and output.samefile(source) for source in sources):
        raise InvalidInput(f"{output} is what it is made from, and would be overwritten", hint="give -o another name")
