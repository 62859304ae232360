"""The hidden folder a render works in, beside its output: on the same disk, removed at the end, swept up after a crash."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reelwright.media.video_write import writing

_PREFIX = ".reel-render-"


@contextmanager
def scratch_folder(output: Path) -> Iterator[Path]:
    """A fresh folder for parts of ``output``. Raises ``OutputUnwritable`` when there can be none."""
    if output.is_dir():
        output = output / "x"
    with writing(output):
        sweep(output.parent)
        folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=output.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(parent: Path) -> None:
    """Remove what renders that were killed have left in a folder."""
    for stale in parent.glob(f"{_PREFIX}*"):
        owner = stale.name[len(_PREFIX) :].split("-")[0]
        if owner.isdigit() and not _is_alive(int(owner)):
            shutil.rmtree(stale, ignore_errors=True)


def _is_alive(process: int) -> bool:
    """Whether a process still runs. One that has ended but that nobody has waited for (common in containers) does not."""
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except ProcessLookupError:
        return False
    except (OSError, IndexError):  # another's, or a system without /proc
        return True
    return state not in "ZX"
