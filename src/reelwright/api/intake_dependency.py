"""The way files come in, for routes."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from reelwright.api.caller import PlatformDep
from reelwright.app.asset_intake import intake_of
from reelwright.workflows.assets.intake import Intake


def intake(platform: PlatformDep) -> Intake:
    return intake_of(platform)


IntakeDep = Annotated[Intake, Depends(intake)]
