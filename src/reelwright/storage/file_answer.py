"""What to answer a request for a stored file: status, headers and which bytes. For the route behind signed links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reelwright.storage.blobs import BlobFacts
from reelwright.storage.disposition import content_disposition, shows_safely
from reelwright.storage.range_request import Part, Unsatisfiable, requested_range
from reelwright.storage.signed_links import Grant


@dataclass(frozen=True)
class FileAnswer:
    """An HTTP answer; its body is ``length`` bytes of the blob from ``start`` (none for HEAD and for statuses 304 and 416)."""

    status: int
    headers: dict[str, str]
    start: int
    length: int


@dataclass(frozen=True)
class FileRequest:
    """The headers of a request that matter, as they came."""

    range: str | None = None
    if_range: str | None = None
    if_none_match: str | None = None


def file_answer(facts: BlobFacts, grant: Grant, request: FileRequest, now: datetime) -> FileAnswer:
    """The answer to a request that ``grant`` permits: 200, 206, 304 or 416.

    What a browser could run (HTML, SVG) is always sent to be saved, whatever the link wished.
    """
    etag = f'"{facts.key}"'
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": f"private, max-age={max(0, int((grant.expires_at - now).total_seconds()))}, immutable",
        "ETag": etag,
        "X-Content-Type-Options": "nosniff",
    }
    if _is_known(request.if_none_match, etag):
        return FileAnswer(304, headers, 0, 0)
    wanted = requested_range(request.range, facts.size, if_range=request.if_range, etag=etag)
    if isinstance(wanted, Unsatisfiable):
        return FileAnswer(416, {**headers, "Content-Range": f"bytes */{facts.size}", "Content-Length": "0"}, 0, 0)
    headers |= _content_headers(facts, grant)
    if isinstance(wanted, Part):
        last = wanted.start + wanted.length - 1
        headers |= {"Content-Range": f"bytes {wanted.start}-{last}/{facts.size}", "Content-Length": str(wanted.length)}
        return FileAnswer(206, headers, wanted.start, wanted.length)
    return FileAnswer(200, {**headers, "Content-Length": str(facts.size)}, 0, facts.size)


def _content_headers(facts: BlobFacts, grant: Grant) -> dict[str, str]:
    content_type = grant.content_type or facts.content_type
    is_safe = shows_safely(content_type)
    headers = {
        "Content-Type": content_type,
        "Content-Disposition": content_disposition(grant.filename, inline=grant.inline and is_safe),
    }
    if not is_safe:
        headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return headers


def _is_known(if_none_match: str | None, etag: str) -> bool:
    if if_none_match is None:
        return False
    return any(tag.strip().removeprefix("W/") in (etag, "*") for tag in if_none_match.split(","))
