"""The clip port: a description (and pictures) in, a few seconds of video out, minutes later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from reelwright.errors import ProviderFailed

OnWait = Callable[[str, float | None], None]
"""Called with ``sending`` before anything is begun, then while waiting with what the provider says (``queued``, ``working``) and how
far it is (0 to 1), where it tells; with ``done`` before the file is fetched."""


@dataclass(frozen=True, slots=True)
class ClipRequest:
    """``seconds`` and the shape are met as nearly as the provider can; ``height`` is the shorter side in pixels, as in 1080p.

    ``first``, ``last`` are pictures to begin and end with, ``references`` pictures whose characters or style to keep.
    """

    prompt: str
    seconds: float = 5.0
    aspect: Literal["16:9", "9:16", "1:1", "4:5"] = "16:9"
    height: int = 1080
    style: str = ""
    avoid: str = ""
    first: Path | None = None
    last: Path | None = None
    references: tuple[Path, ...] = ()
    seed: int | None = None
    with_sound: bool = False


@dataclass(frozen=True, slots=True)
class Clip:
    """``path`` on the shelf; what its width, height and length really are, media.probe tells."""

    path: Path
    reference: str = ""
    """The provider's name of the work."""


class ReferencesNotTaken(ProviderFailed):
    """The model takes ``most`` pictures as references, or none. Raised before anything is begun."""

    def __init__(self, message: str, *, most: int = 0, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.most = most


class ClipGeneration(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def cost_micros(self, request: ClipRequest) -> int:
        """What the clip costs, in millionths of a US dollar. Raises ``ProviderFailed`` for one it cannot make."""
        ...

    def generate(self, request: ClipRequest, on_wait: OnWait = lambda state, part: None) -> Clip:
        """Submit, wait, download. Broken off and called again it goes on with the work it submitted.

        An ``on_wait`` that raises ``Cancelled`` stops the work at the provider, where that can be; ``Cancelled`` then says what
        became of it. Raises ``ContentRefused``, ``ReferencesNotTaken``, ``ProviderFailed``, and ``OutcomeUnknown`` while the
        work may still go on there.
        """
        ...
