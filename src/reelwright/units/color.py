"""Colours as CSS writes them, as four numbers."""

from __future__ import annotations

import re
from typing import NamedTuple

_NAMED = {
    "transparent": "#0000", "black": "#000", "white": "#fff", "red": "#f00", "lime": "#0f0", "green": "#008000", "blue": "#00f",
    "yellow": "#ff0", "cyan": "#0ff", "aqua": "#0ff", "magenta": "#f0f", "fuchsia": "#f0f", "silver": "#c0c0c0", "gray": "#808080",
    "grey": "#808080", "maroon": "#800000", "olive": "#808000", "navy": "#000080", "teal": "#008080", "purple": "#800080",
    "orange": "#ffa500", "gold": "#ffd700", "pink": "#ffc0cb", "coral": "#ff7f50", "tomato": "#ff6347", "crimson": "#dc143c",
    "indigo": "#4b0082", "violet": "#ee82ee", "brown": "#a52a2a", "beige": "#f5f5dc", "ivory": "#fffff0", "khaki": "#f0e68c",
    "salmon": "#fa8072", "turquoise": "#40e0d0", "skyblue": "#87ceeb", "steelblue": "#4682b4", "royalblue": "#4169e1",
    "midnightblue": "#191970", "slategray": "#708090", "darkgray": "#a9a9a9", "lightgray": "#d3d3d3", "whitesmoke": "#f5f5f5",
}  # fmt: skip
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_RGB = re.compile(r"rgba?\(([^)]*)\)")


class Color(NamedTuple):
    """Straight (not premultiplied) sRGB, 0 to 255, and alpha 0 to 1."""

    red: int
    green: int
    blue: int
    alpha: float = 1.0

    @property
    def is_opaque(self) -> bool:
        return self.alpha >= 1


def parse_color(written: str) -> Color:
    """``#rgb``, ``#rgba``, ``#rrggbb``, ``#rrggbbaa``, ``rgb(1, 2, 3)``, ``rgba(1, 2, 3, 0.5)`` or a common CSS name.

    Raises ``ValueError`` otherwise.
    """
    text = written.strip().lower()
    text = _NAMED.get(text, text)
    if match := _HEX.fullmatch(text):
        digits = match.group(1)
        if len(digits) <= 4:
            digits = "".join(2 * digit for digit in digits)
        parts = [int(digits[i : i + 2], 16) for i in range(0, len(digits), 2)]
        return Color(parts[0], parts[1], parts[2], parts[3] / 255 if len(parts) == 4 else 1.0)
    if match := _RGB.fullmatch(text):
        parts = [part for part in re.split(r"[,/\s]+", match.group(1).strip()) if part]
        try:
            red, green, blue = (int(float(part)) for part in parts[:3])
            alpha = (
                (float(parts[3][:-1]) / 100 if parts[3].endswith("%") else float(parts[3])) if len(parts) == 4 else 1.0
            )
        except ValueError:
            red = -1
            green = blue = 0
            alpha = 1.0
        if len(parts) in (3, 4) and all(0 <= c <= 255 for c in (red, green, blue)) and 0 <= alpha <= 1:
            return Color(red, green, blue, alpha)
    raise ValueError(f"{written!r} is not a colour; write #rrggbb, rgb(…) or a CSS name")


def relative_luminance(color: Color) -> float:
    """WCAG 2 relative luminance, 0 (black) to 1 (white)."""

    def linear(channel: int) -> float:
        value = channel / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)


def contrast_ratio(first: Color, second: Color) -> float:
    """WCAG 2 contrast of two opaque colours, 1 to 21."""
    bright, dark = sorted((relative_luminance(first), relative_luminance(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)
