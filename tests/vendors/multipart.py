"""A form as a vendor reads it."""

from __future__ import annotations

from email import message_from_bytes

from tests.vendors.vendor_server import Asked

Part = tuple[str, str, bytes]
"""Name, file name (or nothing), content."""


def form_parts(asked: Asked) -> list[Part]:
    """The parts of a multipart form, in order."""
    whole = message_from_bytes(b"Content-Type: " + asked.headers["content-type"].encode() + b"\r\n\r\n" + asked.body)
    assert whole.is_multipart()
    parts: list[Part] = []
    for part in whole.get_payload():
        content = part.get_payload(decode=True)  # type: ignore[union-attr]
        name = part.get_param("name", header="content-disposition")  # type: ignore[union-attr]
        parts.append((str(name), part.get_filename() or "", content))  # type: ignore[union-attr,arg-type]
    return parts


def form_fields(asked: Asked) -> dict[str, str]:
    """The fields that are no files."""
    return {name: content.decode() for name, file, content in form_parts(asked) if not file}
