"""Telling a failure: one line of what, one of what to do, an exit code by family."""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import Any

import typer

from reelwright.errors import InvalidDocument, ReelwrightError

_MOST_FAULTS = 10


def report_failure(error: BaseException, *, is_json: bool) -> int:
    """Write the failure to stderr (as JSON to stdout when asked for) and answer the exit code."""
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 1
    if isinstance(error, typer.Exit):
        return error.exit_code
    if isinstance(error, (KeyboardInterrupt, typer.Abort)):
        return _tell(
            "CANCELLED", "stopped; what was finished is kept", "run the same command again to go on", 130, is_json
        )
    if isinstance(error, ReelwrightError):
        lines = [_line(error)]
        if isinstance(error, InvalidDocument):
            lines += [_line(other) for other in error.more[:_MOST_FAULTS]]
        return _tell(error.code, "\n       ".join(lines), error.hint, error.exit_code, is_json, error.pointer)
    if os.environ.get("REELWRIGHT_DEBUG", "") not in ("", "0"):
        traceback.print_exception(error)
    reason = f"{type(error).__name__}: {error}".splitlines()[0]
    return _tell(
        "INTERNAL",
        f"something went wrong inside Reelwright ({reason})",
        "REELWRIGHT_DEBUG=1 shows where; please report it",
        70,
        is_json,
    )


def _line(error: ReelwrightError) -> str:
    return f"{error.pointer}: {error.message}" if error.pointer else error.message


def _tell(code: str, message: str, hint: str, exit_code: int, is_json: bool, pointer: str | None = None) -> int:
    if is_json:
        fault: dict[str, Any] = {"code": code, "message": message, "hint": hint or None, "pointer": pointer}
        print(json.dumps({"ok": False, "error": fault}, ensure_ascii=False))
    else:
        print(f"error: {message}", file=sys.stderr)
        if hint:
            print(f" hint: {hint}", file=sys.stderr)
    return exit_code
