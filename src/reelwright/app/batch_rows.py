"""The rows of a batch, each made into the request of its rendering, or told what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reelwright.app.video_wishes import RenderAsked, document_of, prepared
from reelwright.database.ownership import OwnedSession
from reelwright.errors import InvalidDocument
from reelwright.timeline.table_rows import as_rows


@dataclass(frozen=True)
class RowChecked:
    """``request`` is the rendering's, or ``faults`` say why there is none."""

    number: int
    request: dict[str, Any] | None
    faults: tuple[InvalidDocument, ...] = ()


def checked_rows(
    session: OwnedSession, base: RenderAsked, rows: Sequence[Mapping[str, Any]], *, is_text: bool
) -> Iterator[RowChecked]:
    """Each row by itself, in order. ``is_text``: cells are text, and become what their variables want."""
    document = document_of(session, base)
    for number, row in enumerate(rows):
        try:
            data = as_rows([{name: str(cell) for name, cell in row.items()}], document)[0] if is_text else dict(row)
            yield RowChecked(number, prepared(session, base.model_copy(update={"data": data}), document))
        except InvalidDocument as error:
            yield RowChecked(number, None, (error, *error.more))


def renamed(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> list[dict[str, Any]]:
    """Rows with their columns called as variables; a column whose new name is empty is left out, one not named stays."""
    return [{columns.get(name, name): cell for name, cell in row.items() if columns.get(name, name)} for row in rows]
