"""How Alembic runs our migrations: on the connection that ``database/migrate.py`` hands over."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from reelwright.database.columns import Json, UtcTime
from reelwright.database.tables import Base


def _rendered(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Our own types by their names, so that a written migration reads well."""
    for name, known in (("Json", Json), ("UtcTime()", UtcTime())):
        if kind == "type" and type(item) is type(known) and (name != "Json" or item is Json):
            autogen.imports.add("from reelwright.database.columns import Json, UtcTime")
            return name
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=_rendered,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
