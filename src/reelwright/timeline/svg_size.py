"""The natural size of an SVG drawing."""

from __future__ import annotations

import re

from reelwright.errors import InvalidDocument

_ROOT = re.compile(r"<svg\b([^>]*)>", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*("[^"]*"|'[^']*')""")
_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(px|pt|mm|cm|in)?\s*")
_PIXELS = {None: 1.0, "px": 1.0, "pt": 96 / 72, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
"""CSS pixels per unit."""
_FALLBACK = (300.0, 150.0)
"""What CSS gives a drawing that names no size."""


def svg_size(svg: str, pointer: str) -> tuple[float, float]:
    """Width and height in CSS pixels, from the root's attributes or its view box. Raises ``InvalidDocument``."""
    root = _ROOT.search(svg)
    if root is None:
        raise InvalidDocument("this is not an SVG drawing: it has no <svg> element", pointer=pointer)
    if re.search(r"<!(DOCTYPE|ENTITY)", svg, re.IGNORECASE):
        raise InvalidDocument(
            "a drawing with a DOCTYPE is not read", pointer=pointer, hint="remove the <!DOCTYPE …> line"
        )
    attributes = {name.lower(): value[1:-1] for name, value in _ATTRIBUTE.findall(root.group(1))}
    width, height = (_pixels(attributes.get(name)) for name in ("width", "height"))
    box = [
        float(number)
        for number in re.findall(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", attributes.get("viewbox", ""))
    ]
    shape = box[2] / box[3] if len(box) == 4 and box[2] > 0 and box[3] > 0 else None
    if width and height:
        return width, height
    if width:
        return width, width / (shape or 2.0)
    if height:
        return height * (shape or 2.0), height
    return (box[2], box[3]) if shape else _FALLBACK


def _pixels(written: str | None) -> float | None:
    match = _NUMBER.fullmatch(written or "")
    value = float(match.group(1)) * _PIXELS[match.group(2)] if match else 0.0
    return value if 0 < value <= 100_000 else None
