"""What a page costs whoever opens it: when something is seen, how much it jumps, how many bytes it is before pictures and sound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

OBSERVE = """
window.__figures = { shift: 0, largest: 0, first: 0 };
new PerformanceObserver((list) => { for (const each of list.getEntries()) if (!each.hadRecentInput) __figures.shift += each.value; })
  .observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => { for (const each of list.getEntries()) __figures.largest = each.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => { for (const each of list.getEntries()) if (each.name === "first-contentful-paint") __figures.first = each.startTime; })
  .observe({ type: "paint", buffered: true });
"""
"""Put before a page's own scripts (``add_init_script``)."""
_READ = """() => {
  const sent = performance.getEntriesByType("resource").filter((each) => !/image|video|audio|media/.test(each.initiatorType) && !/picture|files\\//.test(each.name));
  const page = performance.getEntriesByType("navigation")[0];
  return { ...__figures, weight: page.encodedBodySize + sent.reduce((sum, each) => sum + each.encodedBodySize, 0) };
}"""


@dataclass(frozen=True)
class Figures:
    """``first`` and ``largest`` contentful paint in milliseconds, ``shift`` of the layout, ``weight`` in bytes before media."""

    first: float
    largest: float
    shift: float
    weight: int


def figures_of(page: Any) -> Figures:
    told = page.evaluate(_READ)
    return Figures(told["first"], told["largest"], told["shift"], told["weight"])
