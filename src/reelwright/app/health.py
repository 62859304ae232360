"""Whether the parts of a platform answer."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError

from reelwright.app.platform import Platform


def check_parts(platform: Platform) -> dict[str, str]:
    """``ok`` or ``failed`` for each part; never raises, never tells addresses."""
    try:
        platform.database.check()
        database = "ok"
    except SQLAlchemyError:
        database = "failed"
    return {"database": database}
