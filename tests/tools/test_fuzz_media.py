"""Broken media files are read as far as they go, or refused with a clear error."""

from __future__ import annotations

from tools.fuzz_media import run


def test_mutated_files_neither_crash_nor_hang() -> None:
    outcomes = run(100)
    assert outcomes["read"] >= 10
    assert set(outcomes) <= {"read", "MEDIA_UNUSABLE"}
