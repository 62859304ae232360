"""`make bench-dub`: a talk whose words and times are known, dubbed with a phrase book and eSpeak NG, and what came of it.

`python -m bench.dub [--minutes 10] [--json FILE] [--folder DIR]`; a folder keeps the talk for the next time. The talk is given with its
voices and its music apart, as a perfect separation would give them, so that the figures are those of fitting and mixing alone. Onsets,
loudness and the music are measured in the file that was made.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.talk import SPANISH, Talk, make_talk, read_talk
from reelwright.app.wiring import known_voices, speaker_for
from reelwright.media.audio_read import AudioReader
from reelwright.media.loudness import measure
from reelwright.productions.dub.document import read_dub
from reelwright.providers.recognition import OnHeard, Recognised, RecognitionRequest, SpokenPart
from reelwright.providers.separation import Separated
from reelwright.providers.speech import SpeechSynthesis
from reelwright.providers.translation import Translated, TranslationRequest
from reelwright.transcript import Word
from reelwright.units.time import SAMPLE_RATE
from reelwright.workflows.dub import dub
from reelwright.workflows.dub_request import DubRequest, DubTools
from reelwright.workflows.transcribe import Listener, Listeners

_HOP = SAMPLE_RATE // 200
_EDGE_MS = 50
_AUDIBLE = 0.03
"""Of a segment's strongest 5 ms: where speech begins."""
_WHOLE_VOICE, _OVER_MUSIC = (60, 6000), (500, 6000)
"""Hertz in which speech is listened for: alone, and where there is music, which is lower."""


class PhraseBook:
    """Translates the talk's own lines, of which a passage may hold several: somebody who says two with a short pause between them."""

    name, version, heeds_length = "phrase-book", "1", False

    def translate(self, request: TranslationRequest) -> tuple[Translated, ...]:
        return tuple(Translated(each.id, (_in_spanish(each.text),)) for each in request.passages)


def _in_spanish(text: str) -> str:
    for line, spanish in SPANISH.items():
        text = text.replace(line, spanish)
    return text


@dataclass(frozen=True)
class Known:
    """Knows what is said in the talk and by whom, and has its voices and music apart."""

    talk: Talk
    name: str = "known"
    version: str = "1"

    def recognise(self, request: RecognitionRequest, on_heard: OnHeard = lambda progress: None) -> Recognised:
        del request, on_heard
        rows = self.talk.words
        edges = [0, *(place for place in range(1, len(rows)) if rows[place][3] != rows[place - 1][3]), len(rows)]
        parts = tuple(SpokenPart(first, last, rows[first][3]) for first, last in pairwise(edges))
        return Recognised(tuple(Word(*row[:3]) for row in rows), parts, "en", self.talk.seconds)

    def separate(self, sound: Path, folder: Path) -> Separated:
        del sound
        made = [folder / f"part-{path.name}" for path in (self.talk.voice, self.talk.music)]
        for path, source in zip(made, (self.talk.voice, self.talk.music), strict=True):
            shutil.copyfile(source, path)
        return Separated(made[0], made[1], False)


def dub_talk(folder: Path) -> None:
    """Dub the talk in ``folder``; figures of the run go to ``run.json``. In a process of its own, so that memory can be told."""
    known = Known(read_talk(folder))

    def speaker(language: str, wish: str) -> tuple[SpeechSynthesis, str]:
        found = speaker_for(language, wish)
        return found.provider, found.voice

    heard_by = Listeners((Listener(known, "known"),))
    tools = DubTools(lambda language, speakers: heard_by, (known,), (PhraseBook(),), known_voices, speaker)
    began = time.monotonic()
    made = dub(DubRequest(known.talk.video, folder / "talk.es.mp4", ("es",)), tools, lambda progress: None)
    seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    document = read_dub(made.document.read_text())
    segments = [{"id": each.id, "start_ms": each.start_ms, "end_ms": each.end_ms} for each in document.segments]
    run = {"seconds": seconds, "peak_mib": peak, "timing": made.timing["es"], "segments": segments, "notes": made.notes}
    (folder / "run.json").write_text(json.dumps(run))


@dataclass(frozen=True)
class Row:
    """A figure, and what is aimed at; ``is_met`` says whether it is reached."""

    what: str
    measured: str
    target: str
    is_met: bool


def rows(folder: Path) -> list[Row]:
    """What came of it, by the report and by listening to the file."""
    talk, run = read_talk(folder), json.loads((folder / "run.json").read_text())
    timing: dict[str, Any] = run["timing"]
    source, made = AudioReader(talk.video), AudioReader(folder / "talk.es.mp4")
    slots = {each["id"]: each for each in run["segments"]}
    placed: list[dict[str, Any]] = timing["segments"]
    own = [(slots[each["id"]]["start_ms"], slots[each["id"]]["end_ms"]) for each in placed]
    new = [(each["start_ms"], each["end_ms"]) for each in placed]
    voice = AudioReader(
        talk.voice
    )  # alone: over the music, a line's weak first sound ("The …") is not heard at its real place
    heard = zip(_onsets(voice, own, _WHOLE_VOICE), _onsets(made, new, _OVER_MUSIC), strict=True)
    late = [there - here for here, there in heard]
    apart = [
        abs(_loudness(source, *here) - _loudness(made, *there)) for here, there in zip(own, new, strict=True)
    ]  # fmt: skip
    bed = _bed_difference(source, made, [*own, *new], talk.seconds)
    stretches = sorted(each["stretch"] for each in placed)
    last = float(np.median(late[-10:]))
    factor = run["seconds"] / talk.seconds
    return [
        _part("segments that end in their time (and 100 ms)", timing["in_slot"], 0.98),
        Row("overlaps of two speakers", str(timing["overlaps"]), "0", timing["overlaps"] == 0),
        _part("stretched within 0.87 to 1.20", timing["gently"], 0.90),
        Row("stretch, median / longest", f"{stretches[len(stretches) // 2]:.3f} / {stretches[-1]:.3f}", "1.05 / 1.15",
            stretches[len(stretches) // 2] <= 1.05 and stretches[-1] <= 1.15),
        _part("filling 85 % of the source's speech", timing["filled"], 0.90),
        Row("drift of the last segment as placed", f"{timing['drift_ms']} ms", "50 ms", abs(timing["drift_ms"]) <= 50),
        Row("drift of the last ten onsets, measured in the file", f"{last:+.0f} ms", "50 ms", bool(abs(last) <= 50)),
        _part("onsets within -45 and +125 ms, measured in the file", sum(-45 <= each <= 125 for each in late) / len(late), 0.95),
        _part("loudness within 1 LU of the segment's own, measured", sum(each <= 1 for each in apart) / len(apart), 0.95),
        Row("music outside speech, largest difference", f"{bed:.2f} dB", "0.5 dB", bool(bed <= 0.5)),
        Row("time, of the video's length", f"{factor:.2f} x", "1 x", factor <= 1),
        Row("peak memory", f"{run['peak_mib']:.0f} MiB", "500 MiB", run["peak_mib"] <= 500),
    ]  # fmt: skip


def _part(what: str, measured: float, target: float) -> Row:
    return Row(what, f"{measured:.1%}", f"{target:.0%}", bool(measured >= target))


def _onsets(reader: AudioReader, spans: Sequence[tuple[int, int]], band: tuple[int, int]) -> list[float]:
    """Milliseconds at which speech is first heard near each span's start."""
    found: list[float] = []
    for place, (start, end) in enumerate(spans):
        before = max((other for _, other in spans[:place]), default=0)
        first = max(start - 300, min(before + 30, start))
        edge = min(first, _EDGE_MS)  # the music's own beginning in a cut-out sounds like a click: it is not listened to
        strength = _speech(reader.read((first - edge) * 48, (end - first + edge) * 48), band)[edge // 5 :]
        heard = np.flatnonzero(strength > strength.max() * _AUDIBLE)
        found.append(first + float(heard[0]) * 1000 * _HOP / SAMPLE_RATE if len(heard) else float(start))
    return found


def _speech(sound: npt.NDArray[np.float32], band: tuple[int, int]) -> npt.NDArray[np.float64]:
    """Strength within a band of hertz, every 5 ms."""
    mono = sound.mean(axis=1)
    window = np.hanning(4 * _HOP)
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(mono, 2 * _HOP), 4 * _HOP)[::_HOP] * window
    spectrum = np.abs(np.fft.rfft(frames))
    low, high = (round(hertz * 4 * _HOP / SAMPLE_RATE) for hertz in band)
    return np.sqrt((spectrum[:, low:high] ** 2).sum(axis=1))


def _loudness(reader: AudioReader, start_ms: int, end_ms: int) -> float:
    return measure([reader.read(start_ms * 48, (end_ms - start_ms) * 48)]).integrated


def _bed_difference(source: AudioReader, made: AudioReader, spans: Sequence[tuple[int, int]], seconds: float) -> float:
    """dB between the two in pauses of 300 ms and more, 100 ms away from speech; near-silent moments of the music left out."""
    largest, at = 0.0, 0
    for start, end in [*sorted(spans), (round(seconds * 1000), 0)]:
        first, last = (at + 100) * 48, (start - 100) * 48
        if last - first >= 300 * 48:
            levels = [float(np.sqrt(np.mean(each.read(first, last - first) ** 2))) for each in (source, made)]
            if levels[0] > 0.004:
                largest = max(largest, abs(20 * np.log10(max(levels[1], 1e-9) / levels[0])))
        at = max(at, end)
    return largest


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--json", type=Path)
    asked.add_argument("--folder", type=Path, help="keeps the talk, and is used again; about 1.5 GB for an hour")
    asked.add_argument("--dub-only", type=Path, help=argparse.SUPPRESS)
    told = asked.parse_args()
    if told.dub_only:
        dub_talk(told.dub_only)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = told.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(folder / "talk.dub", ignore_errors=True)
        talk = read_talk(folder) if (folder / "talk.json").exists() else make_talk(folder, told.minutes)
        subprocess.run([sys.executable, "-m", "bench.dub", "--dub-only", str(folder)], check=True)
        table = rows(folder)
    print(f"{talk.seconds / 60:.1f} minutes, {len(talk.words)} words")
    for row in table:
        print(f"{row.what:56}{row.measured:>16}  {row.target:>12}  {'met' if row.is_met else 'missed'}")
    if told.json:
        told.json.write_text(json.dumps([vars(row) for row in table], indent=1))


if __name__ == "__main__":
    main()
