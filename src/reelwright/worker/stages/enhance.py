"""Speech made cleaner: rumble and steady noise taken out, levels evened, loudness set. Pictures stay as they are."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from reelwright.errors import MediaUnusable
from reelwright.media.audio_read import AudioReader, Samples
from reelwright.media.audio_write import write_sound
from reelwright.media.filtering import Filters, filtered
from reelwright.media.probe import probe
from reelwright.render.files import Files
from reelwright.render.job import RenderWish, render_outputs
from reelwright.render.output_plan import OutputWish
from reelwright.timeline.reading import read_document
from reelwright.timeline.resolved import AudioSettings
from reelwright.units.time import SAMPLE_RATE
from reelwright.worker.stages.convert import size_and_rate
from reelwright.worker.stages.work import StageWork

_CLEANED = "cleaned.flac"
_REDUCTION_DB = {"light": 10, "normal": 18, "strong": 30}
STRENGTHS = tuple(_REDUCTION_DB)
_LOUDNESS = -16.0
"""LUFS; usual for speech heard alone."""


def enhance(work: StageWork) -> dict[str, Any]:
    """The file with its sound cleaned: mp4 when it has pictures, else the sound format asked for."""
    source = str(work.request["sources"][0])
    path = Files(work.folder).path_of(source)
    info = probe(path)
    if info.audio is None:
        raise MediaUnusable("there is no sound in the file")
    cleaned = work.folder / "files" / _CLEANED
    cleaned.parent.mkdir(parents=True, exist_ok=True)
    chain = _chain(work.request.get("strength", "normal"), _noise_floor_db(_blocks(path, float(info.duration or 0))))
    write_sound(
        filtered(_blocks(path, float(info.duration or 0)), chain), cleaned, AudioSettings("flac", None, 24), alone=True
    )
    suffix = "mp4" if info.video is not None else work.request.get("format", "mp3")
    output = work.deliver / f"enhanced.{suffix}"
    document: dict[str, Any] = {
        "version": 1, "output": {"loudness": _LOUDNESS}, "tracks": [{"clips": [{"type": "audio", "src": f"files/{_CLEANED}"}]}],
    }  # fmt: skip
    if info.video is not None:
        document["canvas"] = size_and_rate(info)
        document["tracks"].insert(0, {"clips": [{"type": "video", "src": source, "volume": 0}]})
    wish = RenderWish(work.settings.render_jobs, on_progress=work.progress, cache=work.chunks)
    report = render_outputs(read_document(json.dumps(document)), work.folder, [OutputWish(output)], wish)
    return {"deliver": [f"deliver/{output.name}"], "result": {"duration": report.duration, "loudness": report.loudness}}


def _chain(strength: str, noise_db: float) -> Filters:
    """Filters of libavfilter: rumble below speech, spectral noise reduction down from the recording's own floor, gentle compression."""
    floor = min(-20, max(-80, round(noise_db)))  # what the filter takes
    chain: Filters = [("highpass", "f=75"), ("afftdn", f"nr={_REDUCTION_DB[strength]}:nf={floor}")]
    return (
        chain
        if strength == "light"
        else [*chain, ("acompressor", "threshold=0.15:ratio=2:attack=10:release=250:makeup=1.2")]
    )


def _noise_floor_db(blocks: Iterator[Samples]) -> float:
    """The level (dB of full scale) of the quietest tenth of the recording, in pieces of 50 ms: what is there when nobody speaks."""
    piece = SAMPLE_RATE // 20
    powers: list[float] = []
    for block in blocks:
        whole = block[: len(block) // piece * piece].reshape(-1, piece, 2)
        powers += [float(power) for power in (whole.astype(np.float64) ** 2).mean(axis=(1, 2))]
    quiet = float(np.quantile(powers, 0.1)) if powers else 0.0
    return 10 * math.log10(max(quiet, 1e-12))


def _blocks(path: Path, seconds: float) -> Iterator[Samples]:
    """The recording in blocks of a second: it may be long."""
    reader = AudioReader(path)
    try:
        total = round(seconds * SAMPLE_RATE)
        for start in range(0, total, SAMPLE_RATE):
            yield reader.read(start, min(SAMPLE_RATE, total - start))
    finally:
        reader.close()
