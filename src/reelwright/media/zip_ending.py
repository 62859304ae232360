"""The table of contents at the end of a zip archive, which any file can have: archives are read from behind."""

from __future__ import annotations

import os
from pathlib import Path

_RECORD_BYTES = 22
_MOST_COMMENT = 65_535
_MOST_TABLE_BYTES = 1_000_000


def zip_names(path: Path) -> tuple[str, ...] | None:
    """The names in an archive; none of them when their table is over a megabyte; ``None`` for a file that is no archive."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _RECORD_BYTES - _MOST_COMMENT))
        tail = file.read()
        at = tail.rfind(b"PK\x05\x06")
        while at >= 0:
            if (
                tail[max(0, at - 20) : at][:4] == b"PK\x06\x07"
            ):  # the table is elsewhere: more than 4 GB, or claimed to be
                return ()
            record = tail[at : at + _RECORD_BYTES]
            if len(record) == _RECORD_BYTES:
                table_bytes = int.from_bytes(record[12:16], "little")
                start = size - len(tail) + at - table_bytes
                if start >= 0:
                    file.seek(start)
                    table = file.read(min(table_bytes, _MOST_TABLE_BYTES))
                    if table[:4] == b"PK\x01\x02":
                        return _names(table) if table_bytes <= _MOST_TABLE_BYTES else ()
            at = tail.rfind(b"PK\x05\x06", 0, at)
    return None


def _names(table: bytes) -> tuple[str, ...]:
    names: list[str] = []
    at = 0
    while table[at : at + 4] == b"PK\x01\x02":
        name, extra, comment = (int.from_bytes(table[at + place : at + place + 2], "little") for place in (28, 30, 32))
        names.append(table[at + 46 : at + 46 + name].decode("utf-8", "replace"))
        at += 46 + name + extra + comment
    return tuple(names)
