"""Letting go of uploads that came to nothing, and of files left behind on their way in."""

from __future__ import annotations

import shutil
from datetime import datetime

from reelwright.business.assets.uploads import LIFE, take_expired
from reelwright.workflows.assets.intake import FOLDER, Intake

_BATCH = 200


def let_go(intake: Intake, moment: datetime) -> int:
    """Forget uploads whose time is over, with what is staged of them; how many.

    What arrived whole and became no asset goes by garbage collection from here on.
    """
    total = 0
    while True:
        with intake.database.system_session() as session:
            stagings = take_expired(session, moment, _BATCH)
        for staging in stagings:
            intake.store.discard_upload(staging)
        total += len(stagings)
        if len(stagings) < _BATCH:
            break
    _sweep(intake, moment)
    return total


def _sweep(intake: Intake, moment: datetime) -> None:
    """Folders of processes that were killed."""
    for folder in intake.scratch.glob(f"{FOLDER}*") if intake.scratch.is_dir() else ():
        if folder.stat().st_mtime < (moment - LIFE).timestamp():
            shutil.rmtree(folder, ignore_errors=True)
