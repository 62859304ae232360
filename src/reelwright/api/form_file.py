"""The file of a multipart form, written to the disk as it comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect

from reelwright.api.errors import ApiError
from reelwright.api.incoming import broken_off, pieces
from reelwright.api.upload_threads import in_writing_thread

FILE, NAME = "file", "name"
_PIECE = 1 << 20
_LONGEST_FIELD = 2000


@dataclass(frozen=True)
class FormFile:
    """What came: the file's name and type as the form says, its size in bytes, and the form's field ``name`` (or nothing)."""

    filename: str
    content_type: str
    size: int
    name: str


async def receive_form_file(request: Request, path: Path, check_size: Callable[[int], None]) -> FormFile:
    """Write the form's field ``file`` to ``path``. ``check_size`` is told how many bytes there are, and raises for too many.

    Raises ``ApiError`` ``BAD_REQUEST`` for a body that is no such form.
    """
    _, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    if not boundary or len(boundary) > 200:
        raise _no_form("the form has no boundary")
    form = _Form()
    size = 0
    try:
        parser = MultipartParser(boundary, form.callbacks())  # pyright: ignore[reportArgumentType]
        with path.open("xb") as file:
            async for piece in pieces(request, _PIECE):
                parser.write(piece)
                size += len(form.data)
                check_size(size)
                await in_writing_thread(file.write, bytes(form.data))
                form.data.clear()
        parser.finalize()
    except FormParserError:
        raise _no_form("the form cannot be read") from None
    except ClientDisconnect:
        raise broken_off() from None
    if form.filename is None or not form.is_whole:
        raise _no_form(f"the form has no field {FILE} with a file")
    return FormFile(form.filename, form.content_type, size, form.fields.get(NAME, b"").decode("utf-8", "replace"))


@dataclass
class _Form:
    """What the parser has found so far; ``data`` are bytes of the file that are not written yet."""

    data: bytearray = field(default_factory=bytearray)
    fields: dict[str, bytes] = field(default_factory=dict[str, bytes])
    filename: str | None = None
    content_type: str = ""
    is_whole: bool = False
    _part: str = ""
    _header: tuple[bytes, bytes] = (b"", b"")
    _headers: dict[bytes, bytes] = field(default_factory=dict[bytes, bytes])

    def callbacks(self) -> dict[str, Callable[..., None]]:
        return {
            "on_part_begin": self._headers.clear, "on_header_field": self._on_name, "on_header_value": self._on_value,
            "on_header_end": self._on_header_end, "on_headers_finished": self._on_headers, "on_part_data": self._on_data,
            "on_end": self._on_end,
        }  # fmt: skip

    def _on_name(self, data: bytes, start: int, end: int) -> None:
        self._header = (self._header[0] + data[start:end], self._header[1])

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._header = (self._header[0], self._header[1] + data[start:end])

    def _on_header_end(self) -> None:
        self._headers[self._header[0].lower()] = self._header[1]
        self._header = (b"", b"")

    def _on_headers(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._part = options.get(b"name", b"").decode("utf-8", "replace")
        if self._part == FILE:
            if self.filename is not None:
                raise _no_form("the form has more than one file", "send one file in a form")
            self.filename = options.get(b"filename", b"").decode("utf-8", "replace")
            self.content_type = self._headers.get(b"content-type", b"").decode("latin-1")[:120]
        elif self._part == NAME:
            self.fields[NAME] = b""
        else:
            raise _no_form(f"the form has a field {self._part[:60]!r}", f"it has {FILE}, and {NAME} if you like")

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        if self._part == FILE:
            self.data += data[start:end]
            return
        self.fields[self._part] += data[start:end]
        if len(self.fields[self._part]) > _LONGEST_FIELD:
            raise _no_form(f"the field {self._part} is too long")

    def _on_end(self) -> None:
        self.is_whole = True


def _no_form(what: str, hint: str = "send multipart/form-data with the field file") -> ApiError:
    return ApiError("BAD_REQUEST", what, hint=hint)
