"""One page of a list, sorted by a column the list allows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select

from reelwright.api.errors import ApiError
from reelwright.api.wire import Pagination, Paging, Problem, page_of
from reelwright.database.ownership import OwnedSession


def listed(
    session: OwnedSession, query: Select[Any], paging: Paging, sortable: dict[str, Any]
) -> tuple[list[Any], Pagination]:
    """As ``page_of``; raises ``ApiError`` ``VALIDATION_ERROR`` for a name that is not sortable."""
    if paging.sort not in sortable:
        problem = Problem(field="sort", message=f"one of {', '.join(sortable)}")
        raise ApiError("VALIDATION_ERROR", "the list cannot be sorted by that", details=[problem])
    return page_of(session, query, paging, sortable)
