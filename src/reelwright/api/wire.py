"""How data looks on the wire: camelCase keys, the envelope around every answer, pages of lists."""

from __future__ import annotations

import math
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from sqlalchemy import Select, func, select

from reelwright.app.asked import Asked
from reelwright.database.ownership import OwnedSession
from reelwright.errors import InvalidInput

T = TypeVar("T")


class Wire(BaseModel):
    """What is answered: camelCase outside, snake_case inside."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, from_attributes=True)


class Success(Wire, Generic[T]):
    """The envelope of every answer that is no error."""

    success: Literal[True] = True
    data: T
    message: str = ""


class Problem(Wire):
    field: str
    """JSON pointer or dotted name of the place."""
    message: str


class ErrorBody(Wire):
    code: str
    message: str
    hint: str = ""
    details: list[Problem] = Field(default_factory=list)


class Failure(Wire):
    """The envelope of every error."""

    success: Literal[False] = False
    error: ErrorBody


class Pagination(Wire):
    page: int
    limit: int
    total: int
    total_pages: int
    has_next: bool
    has_prev: bool


class Page(Wire, Generic[T]):
    items: list[T]
    pagination: Pagination


class Paging(Asked):
    """``?page=2&limit=10&sort=createdAt&order=desc``"""

    page: int = Field(1, ge=1, le=1_000_000)
    limit: int = Field(20, ge=1, le=100)
    sort: str = Field("createdAt", max_length=40)
    order: Literal["asc", "desc"] = "desc"


def page_of(
    session: OwnedSession, query: Select[Any], paging: Paging, sortable: dict[str, Any]
) -> tuple[list[Any], Pagination]:
    """One page of ``query``'s rows. ``sortable`` maps wire names to columns. Raises ``InvalidInput`` for another name."""
    if paging.sort not in sortable:
        raise InvalidInput(f"this list cannot be sorted by {paging.sort}", hint=f"by {', '.join(sortable)}")
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    column = sortable[paging.sort]
    ordered = query.order_by(column.asc() if paging.order == "asc" else column.desc(), *sortable.values())
    rows = list(session.scalars(ordered.offset((paging.page - 1) * paging.limit).limit(paging.limit)))
    pages = math.ceil(total / paging.limit)
    return rows, Pagination(
        page=paging.page,
        limit=paging.limit,
        total=total,
        total_pages=pages,
        has_next=paging.page < pages,
        has_prev=paging.page > 1,
    )
