"""The child process of one stage: takes its limits, then does what the job's kind and stage ask for."""

from __future__ import annotations

import sys
from typing import Any

from reelwright.isolation.child import Say, answer


def work(request: dict[str, Any], say: Say) -> dict[str, Any]:
    """The report of a stage: ``deliver`` (files of the workspace to hand over), ``result``, ``facts``, ``title``, ``document``, ``parts``."""
    from reelwright.worker.stages.table import function_of  # noqa: PLC0415  # after the limits are there
    from reelwright.worker.stages.work import StageWork  # noqa: PLC0415

    return function_of(request["kind"], request["stage"])(StageWork.of(request, say))


if __name__ == "__main__":
    sys.exit(answer(work, "the stage"))
