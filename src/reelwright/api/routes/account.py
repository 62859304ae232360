"""The account as a whole: proving its address, taking all data along, leaving."""

from __future__ import annotations

from datetime import datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy import select

from reelwright.api.account_wire import Password
from reelwright.api.caller import Caller, PlatformDep, SignedInUser, in_person
from reelwright.api.client_address import origin_of
from reelwright.api.errors import ApiError
from reelwright.api.hashing_threads import in_hashing_thread
from reelwright.api.jobs_shown import JobShown, JobStarted, job_shown, job_started
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.wire import Asked, Success, Wire
from reelwright.app.erasure import end_paid_plans
from reelwright.app.platform import Platform
from reelwright.business.accounts.address_proof import ask_for_proof, take_proof
from reelwright.business.accounts.leaving import ask_to_leave, check_leaving, stay
from reelwright.business.audit import Origin, record_alone
from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job, User
from reelwright.workflows.jobs.lifecycle import ACTIVE, NewJob, create_job

router = APIRouter(prefix="/api/users/account", tags=["user"])
_PAUSE = timedelta(hours=1)


class AccountShown(Wire):
    """``leavesAt`` is when the account will be erased; ``exports`` are the newest, with links that expire."""

    email: str
    is_verified: bool
    leaves_at: datetime | None
    exports: list[JobShown]


class LeavingAsked(Asked):
    """The account's password; its address for accounts without one."""

    password: Password = Field(repr=False)


class ProofAsked(Asked):
    token: str = Field(min_length=1, max_length=2000, repr=False)


@router.get("", summary="My account as a whole")
def show(platform: PlatformDep, caller: SignedInUser) -> Success[AccountShown]:
    in_person(caller)
    return Success(data=account_shown(platform, caller))


@router.post("/verify-mail", summary="Send a mail by which I prove my address", status_code=202)
def send_proof(platform: PlatformDep, caller: SignedInUser) -> Success[None]:
    in_person(caller)
    with platform.database.system_session() as session:
        user = session.get_one(User, caller.user_id)
        if user.verified_at is None:
            ask_for_proof(session, platform.secrets, user, "verify")
    return Success(data=None, message="a mail is on its way")


@router.post("/verify", summary="Prove an address by the token of the mail")
def prove(asked: ProofAsked, request: Request, platform: PlatformDep) -> Success[None]:
    take_proof(platform.database, platform.secrets, asked.token, origin_of(request))
    return Success(data=None, message="thank you")


@router.post("/export", summary="Gather all of my data in one zip", status_code=202, response_model=Success[JobStarted])
def export(request: Request, platform: PlatformDep, caller: SignedInUser, _key: IdempotencyKey = None) -> JSONResponse:
    in_person(caller)

    def make(session: OwnedSession) -> Success[JobStarted]:
        return Success(data=job_started(new_export(session, platform, caller)), message="a mail comes when it is ready")

    answer = once(request, platform, caller, None, make)
    record_alone(platform.database, "account.exported", actor=caller.user_id, origin=origin_of(request))
    return answer


@router.post("/delete", summary="Have everything of mine erased, after two weeks to think again")
async def leave(
    asked: LeavingAsked, request: Request, platform: PlatformDep, caller: SignedInUser
) -> Success[AccountShown]:
    in_person(caller)
    await in_hashing_thread(leave_of, platform, caller, asked.password, origin_of(request))
    return Success(data=account_shown(platform, caller))


@router.post("/keep", summary="Keep the account after all")
def keep(request: Request, platform: PlatformDep, caller: SignedInUser) -> Success[AccountShown]:
    in_person(caller)
    stay(platform.database, caller.user_id, origin_of(request))
    return Success(data=account_shown(platform, caller))


def new_export(session: OwnedSession, platform: Platform, caller: Caller) -> Job:
    """One at a time, and one an hour. Raises ``ApiError`` ``CONFLICT``."""
    lately = select(Job.id).where(
        Job.kind == "export",
        (Job.status.in_(ACTIVE)) | ((Job.status == "COMPLETED") & (Job.finished_at > now() - _PAUSE)),
    )
    if session.scalar(lately.limit(1)) is not None:
        raise ApiError("CONFLICT", "your data was gathered just now, or is being gathered", hint="come back in an hour")
    return create_job(session, platform.engine, caller.user_id, NewJob("export", {}))


def leave_of(platform: Platform, caller: Caller, password: str, origin: Origin) -> datetime:
    """Raises ``NotAllowed``; ``ProviderUnavailable`` when the payment service did not hear of it."""
    if platform.settings.is_local:
        raise ApiError("CONFLICT", "this server is in local mode and has no accounts", hint="delete its data folder")
    check_leaving(platform.database, caller.user_id, password, origin)
    end_paid_plans(platform, caller.user_id, at_once=False)
    return ask_to_leave(platform.database, caller.user_id, origin)


def account_shown(platform: Platform, caller: Caller) -> AccountShown:
    with platform.database.reader_of(caller.user_id) as session:
        user = session.get_one(User, caller.user_id)
        exports = session.scalars(
            select(Job).where(Job.kind == "export").order_by(Job.created_at.desc()).limit(3)
        ).all()
    return AccountShown(
        email=user.email,
        is_verified=user.verified_at is not None,
        leaves_at=user.leaves_at,
        exports=[job_shown(platform, job) for job in exports],
    )
