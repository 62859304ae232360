"""One template, many shapes: the same document on a canvas of another aspect."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from reelwright.errors import InvalidInput

_ASPECT = re.compile(r"(\d+(?:\.\d+)?)\s*[:/x]\s*(\d+(?:\.\d+)?)")
_DEFAULT = (1920, 1080)
_LONGEST = 8192


def reshaped(tree: Mapping[str, Any], aspect: str) -> dict[str, Any]:
    """The document with a canvas of ``aspect``: ``9:16`` keeps the shorter side, ``1080x1350`` names both in pixels.

    Lengths in %, vw, vh, vmin and vmax follow. Raises ``InvalidInput`` when it is no aspect.
    """
    match = _ASPECT.fullmatch(aspect.strip())
    across, down = (float(match.group(1)), float(match.group(2))) if match else (0.0, 0.0)
    if not across or not down or not 0.05 <= across / down <= 20:
        raise InvalidInput(f"{aspect} is not an aspect", hint="write 9:16, 1:1, 4:5 … or a size such as 1080x1350")
    canvas = cast("dict[str, Any]", tree.get("canvas") or {})
    if "x" in aspect:
        size = (across, down)
    else:
        shorter = min(canvas.get("width", _DEFAULT[0]), canvas.get("height", _DEFAULT[1]))
        unit = shorter / min(across, down)
        size = (across * unit, down * unit)
    width, height = (max(16, round(side / 2) * 2) for side in size)
    if max(width, height) > _LONGEST:
        raise InvalidInput(f"{width} x {height} is more than {_LONGEST} pixels along a side")
    return {**tree, "canvas": {**canvas, "width": width, "height": height}}
