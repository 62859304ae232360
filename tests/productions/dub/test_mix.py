"""Mixing a dub: the bed is untouched outside dubbed speech, new voices lie on their sample at the source's level."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reelwright.media.audio_read import Samples
from reelwright.media.loudness import measure
from reelwright.productions.dub.fit.ladder import Take
from reelwright.productions.dub.fit.placing import place
from reelwright.productions.dub.fit.slots import Slot
from reelwright.productions.dub.mix import Bed, Voice, mixed, segment_levels
from reelwright.productions.narrate.wav import write_wav
from reelwright.providers.speech import SpeechRequest
from reelwright.units.time import SAMPLE_RATE
from reelwright.vendors.local_speech.espeak import EspeakSpeech

SECONDS = 12


def said(folder: Path, name: str, text: str) -> tuple[Path, int]:
    speech = EspeakSpeech().speak(SpeechRequest(text, "espeak:es", "es"))
    path = folder / f"{name}.wav"
    path.write_bytes(speech.wav())
    return path, round(speech.duration * 1000)


@pytest.fixture
def scene(tmp_path: Path) -> tuple[list[Voice], Path, Path, Path]:
    """Two takes over a source of steady music and a voice at 3 to 5 and 7 to 9 s."""
    count = SECONDS * SAMPLE_RATE
    music = (np.sin(np.arange(count) * 2 * np.pi * 110 / SAMPLE_RATE) * 0.05).astype(np.float32)
    voice = np.zeros(count, np.float32)
    original = EspeakSpeech().speak(
        SpeechRequest("The quick brown fox jumps over the lazy dog again.", "espeak:en-us", "en")
    )
    samples = np.interp(
        np.arange(2 * SAMPLE_RATE) * original.rate / SAMPLE_RATE, np.arange(len(original.samples())), original.samples()
    )
    for at, gain in ((3, 0.5), (7, 0.2)):
        voice[at * SAMPLE_RATE : (at + 2) * SAMPLE_RATE] = samples * gain
    paths = [tmp_path / f"{name}.wav" for name in ("source", "background", "voice")]
    for path, sound in zip(paths, (music + voice, music, voice), strict=True):
        write_wav(path, np.stack([sound, sound], axis=1), SAMPLE_RATE)
    slots = (Slot("a", "A", 3000, 5000, 2900, 5400), Slot("b", "A", 7000, 9000, 6900, 9400))
    takes = {"a": said(tmp_path, "a", "El zorro marrón salta."), "b": said(tmp_path, "b", "Otra vez el zorro marrón.")}
    placed = place(slots, {key: Take(length) for key, (_, length) in takes.items()})
    voices = [Voice(takes[slot.id][0], "A", each, slot) for slot, each in zip(slots, placed, strict=True)]
    return voices, *paths  # type: ignore[return-value]


def whole(voices: list[Voice], bed: Bed) -> Samples:
    return np.concatenate(list(mixed(voices, bed, SECONDS * 1000, segment_levels(voices, bed))))


def part(sound: Samples, start: float, end: float) -> Samples:
    return sound[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)]


def level(sound: Samples) -> float:
    return float(10 * np.log10(np.mean(sound**2) + 1e-12))


def test_the_source_is_untouched_outside_dubbed_speech_and_its_voice_is_gone_within(
    scene: tuple[list[Voice], Path, Path, Path],
) -> None:
    voices, source, background, voice = scene
    heard = whole(voices, Bed(source, background, voice))
    assert heard.shape == (SECONDS * SAMPLE_RATE, 2)
    silent = whole([], Bed(source, background, voice))
    for start, end in ((0, 2.8), (5.6, 6.8), (9.6, 12)):
        assert np.abs(part(heard, start, end) - part(silent, start, end)).max() < 1e-4
    calm = [Voice(each.sound, each.speaker, each.placement, each.slot) for each in voices]
    levels = {
        key: value.__class__(value.id, value.source_lufs, value.dub_lufs, -200.0)
        for key, value in segment_levels(calm, Bed(source, background, voice)).items()
    }
    without = np.concatenate(list(mixed(calm, Bed(source, background, voice), SECONDS * 1000, levels)))
    assert level(part(without, 3.1, 4.9)) == pytest.approx(level(part(silent, 0.5, 2.3)), abs=0.3)  # the music alone


def test_each_segment_has_the_level_it_had_in_the_source(scene: tuple[list[Voice], Path, Path, Path]) -> None:
    voices, _source, _background, voice = scene
    heard = whole(voices, Bed(None, None, voice))
    original = whole([], Bed(voice))
    for each in voices:
        start, end = each.placement.start_ms / 1000, each.placement.end_ms / 1000
        before = measure([part(original, each.slot.start_ms / 1000, each.slot.end_ms / 1000)]).integrated
        assert measure([part(heard, start, end)]).integrated == pytest.approx(before, abs=1.0)
    assert measure([heard]).true_peak <= -1.0


def test_a_voice_begins_on_its_sample_and_nothing_is_cut(scene: tuple[list[Voice], Path, Path, Path]) -> None:
    voices, *_ = scene
    heard = whole(voices, Bed(None))
    for each in voices:
        start, end = round(each.placement.start_ms * 48), round(each.placement.end_ms * 48)
        assert np.abs(heard[start - 2000 : start - 10]).max() < 1e-3
        assert np.abs(heard[start : start + 2400]).max() > 0.005
        assert np.abs(heard[end - 4800 : end]).max() > 0.003
        assert np.abs(heard[end + 500 : end + 4000]).max() < 1e-3


def test_without_separation_the_source_is_ducked_below_the_new_voice(
    scene: tuple[list[Voice], Path, Path, Path],
) -> None:
    voices, source, _, _voice = scene
    heard, original = whole(voices, Bed(source)), whole([], Bed(source))
    assert level(part(heard, 0, 2.8)) == pytest.approx(level(part(original, 0, 2.8)), abs=0.01)
    quiet = part(heard, 4.98, 5.0) if voices[0].placement.end_ms < 4900 else part(heard, 8.98, 9.0)
    assert level(quiet) < level(part(original, 3.5, 4.5)) - 10
