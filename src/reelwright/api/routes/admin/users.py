"""Users: finding and changing them, and looking at the server as one of them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy import func, or_, select

from reelwright.api.caller import Admin, Caller, PlatformDep
from reelwright.api.client_address import origin_of
from reelwright.api.errors import not_found
from reelwright.api.listing import listed
from reelwright.api.once import IdempotencyKey, once_apart
from reelwright.api.session_cookies import set_acting
from reelwright.api.wire import Asked, Page, Paging, Success, Wire
from reelwright.app.platform import Platform
from reelwright.business.accounts.access_tokens import LIFETIME
from reelwright.business.accounts.sign_ins import SignedIn, start_looking_as
from reelwright.business.accounts.user_change import Gift, Repayment, UserChange, change_user
from reelwright.business.assets.usage import used_bytes
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import CreditAccount, CreditEntry, Job, SignIn, User
from reelwright.providers.payments import MICROS

router = APIRouter(prefix="/users")
SORTABLE = {"createdAt": User.created_at, "email": User.email, "role": User.role, "id": User.id}


class UserShown(Wire):
    """``plan`` and ``balance`` are left out where nothing is sold; a limit of null is the server's own."""

    id: uuid.UUID
    email: str
    name: str
    role: str
    is_active: bool
    is_verified: bool
    plan: str | None
    balance: int | None
    jobs: int
    storage_limit_bytes: int | None
    monthly_budget: float | None
    created_at: datetime
    last_seen_at: datetime | None
    leaves_at: datetime | None


class LedgerRow(Wire):
    id: int
    kind: str
    amount: int
    used: int
    note: str
    job_id: uuid.UUID | None
    created_at: datetime


class UserInFull(UserShown):
    """With the room taken, where they are signed in, and the newest of their ledger."""

    storage_bytes: int
    sign_ins: int
    jobs_by_status: dict[str, int]
    ledger: list[LedgerRow]


class UserFilter(Paging):
    q: str = Field("", max_length=200, description="Part of the address or the name.")
    role: Literal["user", "admin"] | None = None
    is_active: bool | None = None
    plan: str | None = Field(None, max_length=40)


class GiftAsked(Asked):
    credits: int = Field(ge=1, le=100_000_000)
    reason: str = Field(min_length=1, max_length=300)


class RefundAsked(GiftAsked):
    entry_id: int = Field(description="The settlement of the user's ledger that is given back.")


class UserChangeAsked(Asked):
    """What is left out stays; ``null`` for a limit goes back to the server's own."""

    role: Literal["user", "admin"] | None = None
    is_active: bool | None = None
    plan: str | None = Field(None, min_length=1, max_length=40)
    storage_limit_bytes: int | None = Field(None, ge=0, le=2**53)
    monthly_budget: float | None = Field(None, ge=0, le=1_000_000_000)
    gift: GiftAsked | None = None
    refund: RefundAsked | None = None


class ActingAsked(Asked):
    reason: str = Field(min_length=3, max_length=500)


class Acting(Wire):
    """An access token for ``user``; it cannot be refreshed, and opens neither keys nor password nor billing."""

    user: UserShown
    access_token: str
    expires_in: int = int(LIFETIME.total_seconds())


@router.get("", summary="List users")
def index(platform: PlatformDep, asked: Annotated[UserFilter, Query()]) -> Success[Page[UserShown]]:
    query = select(User)
    if asked.q.strip():
        part = "%" + asked.q.strip().lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        query = query.where(or_(User.email.like(part, escape="\\"), func.lower(User.name).like(part, escape="\\")))
    if asked.role:
        query = query.where(User.role == asked.role)
    if asked.is_active is not None:
        query = query.where(User.is_active.is_(asked.is_active))
    if asked.plan:
        owners = select(CreditAccount.owner_id).where(CreditAccount.plan != "free")
        named = select(CreditAccount.owner_id).where(CreditAccount.plan == asked.plan)
        query = query.where(User.id.not_in(owners) if asked.plan == "free" else User.id.in_(named))
    with platform.database.system_reader() as session:
        rows, pagination = listed(session, query, asked, SORTABLE)
        items = _shown(platform, session, rows)
    return Success(data=Page(items=items, pagination=pagination))


@router.get("/{user_id}", summary="Show a user")
def show(user_id: uuid.UUID, platform: PlatformDep) -> Success[UserInFull]:
    return Success(data=in_full(platform, user_id))


@router.patch(
    "/{user_id}",
    summary="Change a user's role, admission, plan, limits or credits",
    response_model=Success[UserInFull],
)
def change(
    user_id: uuid.UUID, asked: UserChangeAsked, request: Request, platform: PlatformDep, caller: Admin, _key: IdempotencyKey = None
) -> JSONResponse:  # fmt: skip
    def make() -> Success[UserInFull]:
        change_of(platform, caller, user_id, asked, request)
        return Success(data=in_full(platform, user_id))

    return once_apart(request, platform, caller, asked.model_dump_json(exclude_unset=True), make, 200)


@router.post(
    "/{user_id}/impersonate", summary="Look at the server as a user, for a quarter of an hour", status_code=201
)
def impersonate(
    user_id: uuid.UUID, asked: ActingAsked, request: Request, response: Response, platform: PlatformDep, caller: Admin
) -> Success[Acting]:
    """A browser that came by cookie gets the token as its cookie; its own sign-in waits behind it."""
    acting = act_as(user_id, asked, request, platform, caller)
    if caller.via == "cookie":
        set_acting(response, platform.settings, acting)
    with platform.database.system_reader() as session:
        user = _shown(platform, session, [session.get_one(User, user_id)])[0]
    return Success(data=Acting(user=user, access_token=acting.access_token))


def act_as(user_id: uuid.UUID, asked: ActingAsked, request: Request, platform: Platform, caller: Caller) -> SignedIn:
    """Raises ``NotThere`` and ``NotAllowed``."""
    return start_looking_as(
        platform.database,
        request.app.state.access_keys,
        user_id,
        admin=caller.user_id,
        reason=asked.reason,
        origin=origin_of(request),
    )


def change_of(platform: Platform, caller: Caller, user_id: uuid.UUID, asked: UserChangeAsked, request: Request) -> None:
    """Raises ``NotThere``, ``NotAllowed``, ``InvalidInput``."""
    named = asked.model_fields_set
    budget = None if asked.monthly_budget is None else round(asked.monthly_budget * MICROS)
    key = f"admin {request.headers.get('Idempotency-Key') or uuid.uuid4()}"[:180]
    change = UserChange(
        role=asked.role,
        is_active=asked.is_active,
        plan=asked.plan,
        storage_limit_bytes=_limit("storage_limit_bytes", asked.storage_limit_bytes, named),
        budget_micros=_limit("monthly_budget", budget, named),
        gift=Gift(asked.gift.credits, asked.gift.reason, f"{key} gift") if asked.gift else None,
        repayment=Repayment(asked.refund.entry_id, asked.refund.credits, asked.refund.reason, f"{key} refund")
        if asked.refund
        else None,
    )
    change_user(platform.database, platform.tariff, user_id, change, actor=caller.user_id, origin=origin_of(request))


def in_full(platform: Platform, user_id: uuid.UUID) -> UserInFull:
    """Raises ``ApiError`` ``NOT_FOUND``."""
    with platform.database.system_reader() as session:
        user = session.get(User, user_id)
        if user is None:
            raise not_found("user")
        counts = session.execute(
            select(Job.status, func.count()).where(Job.owner_id == user_id).group_by(Job.status)
        ).all()
        entries = session.scalars(
            select(CreditEntry).where(CreditEntry.owner_id == user_id).order_by(CreditEntry.id.desc()).limit(50)
        )
        return UserInFull(
            **_shown(platform, session, [user])[0].model_dump(),
            storage_bytes=used_bytes(session, user_id),
            sign_ins=session.scalar(select(func.count()).where(SignIn.owner_id == user_id, SignIn.revoked_at.is_(None)))
            or 0,
            jobs_by_status={row[0]: row[1] for row in counts},
            ledger=[LedgerRow.model_validate(entry) for entry in entries],
        )


def _limit(name: str, value: int | None, named: set[str]) -> int | None:
    return None if name not in named else -1 if value is None else value


def _shown(platform: Platform, session: OwnedSession, users: list[User]) -> list[UserShown]:
    ids = [user.id for user in users]
    accounts: dict[uuid.UUID, Any] = {
        row.owner_id: row for row in session.scalars(select(CreditAccount).where(CreditAccount.owner_id.in_(ids)))
    }
    worked = select(Job.owner_id, func.count()).where(Job.owner_id.in_(ids)).group_by(Job.owner_id)
    jobs = {row[0]: row[1] for row in session.execute(worked)}
    last = select(SignIn.owner_id, func.max(SignIn.updated_at)).where(
        SignIn.owner_id.in_(ids), SignIn.admin_id.is_(None)
    )
    seen = {row[0]: row[1] for row in session.execute(last.group_by(SignIn.owner_id))}
    sells = platform.tariff is not None
    return [
        UserShown(
            id=user.id, email=user.email, name=user.name, role=user.role, is_active=user.is_active, is_verified=user.verified_at is not None,
            plan=(accounts[user.id].plan if user.id in accounts else "free") if sells else None,
            balance=(accounts[user.id].balance if user.id in accounts else 0) if sells else None,
            jobs=jobs.get(user.id, 0), storage_limit_bytes=user.storage_limit_bytes,
            monthly_budget=None if user.budget_micros is None else user.budget_micros / MICROS, created_at=user.created_at,
            last_seen_at=seen.get(user.id), leaves_at=user.leaves_at,
        )
        for user in users
    ]  # fmt: skip
