"""The child process of one stage: takes its limits, then does what the job's kind and stage ask for."""

from __future__ import annotations

import sys
import time
from typing import Any

from reelwright.isolation.child import Say, answer


def work(request: dict[str, Any], say: Say) -> dict[str, Any]:
    """The report of a stage: ``deliver`` (files of the workspace to hand over), ``result``, ``facts``, ``title``, ``document``, ``parts``."""
    import structlog  # noqa: PLC0415

    from reelwright.worker.stages.child_log import tell_log  # noqa: PLC0415

    tell_log(say, request.get("log") or {}, str(request["settings"].get("log_level") or "info"))
    from reelwright.worker.stages.table import function_of  # noqa: PLC0415  # after the limits are there
    from reelwright.worker.stages.work import StageWork  # noqa: PLC0415

    began = time.monotonic()
    report = function_of(request["kind"], request["stage"])(StageWork.of(request, say))
    structlog.get_logger(__name__).info("stage_done", seconds=round(time.monotonic() - began, 2))
    return report


if __name__ == "__main__":
    sys.exit(answer(work, "the stage"))
