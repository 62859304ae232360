"""The floor: encoding finished frames and nothing else (T1: and decoding its footage), every core busy. A process of its own."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from threading import Thread
from typing import Any

import av
import numpy as np


def encode(raw: Path, size: tuple[int, int], fps: int, output: Path) -> None:
    """Encode raw yuv420p frames with the settings every render uses, x264 choosing its threads."""
    width, height = size
    with av.open(str(output), "w") as container:
        stream: Any = container.add_stream("libx264", rate=fps, options={"preset": "veryfast", "crf": "23"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        frames = np.memmap(raw, np.uint8, "r").reshape(-1, width * height * 3 // 2)
        frame = av.VideoFrame(width, height, "yuv420p")
        for index, planes in enumerate(frames):
            start = 0
            plane: Any
            for plane, (w, h) in zip(
                frame.planes, ((width, height), (width // 2, height // 2), (width // 2, height // 2)), strict=True
            ):
                rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
                rows[:h, :w] = planes[start : start + w * h].reshape(h, w)
                start += w * h
            frame.pts, frame.time_base = index, Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def decode(source: Path) -> None:
    """Decode footage and throw it away."""
    with av.open(str(source)) as container:
        for _ in container.decode(video=0):
            pass


def main() -> None:
    raw, width, height, fps, output, *sources = sys.argv[1:]
    decoders = [Thread(target=decode, args=(Path(source),)) for source in sources]
    for decoder in decoders:
        decoder.start()
    encode(Path(raw), (int(width), int(height)), int(fps), Path(output))
    for decoder in decoders:
        decoder.join()


if __name__ == "__main__":
    main()
