"""Broken media at random: every mutated file is read as far as it goes or refused with a clear error, in a child process that
must neither crash nor hang nor fill the memory.

``python tools/fuzz_media.py 1000`` tries that many and prints what came of them.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import sys
import tempfile
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from reelwright.errors import ReelwrightError
from reelwright.media.audio_read import AudioReader
from reelwright.media.picture_read import read_picture
from reelwright.media.probe import probe
from reelwright.media.video_read import VideoReader

_BATCH = 50
_SECONDS = 120
"""A batch that takes longer hangs."""
_MEMORY = 2_500_000_000
"""A picture of the most pixels we read takes 400 MB, and twice that while it is turned."""
_KINDS = {
    "a.mp4": ("libx264", "aac"), "b.webm": ("libvpx-vp9", "libopus"), "c.mov": ("libx264", "pcm_s16le"), "d.mkv": ("libx265", "flac"),
    "e.gif": ("gif", None),
    "i.ts": ("mpeg2video", "ac3"), "j.avi": ("mpeg4", "pcm_s16le"), "k.ogg": (None, "libopus"), "f.mp3": (None, "libmp3lame"), "g.wav": (None, "pcm_s16le"), "h.flac": (None, "flac"),
}  # fmt: skip


def write_seeds(folder: Path) -> list[Path]:
    """Small valid files of the usual kinds."""
    paths: list[Path] = []
    for name, (video, audio) in _KINDS.items():
        paths.append(folder / name)
        with av.open(str(paths[-1]), "w") as container:
            streams: list[Any] = []
            if video:
                stream: Any = container.add_stream(video, rate=10)
                stream.width, stream.height, stream.pix_fmt = 64, 48, "rgb8" if video == "gif" else "yuv420p"
                streams.append(stream)
            if audio:
                streams.append(container.add_stream(audio, rate=48_000, layout="stereo"))
            for stream in streams:
                _fill(container, stream)
    ramp = np.tile(np.linspace(0, 255, 64, dtype=np.uint8), (48, 1))
    animation: Any = cv2.Animation()  # its stub declares the lists read-only in kind; OpenCV takes arrays
    animation.frames = [np.dstack([ramp, ramp[::-1], ramp, np.full_like(ramp, 80 * n)]) for n in range(4)]
    animation.durations = np.full(4, 100)
    for suffix in (".webp", ".png", ".gif"):
        paths.append(folder / f"animation{suffix}")
        cv2.imwriteanimation(str(paths[-1]), animation)
    for suffix in (".png", ".jpg", ".webp", ".tiff", ".bmp"):
        paths.append(folder / f"picture{suffix}")
        cv2.imwrite(str(paths[-1]), np.dstack([ramp, ramp[::-1], ramp]))
    return paths


def _fill(container: Any, stream: Any) -> None:
    if stream.type == "video":
        for number in range(12):
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), number * 20, np.uint8), "rgb24")
            frame = frame.reformat(format=stream.pix_fmt)
            frame.pts, frame.time_base = number, Fraction(1, 10)
            container.mux(stream.encode(frame))
    else:
        step = stream.codec_context.frame_size or 960
        for number in range(48_000 // step):
            tone = np.sin(np.arange(step * 2) / 40 + number)
            kind = stream.codec_context.format.name
            samples = (
                tone.astype(np.float32)
                if kind.startswith("flt")
                else (tone * 9000).astype(np.int16 if kind.startswith("s16") else np.int32)
            )
            shaped: Any = samples.reshape(2, -1) if kind.endswith("p") else samples.reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(shaped, kind, "stereo")
            frame.sample_rate, frame.pts, frame.time_base = 48_000, number * step, Fraction(1, 48_000)
            container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def mutated(data: bytes, seed: int) -> bytes:
    """A file with some of its bytes flipped, cut, doubled or swapped."""
    rng, changed = random.Random(seed), bytearray(data)
    for _ in range(rng.choice((1, 1, 3, 20))):
        at = rng.randrange(len(changed)) if rng.random() < 0.5 else rng.randrange(min(len(changed), 400))
        length = rng.choice((1, 4, 16, 200))
        kind = rng.randrange(7)
        if kind == 0:
            changed[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            changed[at : at + 4] = rng.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff"))
        elif kind == 2 and len(changed) > 40:
            del changed[at : at + length]
        elif kind == 3:
            changed[at:at] = changed[at : at + length]
        elif kind == 4:
            other = rng.randrange(len(changed))
            one, two = bytes(changed[at : at + length]), bytes(changed[other : other + length])
            changed[at : at + length], changed[other : other + length] = two, one
        elif kind == 5:  # a number that may be a length, a little or a lot off
            size = rng.choice((1, 2, 4, 8))
            value = int.from_bytes(changed[at : at + size], "big") + rng.choice((-1, 1, 7, 1 << (8 * size - 2)))
            changed[at : at + size] = (value % (1 << 8 * size)).to_bytes(size, "big")
        else:
            changed[at : at + length] = rng.randbytes(length)
        if not changed:
            return b"\0"
    return bytes(changed[: rng.randrange(1, len(changed))]) if rng.random() < 0.2 else bytes(changed)


def outcome(path: Path) -> str:
    """``read``, or the code of the error that says why not. Raises whatever else happens."""
    try:
        info = probe(path)
        if info.duration is None:
            read_picture(path)
        elif info.video:
            reader = VideoReader(path)
            for seconds in (Fraction(0), Fraction(1, 2), Fraction(1, 4), Fraction(2)):
                reader.picture_at(seconds)
            reader.close()
        if info.audio:
            sound = AudioReader(path)
            for start in (0, 24_000, 100):
                sound.read(start, 9600)
            sound.close()
        return "read"
    except ReelwrightError as error:
        return error.code


def _try_all(seeds: list[bytes], names: list[str], numbers: range, folder: str, results: Any) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what the libraries say about each file
    for number in numbers:
        name = names[number % len(names)]
        path = Path(folder) / f"m{number}{Path(name).suffix}"
        path.write_bytes(mutated(seeds[number % len(seeds)], number))
        results.put(("begun", number))
        try:
            results.put(("done", outcome(path)))
        except BaseException as error:
            results.put(("failed", f"{type(error).__name__}: {error}"))
            raise
        path.unlink()


def run(count: int, first: int = 0) -> Counter[str]:
    """Outcomes of ``count`` mutated files. Raises ``AssertionError`` for one that crashed or hung."""
    context = multiprocessing.get_context("spawn")
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        paths = write_seeds(Path(folder))
        seeds, names = [path.read_bytes() for path in paths], [path.name for path in paths]
        for start in range(first, first + count, _BATCH):
            results = context.SimpleQueue()
            numbers = range(start, min(start + _BATCH, first + count))
            child = context.Process(target=_try_all, args=(seeds, names, numbers, folder, results))
            child.start()
            child.join(_SECONDS)
            hung = child.is_alive()
            child.kill()
            child.join()
            latest, said = None, ""
            while not results.empty():
                kind, value = results.get()
                latest = value if kind == "begun" else latest
                said = value if kind == "failed" else said
                outcomes[value] += kind == "done"
            assert not hung, f"mutation {latest} hangs"
            assert child.exitcode == 0, f"mutation {latest} ends the process with {child.exitcode} {said}"
    return +outcomes


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    print(f"{count} files: {dict(run(count, first))}")


if __name__ == "__main__":
    main()
