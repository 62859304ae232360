"""Who opens a WebSocket, and from which site."""

from __future__ import annotations

import re

from starlette.requests import HTTPConnection

from reelwright.api.caller import Caller
from reelwright.api.csrf import refuse_other_sites
from reelwright.app.server_settings import ServerSettings

_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{1,8192}")


def socket_caller(connection: HTTPConnection) -> Caller | None:
    """The caller as HTTP finds it: by cookie or ``Authorization``, and by ``?token=``, for browsers cannot set that header here.

    Each call looks anew. It blocks, and raises what authentication raises.
    """
    scope = dict(connection.scope)
    scope["state"] = {}
    token = connection.query_params.get("token")
    if token is not None and "authorization" not in connection.headers:
        if not _TOKEN.fullmatch(token):
            return None
        scope["headers"] = [*scope["headers"], (b"authorization", b"Bearer " + token.encode("ascii"))]
    return connection.app.state.authenticate(HTTPConnection(scope))


def refuse_elsewhere(connection: HTTPConnection, caller: Caller, settings: ServerSettings) -> None:
    """Raises ``ApiError`` ``CSRF`` when another site's page opens it in its visitor's name: browsers ask nobody before they do.

    Who shows a token does so knowingly.
    """
    if caller.via in ("cookie", "local"):
        refuse_other_sites(connection, settings)
