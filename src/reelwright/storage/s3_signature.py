"""Links into a bucket, signed in their query by AWS Signature Version 4.

The store library signs links too, but none with ``response-content-type`` and ``response-content-disposition``.
Source: AWS, "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)".
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlsplit

from reelwright.storage.s3_address import S3Credentials

_ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True)
class Request:
    """What a link permits: a method on an object's URL (not yet escaped), with query parameters and headers that must be sent."""

    method: str
    url: str
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def presigned_url(request: Request, region: str, credentials: S3Credentials, expires: timedelta, now: datetime) -> str:
    """The URL that permits ``request`` for ``expires`` from ``now``."""
    parts = urlsplit(request.url)
    moment = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{moment[:8]}/{region}/s3/aws4_request"
    headers = {"host": parts.netloc.lower(), **{name.lower(): value.strip() for name, value in request.headers.items()}}
    signed = ";".join(sorted(headers))
    query = {
        **request.query,
        "X-Amz-Algorithm": _ALGORITHM,
        "X-Amz-Credential": f"{credentials.access_key_id}/{scope}",
        "X-Amz-Date": moment,
        "X-Amz-Expires": str(int(expires.total_seconds())),
        "X-Amz-SignedHeaders": signed,
    }
    if credentials.session_token:
        query["X-Amz-Security-Token"] = credentials.session_token
    path = quote(parts.path, safe="/-_.~")
    asked = "&".join(f"{_escaped(name)}={_escaped(value)}" for name, value in sorted(query.items()))
    header_lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    canonical = f"{request.method}\n{path}\n{asked}\n{header_lines}\n{signed}\nUNSIGNED-PAYLOAD"
    message = f"{_ALGORITHM}\n{moment}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = f"AWS4{credentials.secret_access_key}".encode()
    for step in scope.split("/"):
        key = hmac.digest(key, step.encode(), "sha256")
    signature = hmac.digest(key, message.encode(), "sha256").hex()
    return f"{parts.scheme}://{parts.netloc}{path}?{asked}&X-Amz-Signature={signature}"


def _escaped(text: str) -> str:
    return quote(text, safe="-_.~")
