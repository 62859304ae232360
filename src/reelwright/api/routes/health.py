"""Whether the process lives, and whether it can work."""

from __future__ import annotations

from fastapi import APIRouter

from reelwright.api.caller import PlatformDep
from reelwright.api.errors import ApiError
from reelwright.api.wire import Success, Wire
from reelwright.app.health import check_parts

router = APIRouter(prefix="/health", tags=["system"])


class Health(Wire):
    status: str
    parts: dict[str, str]


@router.get("/live", summary="Whether the process lives")
def live() -> Success[Health]:
    return Success(data=Health(status="ok", parts={}))


@router.get("/ready", summary="Whether the database and the storage answer")
def ready(platform: PlatformDep) -> Success[Health]:
    parts = check_parts(platform)
    broken = [name for name, state in parts.items() if state != "ok"]
    if broken:
        raise ApiError("UNAVAILABLE", f"not ready: {', '.join(broken)}")
    return Success(data=Health(status="ok", parts=parts))
