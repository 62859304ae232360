"""Who looks at a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import select

from reelwright.api.caller import Caller, PlatformDep
from reelwright.api.errors import ApiError
from reelwright.business.accounts.profile import profile_of
from reelwright.database.tables import CreditAccount, User


class SignInFirst(Exception):
    """Nobody is signed in, and the page is somebody's."""


@dataclass(frozen=True)
class Viewer:
    caller: Caller
    user: User
    is_local: bool

    credits: int | None = None
    """Free to be used; ``None`` where nothing is sold."""

    @property
    def name(self) -> str:
        """As pages greet them."""
        return self.user.name or ("You" if self.is_local else self.user.email.partition("@")[0])


def viewer_or_nobody(request: Request, platform: PlatformDep) -> Viewer | None:
    """The signed-in user; pages are for people, so that an API token opens none. Raises ``ApiError`` ``FORBIDDEN``, ``CSRF``."""
    caller = request.app.state.authenticate(request)
    if caller is None:
        return None
    if caller.via in ("token", "external"):
        raise ApiError("FORBIDDEN", "a token does not open pages", hint="sign in with a browser, or use the API")
    request.state.caller = caller
    credits = None
    if platform.tariff is not None:
        with platform.database.reader_of(caller.user_id) as session:
            credits = session.scalar(select(CreditAccount.balance)) or 0
    return Viewer(caller, profile_of(platform.database, caller.user_id), platform.settings.is_local, credits)


def viewer(found: Annotated[Viewer | None, Depends(viewer_or_nobody)]) -> Viewer:
    """The signed-in user. Raises ``SignInFirst``."""
    if found is None:
        raise SignInFirst
    return found


ViewerDep = Annotated[Viewer, Depends(viewer)]
MaybeViewer = Annotated[Viewer | None, Depends(viewer_or_nobody)]
