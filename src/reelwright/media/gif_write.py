"""Writing a GIF: the palette from the finished frames, then every frame drawn in its colours."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import av
import av.error
import av.filter
from av.video.frame import VideoFrame

from reelwright.media.chunk_join import Chunks
from reelwright.media.kept_pictures import kept_frames
from reelwright.media.video_write import writing
from reelwright.timeline.resolved import GifSettings
from reelwright.units.time import half_up

_TICKS = 100
"""A GIF counts hundredths of a second."""


def write_gif(
    chunks: Chunks, output: Path, frames: int, fps: Fraction, settings: GifSettings, *, alpha: bool = False
) -> None:
    """A GIF of a video of ``frames`` at ``fps``; the chunks hold every ``settings.step``-th. Pixels are transparent or not.

    Raises ``OutputUnwritable``.
    """
    palette = _palette(islice(kept_frames(chunks), 0, None, settings.sampling), settings, alpha)
    shown = -(-frames // settings.step)
    starts = [half_up(number * settings.step / fps * _TICKS) for number in range(shown)]
    loop = {0: 0, 1: -1}.get(settings.plays, settings.plays - 1)
    final = max(1, half_up(frames / fps * _TICKS) - starts[-1])
    options = {"loop": str(loop), "final_delay": str(final)}
    with writing(output), av.open(str(output), "w", format="gif", options=options) as target:
        stream: Any = None
        for start, frame in zip(starts, _drawn(kept_frames(chunks), palette, settings), strict=True):
            if stream is None:
                stream = target.add_stream("gif", rate=_TICKS, options={"threads": "1"})
                stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "pal8"
                stream.codec_context.time_base = Fraction(1, _TICKS)
            frame.pts, frame.time_base = start, Fraction(1, _TICKS)
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))


def _palette(frames: Iterator[VideoFrame], settings: GifSettings, alpha: bool) -> VideoFrame:
    """The colours that serve the frames best."""
    graph, source, sink = None, None, None
    for number, frame in enumerate(frames):
        if graph is None or source is None:
            graph = av.filter.Graph()
            source = _source(graph, frame)
            arguments = f"max_colors={settings.colors}:reserve_transparent={int(alpha)}:stats_mode=full"
            maker, sink = graph.add("palettegen", arguments), graph.add("buffersink")
            source.link_to(maker)
            maker.link_to(sink)
            graph.configure()
        frame.pts = number
        source.push(frame)
    assert source is not None
    assert sink is not None
    source.push(None)
    return sink.pull()  # type: ignore[return-value]


def _drawn(frames: Iterator[VideoFrame], palette: VideoFrame, settings: GifSettings) -> Iterator[VideoFrame]:
    """The frames in the palette's colours. Where a frame is unlike the last only, dithering moves."""
    graph: Any = None
    source: Any = None
    sink: Any = None
    for number, frame in enumerate(frames):
        if graph is None:
            graph = av.filter.Graph()
            source, colors = _source(graph, frame), _source(graph, palette)
            painter = graph.add("paletteuse", f"dither={settings.dither}:diff_mode=rectangle:alpha_threshold=128")
            sink = graph.add("buffersink")
            source.link_to(painter, 0, 0)
            colors.link_to(painter, 0, 1)
            painter.link_to(sink)
            graph.configure()
            palette.pts = 0
            colors.push(palette)
            colors.push(None)
        frame.pts = number
        source.push(frame)
        yield from _pulled(sink)
    source.push(None)
    yield from _pulled(sink)


def _source(graph: Any, like: VideoFrame) -> Any:
    """An input that takes frames like this one, one tick apart."""
    return graph.add_buffer(width=like.width, height=like.height, format=like.format, time_base=Fraction(1, 1000))


def _pulled(sink: Any) -> Iterator[VideoFrame]:
    while True:
        try:
            yield sink.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
