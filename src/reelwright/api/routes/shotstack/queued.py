"""An edit taken over the wire and queued."""

from __future__ import annotations

import uuid
from typing import Any

from reelwright.api.caller import Caller
from reelwright.api.routes.shotstack.keepable import keepable
from reelwright.api.routes.shotstack.wire import Answer, Queued, Warned
from reelwright.app.platform import Platform
from reelwright.app.user_addresses import user_guard
from reelwright.errors import InvalidDocument, InvalidInput
from reelwright.http.allowed_url import allowed_url
from reelwright.workflows.shotstack.queueing import Edit, queue_edit, read_edit

_LONGEST_CALLBACK = 2000


def queued(
    platform: Platform, caller: Caller, tree: dict[str, Any], title: str, template: uuid.UUID | None = None
) -> Answer[Queued]:
    """Queue an edit. Raises ``InvalidInput`` and ``InvalidDocument`` for one that cannot be rendered."""
    edit = read_edit(keepable(tree))
    _check_callback(platform, edit)
    with platform.database.session_of(caller.user_id) as session:
        job = queue_edit(session, platform.engine, caller.user_id, edit, title, template)
        warnings = [Warned(**warning) for warning in edit.warnings]
        return Answer(
            message="Created", response=Queued(message="Render Successfully Queued", id=job.id, warnings=warnings)
        )


def _check_callback(platform: Platform, edit: Edit) -> None:
    callback = edit.rendition.callback
    if callback is None:
        return
    if len(callback) > _LONGEST_CALLBACK:
        raise InvalidDocument(f"a callback has at most {_LONGEST_CALLBACK} characters", pointer="/callback")
    try:
        allowed_url(callback, user_guard(platform.settings))
    except InvalidInput as error:
        raise InvalidDocument(error.message, pointer="/callback", hint=error.hint) from None
