"""The Wav2Lip network: 16 columns of mel and a face with its lower half covered in, the face speaking out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.errors import ProviderFailed
from reelwright.speaking.onnx_session import Device, OnnxModel, onnx_model
from reelwright.vendors.wav2lip.mel import BANDS, WINDOW

_USUAL_SIDE = 96
_HINT = "give a Wav2Lip model with the inputs mel (N, 1, 80, 16) and faces (N, 6, 96, 96)"
Face = NDArray[np.uint8]


class Wav2LipModel:
    """A model file, opened. ``side`` is the width and height of its faces in pixels."""

    def __init__(self, path: Path, threads: int, device: Device) -> None:
        self._model: OnnxModel = onnx_model(path, threads, device)
        self._mel, self._faces = self._inputs()
        shape = self._model.shapes[self._faces]
        self.side = shape[2] if isinstance(shape[2], int) and shape[2] > 0 else _USUAL_SIDE
        self._fixed = shape[0] if isinstance(shape[0], int) and shape[0] > 0 else 0

    def speak(self, mels: NDArray[np.float32], faces: list[Face]) -> list[Face]:
        """Faces (side, side, 3; blue, green, red) that say ``mels`` (faces, 1, 80, 16). Raises ``ProviderFailed``."""
        sent = np.stack([self._input(face) for face in faces])
        size = self._fixed or len(faces)
        starts = range(0, len(faces), size)
        told = [self._run(mels[start : start + size], sent[start : start + size], size) for start in starts]
        spoken = np.concatenate(told)[: len(faces)]
        shown = np.clip(np.rint(spoken * 255), 0, 255).astype(np.uint8)
        return list(shown.transpose(0, 2, 3, 1))

    def _run(self, mels: NDArray[np.float32], faces: NDArray[np.float32], size: int) -> NDArray[Any]:
        """Filled up to ``size``, for models that take no other number."""
        lacking = size - len(mels)
        if lacking:
            mels, faces = (np.concatenate([each, np.repeat(each[-1:], lacking, 0)]) for each in (mels, faces))
        spoken = self._model.run({self._mel: mels, self._faces: faces})[0]
        if spoken.shape != (size, 3, self.side, self.side):
            raise ProviderFailed(f"the lip-sync model answers {spoken.shape} for {size} faces", hint=_HINT)
        return spoken[: size - lacking]

    def _input(self, face: Face) -> NDArray[np.float32]:
        """(6, side, side), 0 to 1: the face with its lower half covered, and the face."""
        shrinks = min(face.shape[:2]) > self.side
        how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
        whole = cv2.resize(face, (self.side, self.side), interpolation=how).astype(np.float32) / 255
        covered = whole.copy()
        covered[self.side // 2 :] = 0
        return np.concatenate([covered, whole], axis=2, dtype=np.float32).transpose(2, 0, 1)

    def _inputs(self) -> tuple[str, str]:
        """The names of the mel's and the faces' input, by their shapes: exporters name them as they like."""
        shapes = self._model.shapes
        mel = [name for name, shape in shapes.items() if len(shape) == 4 and shape[2:] == (BANDS, WINDOW)]
        faces = [name for name, shape in shapes.items() if len(shape) == 4 and shape[1] == 6]
        if len(shapes) != 2 or len(mel) != 1 or len(faces) != 1:
            told = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
            raise ProviderFailed(f"this is no Wav2Lip model: its inputs are {told}", hint=_HINT)
        return mel[0], faces[0]
