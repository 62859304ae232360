"""A real `reel serve` in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2


@contextmanager
def served(folder: Path, *options: str, **settings: str) -> Iterator[str]:
    """Its address; ``settings`` are the names after ``REELWRIGHT_``."""
    with serving(folder, *options, **settings) as server:
        yield server.url


@dataclass(frozen=True)
class Serving:
    url: str
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """As when the power fails: it and what it started in its group end without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)


@contextmanager
def serving(folder: Path, *options: str, **settings: str) -> Iterator[Serving]:
    """As ``served``, with its process."""
    environment = os.environ | {"REELWRIGHT_DATA": str(folder), "PYTHONUNBUFFERED": "1"}
    environment |= {f"REELWRIGHT_{name}": value for name, value in settings.items()}
    log = (folder.parent / f"{folder.name}.log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "reelwright.cli.main", "serve", "--port", "0", *options],
        env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    try:
        yield Serving(_address(process, Path(log.name)), process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        log.close()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    while process.poll() is None:
        for line in log.read_text().splitlines():
            if line.startswith("Reelwright serves at "):
                url = line.split()[-1]
                try:
                    if httpx2.get(f"{url}/health/ready").status_code == 200:
                        return url
                except httpx2.TransportError:
                    pass
        time.sleep(0.05)
    raise RuntimeError(f"the server ended: {log.read_text()[-2000:]}")
