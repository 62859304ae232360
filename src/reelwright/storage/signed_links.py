"""Links of the local store: HMAC-SHA256 over everything they permit, with an end, under secrets that can be rotated."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import parse_qsl, quote, urlencode

from reelwright.errors import InvalidInput
from reelwright.storage.errors import LinkExpired, LinkRefused
from reelwright.storage.names import checked_content_type, is_key, is_upload_name

FILES = "/files/"
UPLOADS = "uploads/"
_SHORTEST_SECRET = 32
_SCHEME = "reelwright-link-1"
_FIELDS = frozenset("ekftdms")
"""Of the query: expiry, key id, file name, type, disposition, most bytes, signature."""


@dataclass(frozen=True)
class Grant:
    """What one link permits. ``name`` is a blob's key for GET, ``uploads/<name>`` for PUT; the end is in whole seconds UTC."""

    method: Literal["GET", "PUT"]
    name: str
    expires_at: datetime
    filename: str | None = None
    content_type: str | None = None
    inline: bool = True
    max_bytes: int | None = None

    @property
    def upload_name(self) -> str:
        """The staged upload a PUT may write."""
        return self.name.removeprefix(UPLOADS)


class SignedLinks:
    """Makes links with the first secret and accepts those of all.

    ``base_url`` is where the API is seen from outside (``https://video.example.org``); empty makes links without a host.
    To rotate, put a new secret first and drop the old one when its last link has expired.
    """

    def __init__(self, base_url: str, secrets: tuple[bytes, ...]) -> None:
        """Raises ``InvalidInput`` without a secret or for one below 32 bytes."""
        if not secrets or any(len(secret) < _SHORTEST_SECRET for secret in secrets):
            raise InvalidInput(
                f"links are signed with a secret of at least {_SHORTEST_SECRET} bytes",
                hint="make one: openssl rand -hex 32",
            )
        self._base_url = base_url.rstrip("/")
        self._secrets = {_key_id(secret): secret for secret in secrets}
        self._key_id = _key_id(secrets[0])

    def link(self, grant: Grant) -> str:
        """The URL that permits exactly ``grant``."""
        fields = _fields(grant, self._key_id)
        query = {**fields, "s": _signature(self._secrets[self._key_id], grant.method, grant.name, fields)}
        return f"{self._base_url}{FILES}{grant.name}?{urlencode(query, quote_via=quote)}"

    def verify(self, method: str, name: str, query: str, now: datetime) -> Grant:
        """What a request may do. ``name`` is the decoded path after ``/files/``, ``query`` the raw query string.

        A link for GET also answers HEAD. Raises ``LinkRefused`` for anything changed, ``LinkExpired`` past the end.
        """
        verb = "GET" if method in ("GET", "HEAD") else method
        fields = _read(query)
        given = fields.pop("s", "")
        secret = self._secrets.get(fields.get("k", ""))
        if secret is None or not given.isascii():
            raise _refused()
        if not hmac.compare_digest(_signature(secret, verb, name, fields), given):
            raise _refused()
        grant = _granted(verb, name, fields)
        if now >= grant.expires_at:
            raise LinkExpired("this link has expired", hint="ask for a new one")
        return grant


def _key_id(secret: bytes) -> str:
    """A short public name for a secret, from which it cannot be found."""
    return hmac.new(secret, b"reelwright link key id", hashlib.sha256).hexdigest()[:8]


def _fields(grant: Grant, key_id: str) -> dict[str, str]:
    fields = {"e": str(int(grant.expires_at.timestamp())), "k": key_id}
    if grant.filename is not None:
        fields["f"] = grant.filename.encode("utf-8", "replace").decode("utf-8")
    if grant.content_type is not None:
        fields["t"] = checked_content_type(grant.content_type)
    if not grant.inline:
        fields["d"] = "attachment"
    if grant.max_bytes is not None:
        fields["m"] = str(grant.max_bytes)
    return fields


def _signature(secret: bytes, method: str, name: str, fields: dict[str, str]) -> str:
    """Every value goes in with its length before it, so that no two grants are the same text."""
    parts = [_SCHEME, method, name, *(text for field in sorted(fields.items()) for text in field)]
    message = b"".join(
        b"%d:%s" % (len(part), part) for part in (text.encode("utf-8", "surrogatepass") for text in parts)
    )
    return base64.urlsafe_b64encode(hmac.new(secret, message, hashlib.sha256).digest()).rstrip(b"=").decode()


def _read(query: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            query, keep_blank_values=True, strict_parsing=True, max_num_fields=len(_FIELDS), errors="strict"
        )
    except ValueError:
        raise _refused() from None
    fields = dict(pairs)
    if len(fields) != len(pairs) or not fields.keys() <= _FIELDS:
        raise _refused()
    return fields


def _granted(verb: str, name: str, fields: dict[str, str]) -> Grant:
    """The grant in fields whose signature was right."""
    expires_at = datetime.fromtimestamp(int(fields["e"]), UTC)
    limit = int(fields["m"]) if "m" in fields else None
    if verb == "GET" and is_key(name):
        return Grant("GET", name, expires_at, fields.get("f"), fields.get("t"), fields.get("d") != "attachment", limit)
    if verb == "PUT" and name.startswith(UPLOADS) and is_upload_name(name.removeprefix(UPLOADS)) and limit is not None:
        return Grant("PUT", name, expires_at, content_type=fields.get("t"), max_bytes=limit)
    raise _refused()


def _refused() -> LinkRefused:
    return LinkRefused("this link is not valid", hint="ask for a new one")
