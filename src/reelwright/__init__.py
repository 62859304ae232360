"""Reelwright: videos from articles, templates and other videos, by one timeline document and one renderer.

As a library: ``reelwright.render(document, "video.mp4")``, ``frame``, ``probe``, ``read`` and ``schema``; see docs/library.md.
Importing the package loads none of the media libraries; the first call does.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reelwright.library import frame, probe, read, render, schema

__version__ = "0.1.0"
__all__ = ["__version__", "frame", "probe", "read", "render", "schema"]


def __getattr__(name: str) -> Any:
    if name == "render":  # the package of that name, which can be called
        return importlib.import_module("reelwright.render")
    if name in ("frame", "probe", "read", "schema"):
        return getattr(importlib.import_module("reelwright.library"), name)  # loaded when first used
    raise AttributeError(f"module 'reelwright' has no attribute {name!r}")
