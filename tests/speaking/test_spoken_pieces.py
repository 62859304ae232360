"""Sound and lengths to speech."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.speaking.onnx_session import onnx_model
from reelwright.speaking.spoken_pieces import Piece, moved_in_pitch, spoken
from tests.speaking.tiny_models import tiny_kokoro

RATE = 8000


def tone(seconds: float, hertz: float = 400, level: float = 0.5) -> np.ndarray:
    return (level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)).astype(np.float32)


def test_words_begin_where_their_first_symbol_does() -> None:
    piece = Piece(tone(1.0), (-1, 0, 0, -1, 1, 1, -1), (1, 2, 2, 1, 2, 1, 1))
    first, second = spoken([piece], ("one", "two"), RATE, "Test").words
    assert second.start == pytest.approx(0.6, abs=0.02)
    assert first.text == "one"


def test_pieces_follow_each_other_and_one_without_lengths_makes_all_estimates() -> None:
    told, untold = Piece(tone(1.0), (0,), (1,)), Piece(tone(1.0), (1, 2))
    speech = spoken([told, untold], ("a", "b", "c"), RATE, "Test")
    assert not speech.exact_times
    assert speech.words[1].start == pytest.approx(1.0, abs=0.02)
    assert speech.words[2].start == pytest.approx(1.5, abs=0.02)
    assert spoken([told, told], ("a",), RATE, "Test").exact_times


def test_a_model_that_overshoots_is_not_clipped() -> None:
    samples = spoken([Piece(tone(0.5, level=3.0), (0,), (1,))], ("a",), RATE, "Test").samples()
    assert np.sum(np.abs(samples) > 0.99) < 0.2 * len(samples)


def test_pitch_moves_by_the_factor_and_the_length_with_it() -> None:
    moved = moved_in_pitch(tone(1.0), 1.25)
    assert len(moved) == round(RATE / 1.25)
    assert np.argmax(np.abs(np.fft.rfft(moved))) * RATE / len(moved) == pytest.approx(500, abs=2)
    assert np.max(np.abs(moved)) == pytest.approx(0.5, abs=0.02)


def test_a_model_is_opened_once(tmp_path: object) -> None:
    path = tiny_kokoro(tmp_path / "model.onnx")  # type: ignore[operator]
    assert onnx_model(path) is onnx_model(path)
