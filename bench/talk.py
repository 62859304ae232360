"""A synthetic talk of any length for the bench of dubbing: three speakers over music, every word and time known."""

from __future__ import annotations

import json
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from reelwright.providers.speech import SpeechRequest
from reelwright.units.time import SAMPLE_RATE
from reelwright.vendors.local_speech.espeak import EspeakSpeech

FPS = 10
VOICES = (("Anna", "espeak:en-us+f3", 1.0), ("Bert", "espeak:en-us+m3", 0.92), ("Cleo", "espeak:en-gb+f5", 1.05))
SPANISH = {
    "Good morning, and welcome to our little kitchen.": "Buenos días y bienvenidos a nuestra pequeña cocina.",
    "Thank you very much for having me here today.": "Muchas gracias por invitarme hoy.",
    "Today we cook rice, which grows in water.": "Hoy cocinamos arroz, que crece en el agua.",
    "It takes about four months to grow.": "Tarda unos cuatro meses en crecer.",
    "Let us begin with the water.": "Empecemos con el agua.",
    "How much water do we need for two people?": "¿Cuánta agua necesitamos para dos personas?",
    "Take two cups of water for every cup of rice.": "Dos tazas de agua por cada taza de arroz.",
    "The water has to boil before the rice goes in.": "El agua debe hervir antes de echar el arroz.",
    "Should I wash the rice first?": "¿Debo lavar primero el arroz?",
    "Yes, wash it until the water stays clear.": "Sí, lávalo hasta que el agua salga clara.",
    "My grandmother never washed it, and it was always good.": "Mi abuela nunca lo lavaba y siempre estaba bueno.",
    "Every family has its own way of doing it.": "Cada familia tiene su manera de hacerlo.",
    "Now we put the lid on the pot.": "Ahora tapamos la olla.",
    "And then we wait for twelve minutes.": "Y luego esperamos doce minutos.",
    "While we wait, tell us where this rice comes from.": "Mientras tanto, cuéntanos de dónde viene este arroz.",
    "It comes from a small village in the mountains.": "Viene de un pequeño pueblo de montaña.",
    "The farmers there work with the rain and the sun.": "Allí los campesinos trabajan con la lluvia y el sol.",
    "In spring the fields look like mirrors.": "En primavera los campos parecen espejos.",
    "In autumn everything turns yellow and gold.": "En otoño todo se vuelve amarillo y dorado.",
    "I would love to see that one day.": "Me encantaría verlo algún día.",
    "You can smell that it is nearly done.": "Ya se huele que está casi listo.",
    "Take the pot off the fire and let it rest.": "Retira la olla del fuego y deja que repose.",
    "Five minutes are enough, then it is soft and dry.": "Cinco minutos bastan para que quede suelto.",
    "Enjoy your meal, and see you next week.": "Buen provecho y hasta la próxima semana.",
}
Sound = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Talk:
    """Files of a talk: the video, and its voices and its music alone. ``words`` are (text, start, end, speaker) in seconds."""

    video: Path
    voice: Path
    music: Path
    words: tuple[tuple[str, float, float, str], ...]
    seconds: float


def make_talk(folder: Path, minutes: float) -> Talk:
    """Write the files; the facts go to ``talk.json``. Pauses of 0.35 to 1.2 s between lines; memory does not grow with the length."""
    engine, random = EspeakSpeech(), np.random.default_rng(5)
    now, number = 1.0, 0
    words: list[tuple[str, float, float, str]] = []
    lines = list(SPANISH)
    with wave.open(str(folder / "voice.wav"), "wb") as file:
        file.setparams((2, 2, SAMPLE_RATE, 0, "NONE", ""))
        written = 0
        while now < minutes * 60 - 6:
            name, voice, speed = VOICES[int(random.integers(3)) if number % 5 == 4 else number % 3]
            speech = engine.speak(SpeechRequest(lines[number % len(lines)], voice, "en", speed * 0.9))
            at = np.arange(round(speech.duration * SAMPLE_RATE)) * speech.rate / SAMPLE_RATE
            sound = np.interp(at, np.arange(len(speech.samples())), speech.samples()) * (0.35, 0.5, 0.25)[number % 3]
            start = round(now * SAMPLE_RATE)
            _write_wave(file, np.concatenate([np.zeros(start - written), sound]))
            written = start + len(sound)
            words += [(word.text, word.start + now, word.end + now, name) for word in speech.words]
            now += speech.duration + float(random.uniform(0.35, 1.2))
            number += 1
        count = round(now + 1) * SAMPLE_RATE
        _write_wave(file, np.zeros(count - written))
    with wave.open(str(folder / "music.wav"), "wb") as file:
        file.setparams((2, 2, SAMPLE_RATE, 0, "NONE", ""))
        for start in range(0, count, SAMPLE_RATE):
            _write_wave(file, _music(start, min(SAMPLE_RATE, count - start)))
    talk = Talk(folder / "talk.mp4", folder / "voice.wav", folder / "music.wav", tuple(words), count / SAMPLE_RATE)
    _write_video(talk)
    (folder / "talk.json").write_text(json.dumps({"words": words, "seconds": talk.seconds}))
    return talk


def read_talk(folder: Path) -> Talk:
    """What ``make_talk`` wrote."""
    told = json.loads((folder / "talk.json").read_text())
    words = tuple((str(text), float(start), float(end), str(name)) for text, start, end, name in told["words"])
    return Talk(folder / "talk.mp4", folder / "voice.wav", folder / "music.wav", words, told["seconds"])


def _music(start: int, count: int) -> Sound:
    """Low chords that change every four seconds, all below 300 Hz, so that speech can be told from them."""
    at = (start + np.arange(count)) / SAMPLE_RATE
    root = np.array([98.0, 110.0, 82.4, 87.3])[(at // 4).astype(int) % 4]
    swell = np.sin(np.pi * (at % 4) / 4)
    chord = sum(np.sin(2 * np.pi * np.round(root * ratio) * at) for ratio in (1.0, 1.5, 2.0, 2.5))
    return np.asarray(chord * swell * 0.02, np.float32)


def _write_wave(file: wave.Wave_write, mono: npt.NDArray[Any]) -> None:
    whole = np.clip(np.round(mono * 32767), -32768, 32767).astype("<i2")
    file.writeframes(np.repeat(whole, 2).tobytes())


def _blocks(path: Path) -> Iterator[Sound]:
    with wave.open(str(path), "rb") as file:
        while data := file.readframes(SAMPLE_RATE):
            yield np.frombuffer(data, "<i2").reshape(-1, 2).T.astype(np.float32) / np.float32(32767)


def _write_video(talk: Talk) -> None:
    with av.open(str(talk.video), "w") as file:
        video: Any = file.add_stream("libx264", rate=FPS, options={"crf": "32", "preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        audio: Any = file.add_stream("aac", rate=SAMPLE_RATE, layout="stereo", options={"b": "192k"})
        blocks = zip(_blocks(talk.voice), _blocks(talk.music), strict=True)
        for second, (voice, music) in enumerate(blocks):
            for index in range(second * FPS, (second + 1) * FPS):
                picture = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 40 + index % 160, np.uint8))
                picture.pts, picture.time_base = index, Fraction(1, FPS)
                file.mux(video.encode(picture))
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(voice + music), "fltp", "stereo")
            frame.sample_rate, frame.pts = SAMPLE_RATE, second * SAMPLE_RATE
            file.mux(audio.encode(frame))
        file.mux(audio.encode(None))
        file.mux(video.encode(None))
