"""What connecting a channel needs when the browser comes back from Google, kept by the browser, sealed."""

from __future__ import annotations

import base64
import hmac
import json
import time
import uuid

from starlette.requests import Request
from starlette.responses import Response

from reelwright.api.session_cookies import is_secure
from reelwright.app.platform import Platform
from reelwright.business.sealing import SealBroken, seal, unseal
from reelwright.errors import InvalidInput

_SECONDS = 900
_PATH = "/api/youtube"


def set_pending(
    response: Response, platform: Platform, owner: uuid.UUID, state: str, verifier: str, next_path: str
) -> None:
    facts = {"state": state, "verifier": verifier, "next": next_path, "until": time.time() + _SECONDS}
    sealed, sealed_by = seal(platform.secrets, json.dumps(facts).encode(), _context(owner))
    _set(response, platform, f"{sealed_by}.{base64.urlsafe_b64encode(sealed).decode()}", _SECONDS)


def forget_pending(response: Response, platform: Platform) -> None:
    _set(response, platform, "", 0)


def pending_of(request: Request, platform: Platform, owner: uuid.UUID, state: str) -> tuple[str, str]:
    """The verifier and the path to go on to. Raises ``InvalidInput`` for what another browser or user began, or too long ago."""
    sealed_by, _, sealed = request.cookies.get(_name(platform), "").partition(".")
    try:
        facts = json.loads(unseal(platform.secrets, base64.urlsafe_b64decode(sealed), sealed_by, _context(owner)))
        if facts["until"] < time.time() or not hmac.compare_digest(facts["state"].encode(), state.encode()):
            raise ValueError("not this one")
    except (SealBroken, ValueError):
        raise InvalidInput("no connection was begun in this browser, or too long ago", hint="begin again") from None
    return facts["verifier"], facts["next"]


def _set(response: Response, platform: Platform, value: str, seconds: int) -> None:
    response.set_cookie(
        _name(platform), value, max_age=seconds, path=_PATH, secure=is_secure(platform.settings), httponly=True, samesite="lax"
    )  # fmt: skip


def _name(platform: Platform) -> str:
    return f"{'__Secure-' if is_secure(platform.settings) else ''}reelwright_youtube"


def _context(owner: uuid.UUID) -> str:
    return f"youtube-connection:{owner}"
