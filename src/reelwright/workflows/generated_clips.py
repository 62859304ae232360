"""A clip made by the first provider that delivers; stopping one; the footage a document asks for."""

from __future__ import annotations

import math
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from reelwright.errors import Cancelled, InvalidInput, ProviderNeeded, ReelwrightError
from reelwright.media.probe import probe
from reelwright.productions.project.atomic import make_atomically
from reelwright.productions.project.store import Store
from reelwright.providers.clips import Clip, ClipGeneration, ClipRequest, OnWait
from reelwright.providers.fallback import first_that_delivers
from reelwright.timeline.clips import GenerateClip
from reelwright.timeline.made import Made

Aspect = Literal["16:9", "9:16", "1:1", "4:5"]
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
_SECONDS = 5.0
"""Asked for where the document leaves the length open."""


@dataclass(frozen=True, slots=True)
class MadeClip:
    """``by`` is the provider's name; ``note`` says who failed before it, and is empty when nobody did."""

    clip: Clip
    by: str
    version: str
    note: str = ""


def make_clip(
    makers: Sequence[ClipGeneration], request: ClipRequest, on_wait: OnWait = lambda state, part: None
) -> MadeClip:
    """Ask one provider after the other. Raises ``ProviderNeeded`` for none, and what ``first_that_delivers`` raises."""
    if not makers:
        raise no_makers()
    delivered = first_that_delivers(makers, lambda maker: maker.generate(request, on_wait))
    maker = makers[delivered.by]
    failures = "; ".join(error.message for error in delivered.failures)
    note = f"made by {maker.name}, for {failures}" if failures else ""
    return MadeClip(delivered.result, maker.name, maker.version, note)


def stop_clip(makers: Sequence[ClipGeneration], request: ClipRequest) -> list[str]:
    """Stop the work that an earlier ``make_clip`` of the same request left at a provider. What each provider said to it."""

    def stop(state: str, part: float | None) -> None:
        del state, part
        raise Cancelled("stop")

    told: list[str] = []
    for maker in makers:
        try:
            maker.generate(request, stop)
            told.append(f"{maker.name}: the clip is finished already")
        except Cancelled as error:
            told.append(error.message)
        except ReelwrightError as error:
            told.append(f"{maker.name}: {error.message}")
    return told


def makers_named(makers: Sequence[ClipGeneration], name: str | None) -> Sequence[ClipGeneration]:
    """All, or the one a document names. Raises ``ProviderNeeded``."""
    if name is None:
        return makers
    found = [maker for maker in makers if maker.name == name]
    if not found:
        raise not_among(name, [maker.name for maker in makers])
    return found


def no_makers() -> ProviderNeeded:
    """The error where clips are wished for, and nobody makes them."""
    return ProviderNeeded(
        "nothing that makes a video from a description is configured",
        hint="`reel doctor` says what to set; docs/clips.md compares the providers",
    )


def not_among(name: str, known: Sequence[str]) -> ProviderNeeded:
    """The error where ``name`` is wished for, and only ``known`` make clips."""
    return ProviderNeeded(
        f"the provider {name!r} is not configured for clips", hint=f"configured: {', '.join(known) or 'none'}"
    )


def nearest_aspect(width: int, height: int) -> Aspect:
    def distance(aspect: str) -> float:
        across, _, down = aspect.partition(":")
        return abs(math.log(width / height) - math.log(int(across) / int(down)))

    return min(ASPECTS, key=distance)


def made_footage(clip: GenerateClip, makers: Sequence[ClipGeneration], folder: Path, canvas: tuple[int, int]) -> Made:
    """The footage of a ``generate`` clip, kept in ``folder`` by what it was asked for."""
    seconds = float(clip.duration) if isinstance(clip.duration, (int, float)) else _SECONDS
    with_sound = "volume" in clip.model_fields_set and clip.volume != 0
    request = ClipRequest(
        clip.prompt, seconds, nearest_aspect(*canvas), min(canvas), seed=clip.seed or None, with_sound=with_sound
    )
    chosen = makers_named(makers, clip.provider)
    inputs = {
        "prompt": request.prompt, "seconds": seconds, "aspect": request.aspect, "height": request.height, "seed": clip.seed,
        "sound": with_sound, "makers": [f"{maker.name} {maker.version}" for maker in chosen],
    }  # fmt: skip

    def make(part: Path) -> dict[str, str]:
        made = make_clip(chosen, request)
        shutil.copyfile(made.clip.path, part)
        return {"by": made.by, "reference": made.clip.reference, "note": made.note}

    path = Store(folder / "clips").keep("clip", ".mp4", inputs, make).path
    return Made(str(path.absolute()), seconds=float(probe(path).duration or 0))


def deliver(made: MadeClip, target: Path) -> None:
    """Put the clip where it is wanted. Raises ``InvalidInput`` for a suffix that would lie, ``OutputUnwritable``."""
    if target.suffix.lower() != made.clip.path.suffix:
        raise InvalidInput(
            f"{made.by} delivered a {made.clip.path.suffix} file",
            hint=f"name the output {target.stem}{made.clip.path.suffix}; nothing is paid for again",
        )
    make_atomically(target, lambda part: shutil.copyfile(made.clip.path, part))
