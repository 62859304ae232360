"""All of ``/api/admin``, behind one door."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from reelwright.api.caller import administrator
from reelwright.api.routes.admin import health, jobs, journal, moderation, numbers, projects, settings, users

router = APIRouter(prefix="/api/admin", tags=["admin"], dependencies=[Depends(administrator)])
for _module in (numbers, users, projects, jobs, journal, moderation, settings, health):
    router.include_router(_module.router)
