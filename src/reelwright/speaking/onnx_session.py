"""ONNX models in this process: each is opened once, and shared by the threads that speak with it."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from reelwright.errors import InvalidInput, ProviderFailed, ProviderNeeded

if TYPE_CHECKING:
    import onnxruntime

Device = Literal["auto", "cpu"]
DEVICES: tuple[Device, ...] = get_args(Device)
"""``auto`` takes a GPU where the installed runtime can use one."""
MOST_THREADS = 4
_MOST_ASKED = 64
_MOST_OPEN = 3
"""Models kept open; the one not used for the longest time is let go."""
_SAMPLE_BYTES = 1 << 20
_NUMBERS = {"tensor(int64)": np.int64, "tensor(int32)": np.int32, "tensor(float)": np.float32, "tensor(double)": np.float64}  # fmt: skip
_open: OrderedDict[tuple[str, int, int, int, Device], OnnxModel] = OrderedDict()
_lock = threading.Lock()


class OnnxModel:
    """A model's inputs and outputs by name. Safe to run from several threads."""

    def __init__(self, session: onnxruntime.InferenceSession, name: str) -> None:
        self._session = session
        self._name = name
        self.inputs: dict[str, Any] = {row.name: _NUMBERS.get(row.type, np.float32) for row in session.get_inputs()}
        """Input names with their kind of number."""
        self.shapes: dict[str, tuple[Any, ...]] = {row.name: tuple(row.shape) for row in session.get_inputs()}
        """Input names with their sizes; one that may vary is a name, or nothing."""
        self.outputs: tuple[str, ...] = tuple(row.name for row in session.get_outputs())

    def run(self, inputs: Mapping[str, Any]) -> list[NDArray[Any]]:
        """Every output, in the model's order. Raises ``ProviderFailed`` with the runtime's own reason."""
        sent = {name: np.asarray(value).astype(self.inputs[name]) for name, value in inputs.items()}
        try:
            return [np.asarray(output) for output in self._session.run(None, sent)]
        except Exception as error:  # a door: the runtime's errors have no common base
            raise ProviderFailed(
                f"the model {self._name} failed: {_reason(error)}", hint="fetch the model again, or choose another"
            ) from None


def thread_count(wish: float) -> int:
    """A setting of threads as a number of them. Raises ``InvalidInput`` for one that is none."""
    if not 0 <= wish <= _MOST_ASKED or wish != int(wish):
        raise InvalidInput(f"{wish:g} is no number of threads", hint=f"0 (as many as fit) to {_MOST_ASKED}")
    return int(wish)


def sound_and_lengths(outputs: Sequence[NDArray[Any]], symbols: int) -> tuple[NDArray[np.float32], tuple[float, ...]]:
    """A voice model's sound, shape (samples,), which is its largest output, and how long each symbol lasts: the output of one
    number for each symbol that was sent, or nothing when the model has none."""
    sound = max(outputs, key=lambda output: output.size)
    lengths = next((output for output in outputs if output is not sound and output.size == symbols), None)
    told = () if lengths is None else tuple(float(length) for length in lengths.reshape(-1))
    return sound.astype(np.float32).reshape(-1), told


def onnx_model(path: Path, threads: int = 0, device: Device = "cpu") -> OnnxModel:
    """The model in a file; ``threads`` 0 is as many as there are processors, four at most.

    Raises ``ProviderNeeded`` when the file or the runtime is not there, ``ProviderFailed`` for a file that holds no model.
    """
    try:
        facts = path.stat()
    except OSError:
        raise ProviderNeeded(f"there is no model {path}", hint="`reel models list` shows what is here") from None
    count = threads or min(MOST_THREADS, os.cpu_count() or 1)
    key = (str(path.resolve()), facts.st_mtime_ns, facts.st_size, count, device)
    with _lock:
        if key not in _open:
            _open[key] = _opened(path, count, device)
            while len(_open) > _MOST_OPEN:
                _open.popitem(last=False)
        _open.move_to_end(key)
        return _open[key]


def fingerprint(path: Path) -> str:
    """Twelve characters that tell one model file from another: its size, and a megabyte of its start, middle and end."""
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        for start in (0, size // 2, max(0, size - _SAMPLE_BYTES)):
            file.seek(start)
            digest.update(file.read(_SAMPLE_BYTES))
    return digest.hexdigest()[:12]


def _opened(path: Path, threads: int, device: Device) -> OnnxModel:
    try:
        import onnxruntime  # noqa: PLC0415  an extra, and slow to load
    except ImportError:
        raise ProviderNeeded("onnxruntime is not installed", hint="pip install 'reelwright[local-voices]'") from None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        session = onnxruntime.InferenceSession(
            str(path), options, providers=_executors(onnxruntime.get_available_providers(), device)
        )
    except Exception as error:  # a door: the runtime's errors have no common base
        raise ProviderFailed(
            f"{path.name} is not a model that can be opened: {_reason(error)}",
            hint="fetch it again: `reel models remove` and `reel models get`",
        ) from None
    return OnnxModel(session, path.name)


def _executors(available: Sequence[str], device: Device) -> list[str]:
    wanted = ["CUDAExecutionProvider"] if device == "auto" else []
    return [*(name for name in wanted if name in available), "CPUExecutionProvider"]


def _reason(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:200]
