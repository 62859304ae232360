"""How property tests run: without a limit on time; the same examples every time in CI, new ones on a developer's machine."""

from __future__ import annotations

import os
import signal

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two test processes on two cores: threads of theirs would only wait

if (
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN
):  # so a run in the background inherits it, and its children would, too
    signal.signal(signal.SIGINT, signal.default_int_handler)

from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady", deadline=None, derandomize=bool(os.environ.get("CI")), suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")
