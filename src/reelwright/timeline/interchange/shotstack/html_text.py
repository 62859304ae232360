"""HTML assets: text with inline styles becomes text with spans; everything else is reported."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

from reelwright.timeline.interchange.shotstack.source import Source
from reelwright.timeline.interchange.shotstack.text_assets import weight_of

Json = dict[str, Any]
_BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li"}
_INLINE = {"span", "b", "strong", "i", "em", "u", "br", "body", "html", "ul", "ol"}
_HEADINGS = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "h4": 1.0, "h5": 0.83, "h6": 0.67}
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_KNOWN = {
    "color",
    "font-size",
    "font-family",
    "font-weight",
    "font-style",
    "text-align",
    "background",
    "background-color",
    "text-decoration",
}
_BASE = 16.0


@dataclass(frozen=True)
class _Style:
    color: str | None = None
    family: str | None = None
    size: float = _BASE
    weight: int | None = None
    italic: bool = False
    decoration: str = "none"


@dataclass
class _Reader(HTMLParser):
    """Gathers spans."""

    rules: dict[str, dict[str, str]]
    asset: Source
    spans: list[tuple[str, _Style]] = field(default_factory=list[tuple[str, _Style]])
    stack: list[tuple[str, _Style]] = field(default_factory=list[tuple[str, _Style]])
    align: str = "center"
    background: str | None = None

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    @property
    def style(self) -> _Style:
        return self.stack[-1][1] if self.stack else _Style()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in _BLOCKS | _INLINE:
            self.asset.lost("html", f"the element <{tag}> is not drawn")
        if tag == "br":
            self.spans.append(("\n", self.style))
            return
        if tag in _BLOCKS and any(text.strip() for text, _ in self.spans) and not self.spans[-1][0].endswith("\n"):
            self.spans.append(("\n", self.style))
        names = [tag, *(f".{name}" for name in (given.get("class") or "").split()), f"#{given.get('id')}"]
        style = _tagged(self.style, tag)
        for name in names:
            style = self._styled(style, self.rules.get(name, {}))
        self.stack.append((tag, self._styled(style, _declarations(given.get("style") or ""))))

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self.stack) - 1, -1, -1):
            if self.stack[index][0] == tag:
                del self.stack[index:]
                return

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", " ", data)
        if text.strip() or (self.spans and text == " " and not self.spans[-1][0].endswith((" ", "\n"))):
            self.spans.append(
                (text.lstrip() if not self.spans or self.spans[-1][0].endswith("\n") else text, self.style)
            )

    def _styled(self, style: _Style, rules: dict[str, str]) -> _Style:
        for name, value in rules.items():
            if name not in _KNOWN:
                self.asset.lost("css" if self.asset.has("css") else "html", f"the property {name} is not done")
            elif name == "color":
                style = replace(style, color=value)
            elif name == "font-family":
                style = replace(style, family=value.split(",")[0].strip("\"' "))
            elif name == "font-size":
                style = replace(style, size=_pixels(value, style.size))
            elif name == "font-weight":
                style = replace(style, weight=weight_of(value))
            elif name == "font-style":
                style = replace(style, italic=value in ("italic", "oblique"))
            elif name == "text-decoration":
                style = replace(style, decoration=value if value in ("underline", "line-through") else "none")
            elif name == "text-align":
                self.align = value if value in ("left", "center", "right", "justify", "start", "end") else self.align
            elif value not in ("transparent", "none"):
                self.background = value
        return style


def html_asset(asset: Source, canvas: tuple[int, int]) -> Json:
    """The text of a small page."""
    asset.only("type", "html", "css", "width", "height", "background", "position")
    reader = _Reader(_rules(asset.get("css", "")), asset)
    reader.feed(asset.text("html"))
    reader.close()
    spans = [(text, style) for text, style in reader.spans if text]
    size = max((style.size for text, style in spans if text.strip()), default=_BASE)
    clip: Json = {"type": "text", "font": {"size": size, "min_size": min(size, 8.0)}, "align": reader.align}
    clip["spans"] = [_span(text, style, size) for text, style in spans] or [{"text": " "}]
    clip["width"] = asset.number("width", canvas[0] * 0.9)
    if asset.has("height"):
        clip["height"] = asset.number("height")
    back = asset.get("background") if asset.get("background") not in (None, "transparent") else reader.background
    if back:
        clip["background"] = {"color": back}
    if asset.get("position", "center") != "center":
        asset.lost("position", "text lies in the middle of its box")
    asset.report.approximated(asset.at("html"), "the page is drawn as text: line breaks and distances may differ")
    return clip


def _tagged(style: _Style, tag: str) -> _Style:
    if tag in _HEADINGS:
        return replace(style, size=_BASE * _HEADINGS[tag], weight=700)
    if tag in ("b", "strong"):
        return replace(style, weight=700)
    if tag in ("i", "em"):
        return replace(style, italic=True)
    return replace(style, decoration="underline") if tag == "u" else style


def _span(text: str, style: _Style, size: float) -> Json:
    span: Json = {"text": text, "font": {"scale": round(style.size / size, 4)}}
    if style.color:
        span["color"] = style.color
    if style.family:
        span["font"]["family"] = style.family
    if style.weight:
        span["font"]["weight"] = style.weight
    if style.italic:
        span["font"]["italic"] = True
    if style.decoration != "none":
        span["decoration"] = style.decoration
    return span


def _rules(css: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for selectors, body in _RULE.findall(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        for selector in selectors.split(","):
            found.setdefault(selector.split()[-1].lower() if selector.split() else "", {}).update(_declarations(body))
    return found


def _declarations(body: str) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in body.split(";") if ":" in part)
    return {name.strip().lower(): value.strip().removesuffix("!important").strip() for name, value in pairs}


def _pixels(written: str, inherited: float) -> float:
    match = re.fullmatch(r"([\d.]+)\s*(px|pt|em|rem|%)?", written)
    if match is None:
        return inherited
    number = float(match.group(1))
    return {"pt": number * 96 / 72, "em": number * inherited, "rem": number * _BASE, "%": number * inherited / 100}.get(
        match.group(2) or "px", number
    )
