"""Pictures kept whole in chunks: read back one after the other, or put into files of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
from av.video.frame import VideoFrame

from reelwright.media.chunk_join import Chunks
from reelwright.media.video_write import writing


def kept_frames(chunks: Chunks) -> Iterator[VideoFrame]:
    """The frames of all chunks in order."""
    for path, _ in chunks:
        with av.open(str(path)) as chunk:
            stream = chunk.streams.video[0]
            stream.thread_type = "NONE"
            yield from chunk.decode(stream)


def write_pictures(chunks: Chunks, folder: Path, pattern: str, start: int = 1) -> int:
    """One file for each picture: its packet is the file. ``pattern`` names them, as ``%05d.png``; answers how many.

    Raises ``OutputUnwritable``.
    """
    count = 0
    for path, _ in chunks:
        with av.open(str(path)) as chunk:
            for packet in chunk.demux(video=0):
                if not packet.size:
                    continue
                target = folder / (pattern % (start + count))
                with writing(target):
                    target.write_bytes(bytes(packet))
                count += 1
    return count
