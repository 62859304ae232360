"""The moderation port: words (and pictures) in, what is wrong with them out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

Category = Literal["sexual", "minors", "violence", "self-harm", "hate", "harassment", "illicit", "other"]


@dataclass(frozen=True, slots=True)
class Flag:
    """``score`` 0 to 1; ``where`` are the offending words, where the provider tells."""

    category: Category
    score: float
    where: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``flags`` are those above the provider's own limits: none of them, and the content may be used."""

    flags: tuple[Flag, ...] = ()

    @property
    def is_clean(self) -> bool:
        return not self.flags


class Moderation(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def judges_pictures(self) -> bool: ...

    def check(self, text: str, pictures: tuple[Path, ...] = ()) -> Verdict:
        """Raises ``ProviderFailed`` when it cannot tell: of pictures, when it does not judge them."""
        ...
