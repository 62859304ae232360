"""A video of two people talking over music, with known words and times: spoken by two different voices."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from reelwright.providers.speech import SpeechRequest
from reelwright.transcript import Word
from reelwright.units.time import SAMPLE_RATE
from reelwright.vendors.local_speech.espeak import EspeakSpeech

LINES = (
    ("Anna", "espeak:en-us+f3", "Good morning, and welcome to our little kitchen."),
    ("Bert", "espeak:en-us+m3", "Thank you for having me."),
    ("Anna", "espeak:en-us+f3", "Today we cook rice, which grows in water."),
    ("Bert", "espeak:en-us+m3", "It takes four months to grow."),
    ("Anna", "espeak:en-us+f3", "Let us begin with the water."),
)
SPANISH = {
    LINES[0][2]: "Buenos días y bienvenidos a nuestra pequeña cocina.",
    LINES[1][2]: "Gracias por invitarme.",
    LINES[2][2]: "Hoy cocinamos arroz, que crece en el agua.",
    LINES[3][2]: "Tarda cuatro meses en crecer.",
    LINES[4][2]: "Empecemos con el agua.",
}
GERMAN = {
    LINES[0][2]: "Guten Morgen und willkommen in unserer kleinen Küche.",
    LINES[1][2]: "Danke für die Einladung.",
    LINES[2][2]: "Heute kochen wir Reis, der im Wasser wächst.",
    LINES[3][2]: "Er braucht vier Monate, um zu wachsen.",
    LINES[4][2]: "Fangen wir mit dem Wasser an.",
}


@dataclass(frozen=True)
class Dialogue:
    """``words`` with their exact times and speakers; ``duration`` in seconds."""

    video: Path
    words: tuple[tuple[Word, str], ...]
    duration: float

    def srt(self, path: Path) -> Path:
        """One caption for each line, with the speaker's name before it."""
        rows: list[str] = []
        at = 0
        for number, (name, _, text) in enumerate(LINES, 1):
            count = len(text.split())
            first, last = self.words[at][0], self.words[at + count - 1][0]
            at += count
            rows.append(f"{number}\n{_stamp(first.start)} --> {_stamp(last.end)}\n{name}: {text}\n")
        path.write_text("\n".join(rows))
        return path


def dialogue(path: Path, *, music: float = 0.03, fps: int = 25, times: int = 1) -> Dialogue:
    """Write the video (64 by 48 pixels), in which all is said so many ``times``, and tell its words."""
    voice, now = EspeakSpeech(), 1.0
    pieces: list[tuple[int, np.ndarray]] = []
    words: list[tuple[Word, str]] = []
    for name, voice_id, text in LINES * times:
        speech = voice.speak(SpeechRequest(text, voice_id, "en", 0.95))
        at = np.arange(round(speech.duration * SAMPLE_RATE)) * speech.rate / SAMPLE_RATE
        pieces.append((round(now * SAMPLE_RATE), np.interp(at, np.arange(len(speech.samples())), speech.samples())))
        words += [(word.shifted(now), name) for word in speech.words]
        now += speech.duration + 0.7
    count = round((now + 0.5) * fps) * SAMPLE_RATE // fps
    sound = np.sin(np.arange(count) * 2 * np.pi * 196 / SAMPLE_RATE) * music
    for start, samples in pieces:
        sound[start : start + len(samples)] += samples * 0.4
    _write(path, sound.astype(np.float32), fps)
    return Dialogue(path, tuple(words), count / SAMPLE_RATE)


def _write(path: Path, sound: np.ndarray, fps: int) -> None:
    with av.open(str(path), "w") as file:
        video: Any = file.add_stream("libx264", rate=fps, options={"crf": "30"})
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        audio: Any = file.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
        for index in range(len(sound) * fps // SAMPLE_RATE):
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 40 + index % 160, np.uint8))
            frame.pts, frame.time_base = index, Fraction(1, fps)
            file.mux(video.encode(frame))
        frame = av.AudioFrame.from_ndarray(np.stack([sound, sound]), "fltp", "stereo")
        frame.sample_rate, frame.pts = SAMPLE_RATE, 0
        file.mux(audio.encode(frame))
        file.mux(audio.encode(None))
        file.mux(video.encode(None))


def _stamp(seconds: float) -> str:
    ms = round(seconds * 1000)
    return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"
