"""The program `apertium`: whether it is here, which pairs it has, and a call of it."""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache

from reelwright.errors import ProviderFailed, ProviderNeeded
from reelwright.providers.access import Access

INSTALL = "install apertium and a pair (Debian: apt-get install apertium apertium-eng-spa)"
_SECONDS = 30


def missing(access: Access) -> str:
    """What is to be installed, or nothing."""
    return "" if shutil.which(access.option("program")) else INSTALL


def program(access: Access) -> str:
    """The program's path. Raises ``ProviderNeeded``."""
    path = shutil.which(access.option("program"))
    if path is None:
        raise ProviderNeeded("Apertium is not installed", hint=INSTALL)
    return path


@lru_cache(maxsize=8)
def pairs(path: str) -> tuple[str, ...]:
    """The names of its pairs, such as ``eng-spa`` and ``eng-hbs_HR``: ``apertium -l``."""
    return tuple(sorted({line.strip() for line in run(path, ("-l",), "").splitlines() if "-" in line}))


def run(path: str, arguments: tuple[str, ...], text: str) -> str:
    """What the program writes; it gets its text by its input, never by a shell. Raises ``ProviderFailed``."""
    seconds = _SECONDS + len(text) / 500
    try:
        done = subprocess.run(
            [path, *arguments], input=text, capture_output=True, encoding="utf-8", errors="replace", timeout=seconds, check=False
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise ProviderFailed(f"Apertium was at work for more than {seconds:.0f} s", hint="try a shorter text") from None
    except OSError as error:
        raise ProviderFailed(f"Apertium cannot be started: {error.strerror}", hint=INSTALL) from None
    if done.returncode:
        told = " ".join((done.stderr or done.stdout).split())[:300]
        raise ProviderFailed(f"Apertium failed: {told or f'exit code {done.returncode}'}", hint=INSTALL)
    return done.stdout
