"""Opening a finished file with the desktop's own program."""

from __future__ import annotations

import platform
import shutil
import subprocess
from pathlib import Path

import typer


def open_file(path: Path) -> None:
    """Ask the desktop to open a file; says so when there is none."""
    program = "open" if platform.system() == "Darwin" else "xdg-open"
    if shutil.which(program) is None:
        typer.echo(f"note: there is no {program} here to open {path} with", err=True)
        return
    subprocess.Popen(
        [program, str(path.resolve())], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
