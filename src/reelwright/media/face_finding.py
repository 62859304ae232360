"""Finding the faces in a picture: by OpenCV's cascade, which is always here, or by a YuNet model of one's own."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np

from reelwright.errors import ProviderFailed, ProviderNeeded
from reelwright.media.picture_write import bgr_of
from reelwright.media.yuv_picture import YuvPicture

FaceBox = tuple[float, float, float, float]
"""Left, top, right and bottom of a face from the brow to the chin, as parts of the picture's width and height."""
FACE_SIDE = 480
"""Pixels: pictures are looked at with no longer side than this."""
_SMALLEST = 0.06
"""Of the picture's shorter side."""
_NEIGHBOURS = 5
_CASCADE_BOX = (0.12, 0.10, 0.88, 1.18)
"""Where the face lies in the square that the cascade finds: that one ends below the lips and reaches past the cheeks."""
_SURE = 0.7
_NMS, _MOST = 0.3, 50


class FaceFinder(Protocol):
    """``version`` is another one where other faces may be found. Not for use by several threads at once."""

    @property
    def version(self) -> str: ...

    def find(self, picture: YuvPicture) -> list[FaceBox]:
        """In no order. Faces seen from the side may be missed."""
        ...


def face_finder(model: Path | None) -> FaceFinder:
    """By a YuNet model (ONNX), or by the cascade. Raises ``ProviderNeeded`` for a model that is not there, ``ProviderFailed`` for a
    file that is none."""
    return CascadeFaces() if model is None else YuNetFaces(model)


class CascadeFaces:
    """Faces seen from the front (Viola & Jones 2001)."""

    version = "cascade/1"

    @cached_property
    def _cascade(self) -> cv2.CascadeClassifier:
        return cv2.CascadeClassifier(
            str(Path(str(cv2.__file__)).parent / "data" / "haarcascade_frontalface_default.xml")
        )

    def find(self, picture: YuvPicture) -> list[FaceBox]:
        gray = cv2.equalizeHist(np.ascontiguousarray(picture.y))
        height, width = gray.shape
        least = max(24, round(min(gray.shape) * _SMALLEST))
        found = self._cascade.detectMultiScale(gray, 1.1, _NEIGHBOURS, minSize=(least, least))
        left, top, right, bottom = _CASCADE_BOX
        return [
            ((x + left * w) / width, (y + top * h) / height, (x + right * w) / width, (y + bottom * h) / height)
            for x, y, w, h in np.asarray(found, np.float64).reshape(-1, 4).tolist()
        ]


class YuNetFaces:
    """Faces from all but the side (Wu, Peng & Yu, "YuNet", 2023)."""

    def __init__(self, model: Path) -> None:
        if not model.is_file():
            raise ProviderNeeded(f"there is no model {model}", hint="check the path of the YuNet model")
        with model.open("rb") as file:
            self.version = f"yunet/1/{hashlib.file_digest(file, 'sha256').hexdigest()[:12]}"
        self._model = model
        self._size = (0, 0)
        self._detector: Any = None

    def find(self, picture: YuvPicture) -> list[FaceBox]:
        height, width = picture.y.shape
        try:
            if self._detector is None or self._size != (width, height):
                size = self._size = (width, height)
                self._detector = cv2.FaceDetectorYN.create(str(self._model), "", size, _SURE, _NMS, _MOST)
            _, found = self._detector.detect(bgr_of((picture.y, picture.u, picture.v)))
        except cv2.error as error:
            raise ProviderFailed(
                f"{self._model.name} is not a YuNet model that can be run: {str(error).strip().splitlines()[-1][:160]}",
                hint="take face_detection_yunet_2023mar.onnx of OpenCV's model zoo",
            ) from None
        rows = np.zeros((0, 4)) if found is None else np.asarray(found, np.float64)[:, :4]
        return [(x / width, y / height, (x + w) / width, (y + h) / height) for x, y, w, h in rows.tolist()]
