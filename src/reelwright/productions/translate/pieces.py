"""A text divided into what is translated and what stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Rebuild = Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Piece:
    """``kept`` are parts of the text that stay as they are: code, addresses, tags."""

    text: str
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Divided:
    """``rebuilt`` takes a translation for each piece, in order, and answers the whole file."""

    pieces: tuple[Piece, ...]
    rebuilt: Rebuild
