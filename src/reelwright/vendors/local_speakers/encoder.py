"""What a voice sounds like, in 256 numbers: Resemblyzer's encoder (three LSTM layers and a linear one) in NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WINDOW_FRAMES = 160
"""1.6 seconds, on which the encoder was trained."""
SIZE = 256
_LAYERS = 3
_BATCH = 64
_Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Layer:
    of_input: _Array
    of_state: _Array
    bias: _Array


def embedded(windows: Sequence[_Array]) -> _Array:
    """(windows, 256), each of length 1, for mel windows of (160, 40)."""
    found = [_batch(np.stack(windows[at : at + _BATCH])) for at in range(0, len(windows), _BATCH)]
    return np.concatenate(found) if found else np.zeros((0, SIZE), np.float32)


def _batch(mels: _Array) -> _Array:
    layers, weight, bias = _weights()
    values = np.ascontiguousarray(mels.transpose(1, 0, 2))  # time first
    for layer in layers:
        values = _lstm(values, layer)
    raw = np.maximum(values[-1] @ weight + bias, 0)
    return raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-9)


def _lstm(values: _Array, layer: _Layer) -> _Array:
    """(time, batch, 256); gates in the order input, forget, cell, output."""
    time, batch, _ = values.shape
    driven = values @ layer.of_input + layer.bias
    hidden = np.zeros((batch, SIZE), np.float32)
    cell = np.zeros((batch, SIZE), np.float32)
    result = np.empty((time, batch, SIZE), np.float32)
    for step in range(time):
        gates = driven[step] + hidden @ layer.of_state
        enters, stays, shows = (_sigmoid(gates[:, at * SIZE : (at + 1) * SIZE]) for at in (0, 1, 3))
        cell = stays * cell + enters * np.tanh(gates[:, 2 * SIZE : 3 * SIZE])
        hidden = shows * np.tanh(cell)
        result[step] = hidden
    return result


def _sigmoid(x: _Array) -> _Array:
    half = np.float32(0.5)
    return np.asarray(half * np.tanh(half * x) + half, np.float32)


@cache
def _weights() -> tuple[tuple[_Layer, ...], _Array, _Array]:
    with np.load(Path(__file__).with_name("encoder.npz")) as file:
        row = {name: file[name].astype(np.float32) for name in file.files}
    layers = tuple(
        _Layer(
            np.ascontiguousarray(row[f"lstm.weight_ih_l{n}"].T), np.ascontiguousarray(row[f"lstm.weight_hh_l{n}"].T),
            row[f"lstm.bias_ih_l{n}"] + row[f"lstm.bias_hh_l{n}"],
        )
        for n in range(_LAYERS)
    )  # fmt: skip
    return layers, np.ascontiguousarray(row["linear.weight"].T), row["linear.bias"]
