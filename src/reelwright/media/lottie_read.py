"""Lottie animations (.json, .lottie), drawn by rlottie, which is installed with the extra ``lottie``."""

from __future__ import annotations

import json
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from reelwright.errors import MediaUnusable
from reelwright.units.time import exact

SUFFIXES = frozenset({".json", ".lottie"})
_MOST_BYTES = 50_000_000


class LottieFile:
    """One animation. ``size`` (width, height) in its own pixels, ``frames`` of it at ``fps``."""

    def __init__(self, path: Path) -> None:
        """Raises ``MediaUnusable`` when it is not an animation."""
        self._text = _text(path)
        try:
            tree = json.loads(self._text)
        except (ValueError, RecursionError):
            raise MediaUnusable(f"{path} is not a Lottie animation (not JSON)") from None
        if not isinstance(tree, dict) or not {"w", "h", "fr", "op", "layers"} <= set(cast("dict[str, Any]", tree)):
            raise MediaUnusable(f"{path} is not a Lottie animation", hint="export it again as Lottie JSON")
        facts = cast("dict[str, Any]", tree)
        try:
            self.size = (float(facts["w"]), float(facts["h"]))
            self.fps = exact(facts["fr"])
            self.frames = int(exact(facts["op"]) - exact(facts.get("ip", 0)))
        except (TypeError, ValueError):
            raise MediaUnusable(f"{path} is not a Lottie animation: its size or length is no number") from None
        if not (
            1 <= self.size[0] <= 8192
            and 1 <= self.size[1] <= 8192
            and 1 <= self.fps <= 240
            and 1 <= self.frames <= 100_000
        ):
            raise MediaUnusable(f"{path} has a size, rate or length that cannot be drawn")
        self._path = path
        self._animation: Any = None

    @property
    def duration(self) -> Fraction:
        return self.frames / self.fps

    def picture(self, frame: int, size: tuple[int, int]) -> npt.NDArray[np.uint8]:
        """(height, width, 4) premultiplied red, green, blue, alpha of one frame. Not for several threads at once."""
        if self._animation is None:
            self._animation = _opened(self._text, self._path)
        data = self._animation.lottie_animation_render(frame_num=frame, width=size[0], height=size[1])
        bgra = np.frombuffer(data, np.uint8).reshape(size[1], size[0], 4)
        return np.ascontiguousarray(bgra[..., [2, 1, 0, 3]])


def _opened(text: str, path: Path) -> Any:
    try:
        from rlottie_python.rlottie_wrapper import LottieAnimation  # noqa: PLC0415  # an optional extra
    except ImportError:
        raise MediaUnusable(
            f"{path} is a Lottie animation, and nothing is installed that draws those",
            hint='pip install "reelwright[lottie]"',
        ) from None
    animation: Any = LottieAnimation.from_data(data=text)
    if animation is None or animation.animation_p is None:
        raise MediaUnusable(
            f"{path} is not a Lottie animation that can be drawn", hint="export it again as Lottie JSON"
        )
    return animation


def _text(path: Path) -> str:
    if not path.is_file():
        raise MediaUnusable(f"there is no file {path}", hint="check the path")
    if path.stat().st_size > _MOST_BYTES:
        raise MediaUnusable(f"{path} is larger than {_MOST_BYTES // 1_000_000} MB")
    try:
        if path.suffix.lower() == ".lottie":
            with zipfile.ZipFile(path) as archive:
                names = [info.filename for info in archive.infolist() if info.filename.endswith(".json")]
                inside = sorted(name for name in names if name.startswith(("animations/", "a/")))
                if not inside or archive.getinfo(inside[0]).file_size > _MOST_BYTES:
                    raise MediaUnusable(f"{path} holds no animation")
                return archive.read(inside[0]).decode()
        return path.read_text("utf-8")
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError):
        raise MediaUnusable(f"{path} is not a Lottie animation") from None
