"""The child process that keeps a video's document open for whoever edits it."""

from __future__ import annotations

import sys
from typing import Any

from reelwright.isolation.kept_child import Desk, keep_answering


def open_desk(hello: dict[str, Any]) -> Desk:
    from reelwright.worker.preview.desk import PreviewDesk  # noqa: PLC0415  # after the limits are there

    return PreviewDesk(hello)


if __name__ == "__main__":
    sys.exit(keep_answering(open_desk))
