"""A picture that a document asks for in words: drawn by the first provider that can, and kept."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from reelwright.errors import ProviderNeeded
from reelwright.productions.project.atomic import make_atomically
from reelwright.providers.fallback import first_that_delivers
from reelwright.providers.images import ImageGeneration, ImageRequest
from reelwright.timeline.clips import GenerateClip

_MOST_SIDE, _LEAST_SIDE = 4096, 64
Named = TypeVar("Named")


def drawn_picture(clip: GenerateClip, canvas: tuple[int, int], makers: Sequence[ImageGeneration], folder: Path) -> Path:
    """The file. It is asked for in the shape of the clip's box where that is given in pixels, else of the canvas.

    Raises ``ProviderNeeded`` when nobody draws, or the one the clip names does not.
    """
    request = ImageRequest(clip.prompt, *_size(clip, canvas), seed=clip.seed)
    if not makers:
        raise ProviderNeeded(
            "nothing that makes an image from a description is configured",
            hint="set a key, for example REELWRIGHT_OPENAI_API_KEY (docs/pictures-generated.md lists who draws), "
            "or use an image clip with a file of yours",
        )
    able = named(makers, clip.provider, "images")
    image = first_that_delivers(able, lambda maker: maker.generate(request)[0]).result
    target = folder / "images" / image.path.name  # its name is its content's
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        make_atomically(target, lambda part: shutil.copyfile(image.path, part))
    return target


def named(ports: Sequence[Named], name: str | None, kind: str) -> Sequence[Named]:
    """The providers a clip may use: all, or the one it names. Raises ``ProviderNeeded`` for one that is not there."""
    if name is None:
        return ports
    names = [getattr(port, "name", "") for port in ports]
    if name not in names:
        here = f"configured: {', '.join(names)}" if names else "none is configured"
        raise ProviderNeeded(f"{name[:60]} does not make {kind} here", hint=here)
    return [ports[names.index(name)]]


def _size(clip: GenerateClip, canvas: tuple[int, int]) -> tuple[int, int]:
    asked = (clip.width, clip.height)
    width, height = (
        float(told) if isinstance(told, (int, float)) and told >= 1 else side
        for told, side in zip(asked, canvas, strict=True)
    )
    scale = min(1.0, _MOST_SIDE / max(width, height))
    return max(_LEAST_SIDE, round(width * scale)), max(_LEAST_SIDE, round(height * scale))
