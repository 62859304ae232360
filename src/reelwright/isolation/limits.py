"""What a child process may use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bytes of memory of its own, seconds of processor and on the clock, bytes of one file; how far it steps back for others (0 to 19)."""

    memory: int = 4_000_000_000
    processor_seconds: int = 4 * 3600
    seconds: float = 2 * 3600
    file_bytes: int = 20_000_000_000
    niceness: int = 0
