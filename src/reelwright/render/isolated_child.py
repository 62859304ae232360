"""The child process of an isolated render: takes its limits first, then the request, and tells of it in lines of JSON."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
_WORDS_OF_LIMITS = (
    "Insufficient memory", "Cannot allocate memory", "File too large", "Generic error in an external library",
)  # fmt: skip
"""What libraries say when memory or room runs out; the last is an encoder that could not get its memory."""


def main() -> int:
    request: dict[str, Any] = json.load(sys.stdin)
    _die_with(request["parent"])
    _take_limits(request["limits"])
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    said = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what a library prints is no message

    def say(**message: Any) -> None:
        said.write(json.dumps(message, default=str) + "\n")

    from reelwright.errors import LimitExceeded, ReelwrightError  # noqa: PLC0415  # after the limits are there

    try:
        say(report=_rendered(request, say))
        return 0
    except ReelwrightError as error:
        kind = LimitExceeded if _is_too_much(error) else type(error)
        too_much = kind is LimitExceeded and not isinstance(error, LimitExceeded)
        message = _told(request["limits"]) if too_much else error.message
        hint = "allow more, or render it smaller" if too_much else error.hint
        say(error={"code": kind.code, "message": message, "hint": hint, "pointer": error.pointer})
        return 1
    except BaseException as error:
        if not _is_too_much(error):
            raise
        memory = request["limits"]["memory"]
        message = f"the render needed more than {memory / 1e6:.0f} MB of memory"
        say(
            error={
                "code": LimitExceeded.code,
                "message": message,
                "hint": "allow more memory, or render it smaller",
                "pointer": None,
            }
        )
        return 1


def _told(limits: dict[str, Any]) -> str:
    memory, file = limits["memory"] / 1e6, limits["file_bytes"] / 1e6
    return f"the render needed more than {memory:.0f} MB of memory, or than {file:.3g} MB in one file"


def _die_with(parent: int) -> None:
    """End when the process that asked for the render ends, however it ends (to Linux: when its asking thread does)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was over before the wish was told
        sys.exit(1)


def _take_limits(limits: dict[str, Any]) -> None:
    """Memory is limited as RLIMIT_DATA: private memory that is written to. RLIMIT_AS would count what libraries only map."""
    try:
        import resource  # noqa: PLC0415  # not on every system
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_DATA: int(limits["memory"]), resource.RLIMIT_CPU: int(limits["processor_seconds"]),
        resource.RLIMIT_FSIZE: int(limits["file_bytes"]), resource.RLIMIT_CORE: 0,
    }  # fmt: skip
    for kind, value in wanted.items():
        most = resource.getrlimit(kind)[1]
        soft = value if most == resource.RLIM_INFINITY else min(value, most)
        hard = (
            soft + 2 if kind == resource.RLIMIT_CPU else soft
        )  # a signal that tells why, before the one that does not
        resource.setrlimit(kind, (soft, hard if most == resource.RLIM_INFINITY else min(hard, most)))


def _rendered(request: dict[str, Any], say: Any) -> dict[str, Any]:
    from reelwright.render.job import OutputWish, RenderWish, render_outputs  # noqa: PLC0415
    from reelwright.timeline.reading import read_tree  # noqa: PLC0415

    outputs = [
        OutputWish(Path(row["path"]), row["format"], row["quality"], row["height"]) for row in request["outputs"]
    ]
    frames = request["frames"]
    cache = Path(request["cache"]) if request["cache"] else None
    wish = RenderWish(
        request["jobs"], frames and (frames[0], frames[1]), lambda done, total: say(done=done, total=total), cache
    )
    report = render_outputs(read_tree(request["tree"], request["data"]), Path(request["base"]), outputs, wish)
    return _plain(report) | {"outputs": [_plain(output) for output in report.outputs]}


def _plain(report: Any) -> dict[str, Any]:
    """A report's fields as JSON values."""
    fields = {name: getattr(report, name) for name in report.__dataclass_fields__}
    return {name: str(value) if isinstance(value, Path) else value for name, value in fields.items()}


def _is_too_much(error: BaseException) -> bool:
    """Whether a limit is behind an error: memory that was not given, a file that grew too large."""
    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, MemoryError) or getattr(chain, "errno", None) in (errno.ENOMEM, errno.EFBIG):
            return True
        if any(words in str(chain) for words in _WORDS_OF_LIMITS):
            return True
        chain = chain.__context__
    return False


if __name__ == "__main__":
    sys.exit(main())
