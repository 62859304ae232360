"""The image port: a description in, pictures out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """``prompt`` says what to see, ``style`` how (a line kept for a whole project). ``width``, ``height`` in pixels are met as
    nearly as the provider can, and never cropped by it. ``references`` are pictures to look like: a character, a style."""

    prompt: str
    width: int = 1920
    height: int = 1080
    style: str = ""
    avoid: str = ""
    references: tuple[Path, ...] = ()
    seed: int | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Image:
    """``path`` on the shelf; ``prompt`` as the provider rewrote it, where it tells. ``seed`` makes it again, where there is one."""

    path: Path
    width: int
    height: int
    prompt: str = ""
    seed: int | None = None


class ImageGeneration(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def generate(self, request: ImageRequest) -> tuple[Image, ...]:
        """``count`` pictures, or fewer when the provider held some back.

        Raises ``ContentRefused`` when it does not draw that, ``ProviderFailed`` when it cannot deliver.
        """
        ...
