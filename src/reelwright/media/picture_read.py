"""Reading still pictures into memory."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from reelwright.errors import MediaUnusable
from reelwright.media.picture_header import MOST_PIXELS, stored_size


def read_picture(path: Path) -> npt.NDArray[np.uint8]:
    """(height, width, 4) blue, green, red, straight alpha; turned upright by its EXIF tag; of an animation the first frame.

    Raises ``MediaUnusable`` for anything that is not a picture.
    """
    try:
        data = np.fromfile(path, np.uint8)
    except OSError as error:
        raise MediaUnusable(f"cannot read {path}: {error.strerror}") from None
    if data.size == 0:
        raise MediaUnusable(f"{path} is empty")
    size = stored_size(data.tobytes())
    if size is not None and size[1] * size[2] > MOST_PIXELS:
        raise MediaUnusable(
            f"{path} is {size[1]} x {size[2]} pixels; the limit is {MOST_PIXELS // 1_000_000} megapixels",
            hint="make it smaller",
        )
    picture = _decoded(data, cv2.IMREAD_UNCHANGED) if size is not None else None
    if picture is None or picture.size == 0:
        raise MediaUnusable(f"{path} is not a picture that can be read", hint="save it again as JPEG or PNG")
    if picture.dtype != np.uint8:
        picture = _eight_bits(picture)
    if picture.ndim == 3 and picture.shape[2] == 4:
        return picture
    upright = _decoded(data, cv2.IMREAD_COLOR)  # this reading, unlike the one above, obeys the EXIF orientation
    if upright is None:
        raise MediaUnusable(f"{path} is not a picture that can be read", hint="save it again as JPEG or PNG")
    return np.asarray(cv2.cvtColor(upright, cv2.COLOR_BGR2BGRA), np.uint8)


def _decoded(data: npt.NDArray[np.uint8], flags: int) -> npt.NDArray[np.uint8] | None:
    try:
        return cv2.imdecode(data, flags)  # pyright: ignore[reportReturnType]
    except cv2.error:
        return None


def _eight_bits(picture: npt.NDArray[np.generic]) -> npt.NDArray[np.uint8]:
    top = {np.dtype(np.uint16): 65535.0, np.dtype(np.int16): 32767.0}.get(picture.dtype, 1.0)
    return np.asarray(np.clip(picture.astype(np.float32) * (255.0 / top) + 0.5, 0, 255), np.uint8)


def picture_size(path: Path) -> tuple[int, int, str]:
    """Width and height as shown, and the kind of file. Raises ``MediaUnusable``; the whole picture is decoded to be sure of it."""
    picture = read_picture(path)
    height, width = picture.shape[:2]
    return width, height, path.suffix.lower().lstrip(".").replace("jpg", "jpeg")
