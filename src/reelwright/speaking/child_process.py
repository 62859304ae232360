"""One utterance in one fresh process.

A fresh process makes the engines repeatable (eSpeak NG carries state from one utterance to the next), survives their
crashes, and keeps their code out of ours. Protocol: one JSON object on standard input; on standard output one line of
JSON, then raw samples.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

from reelwright.errors import ProviderFailed

_HINT = "run it again; if it happens every time, choose another voice or report the sentence"


def ask_child(script: Path, request: dict[str, Any], *, timeout_s: float, engine: str) -> tuple[dict[str, Any], bytes]:
    """Run ``script`` (standard library only) on ``request``; returns its facts and samples.

    Raises ``ProviderFailed`` when the child crashes, hangs, or reports a reason of its own.
    """
    command = [sys.executable, "-I", "-S", str(script)]
    try:
        done = subprocess.run(
            command, input=json.dumps(request).encode(), capture_output=True, timeout=timeout_s, check=False
        )
    except subprocess.TimeoutExpired:
        raise ProviderFailed(f"{engine} did not finish within {timeout_s:.0f} seconds", hint=_HINT) from None
    except OSError as error:
        raise ProviderFailed(f"{engine} could not be started: {error.strerror or error}", hint=_HINT) from None
    head, _, body = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
        how = f"signal {-done.returncode}" if done.returncode < 0 else f"status {done.returncode}"
        raise ProviderFailed(f"{engine} stopped with {how}: {last[0]}", hint=_HINT)
    facts = cast("dict[str, Any]", json.loads(head))
    if "error" in facts:
        raise ProviderFailed(f"{engine}: {facts['error']}", hint=_HINT)
    return facts, body
