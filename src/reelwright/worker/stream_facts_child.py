"""The child process that looks into a stranger's media file, in the words of ffprobe."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from reelwright.isolation.child import Say, answer


def work(request: dict[str, Any], _say: Say) -> dict[str, Any]:
    """``metadata`` of the file at ``path``, shown under ``name``."""
    from reelwright.media.stream_facts import stream_facts  # noqa: PLC0415  # after the limits are there

    return {"metadata": stream_facts(Path(request["path"]), str(request["name"]))}


if __name__ == "__main__":
    sys.exit(answer(work, "the probe"))
