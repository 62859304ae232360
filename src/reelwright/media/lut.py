"""Colour look-up tables from .cube files."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from threading import Lock
from typing import Any

import av
import av.error
import av.filter
import numpy as np
import numpy.typing as npt
from av.video.format import VideoFormat
from av.video.frame import VideoFrame

from reelwright.errors import MediaUnusable

_MOST_BYTES = 20_000_000


class LookUpTable:
    """One table, applied by tetrahedral interpolation. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Raises ``MediaUnusable`` when the file is no table."""
        _check(path)
        self._path = path
        self._graphs: dict[tuple[int, int], tuple[Any, Any, Any]] = {}
        self._lock = Lock()
        self.apply(np.zeros((2, 2, 3), np.uint8))

    def apply(self, rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """(height, width, 3) red, green, blue through the table."""
        height, width = rgb.shape[:2]
        with self._lock:
            if (width, height) not in self._graphs:
                self._graphs[width, height] = self._graph(width, height)
            _, source, sink = self._graphs[width, height]
            source.push(VideoFrame.from_ndarray(np.ascontiguousarray(rgb), "rgb24"))
            return sink.pull().to_ndarray()

    def _graph(self, width: int, height: int) -> tuple[Any, Any, Any]:
        graph = av.filter.Graph()
        try:
            source = graph.add_buffer(width=width, height=height, format=VideoFormat("rgb24"), time_base=Fraction(1))
            table = graph.add("lut3d", file=str(self._path), interp="tetrahedral")
            sink = graph.add("buffersink")
            source.link_to(table)
            table.link_to(sink)
            graph.configure()
        except (av.error.FFmpegError, ValueError):
            raise MediaUnusable(f"{self._path} is not a colour look-up table", hint="use a 3D .cube file") from None
        return graph, source, sink


def _check(path: Path) -> None:
    if not path.is_file():
        raise MediaUnusable(f"there is no file {path}", hint="check the path")
    if path.suffix.lower() != ".cube":
        raise MediaUnusable(f"{path} is not a .cube file", hint="export the look as a 3D .cube file")
    if path.stat().st_size > _MOST_BYTES:
        raise MediaUnusable(f"{path} is too large for a colour look-up table")
    if "LUT_3D_SIZE" not in path.read_text("utf-8", "replace")[:100_000]:
        raise MediaUnusable(
            f"{path} holds no 3D table (LUT_3D_SIZE is missing)", hint="export the look as a 3D .cube file"
        )
