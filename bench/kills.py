"""Workers killed at random moments over a set of jobs with counted provider calls.

`python -m bench.kills [--kills 100] [--postgres]`: every job must end, no call may be done twice, and the files must be those of an
undisturbed run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.databases import database_url
from tests.paid_text import PaidText
from tests.workflows.jobs.work_set import Killer, fleet, outputs, start_jobs, wait_for

_A_ROUND = 4
"""Kills over one set of jobs: a stage that dies more often than it may be taken up again fails, and should."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--postgres", action="store_true", help="PostgreSQL instead of SQLite")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    kind = "postgresql" if asked.postgres else "sqlite"
    with tempfile.TemporaryDirectory() as text, PaidText(delay=0.3) as model:
        folder = Path(text)
        with fleet(folder / "calm", database_url(kind, folder / "calm"), model.url) as calm:
            calm.start()
            ids = start_jobs(calm.platform, renders=6, makes=6)
            wait_for(calm.platform, ids)
            undisturbed = outputs(calm.platform, ids)
        model.done.clear()
        made, killed, rounds = 0, 0, 0
        while killed < asked.kills:
            rounds += 1
            place = folder / f"rough-{rounds}"
            with fleet(place, database_url(kind, place), model.url) as rough:
                rough.start()
                ids = start_jobs(rough.platform, renders=6, makes=6)
                wanted = min(_A_ROUND, asked.kills - killed)
                killer = Killer(rough, wanted, asked.seed + rounds, longest=3.0)
                jobs = wait_for(rough.platform, ids, killer, patience=600)
                killed += wanted - killer.left
                same = sum(left == right for left, right in zip(outputs(rough.platform, ids), undisturbed, strict=True))
                made += len(jobs)
                states = {job.status for job in jobs}
            print(
                f"{kind}: {killed} kills, {made} jobs ended {sorted(states)}, {same} of {len(jobs)} with the same bytes",
                flush=True,
            )
            if states != {"COMPLETED"} or same != len(jobs):
                return 1
        twice = [key for key, count in model.done.items() if count > 1]
        print(f"{kind}: {len(model.done)} calls done, {len(twice)} twice; {sum(model.asked.values())} requests")
    return 1 if twice else 0


if __name__ == "__main__":
    sys.exit(main())
