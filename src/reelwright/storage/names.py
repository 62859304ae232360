"""Which keys, upload names, content types and expiry times are accepted: everything else never reaches a path or a header."""

from __future__ import annotations

import re
from datetime import timedelta

from reelwright.errors import InvalidInput
from reelwright.storage.errors import BlobMissing

OCTETS = "application/octet-stream"
LONGEST_EXPIRY = timedelta(days=7)
"""What S3 allows at most; the local store keeps to the same."""

_KEY = re.compile(r"[0-9a-f]{64}")
_UPLOAD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")
_TOKEN = r"[A-Za-z0-9!#$&^_.+-]{1,100}"  # noqa: S105 - the grammar of a media type
_TYPE = re.compile(rf'{_TOKEN}/{_TOKEN}(?:; ?{_TOKEN}=(?:{_TOKEN}|"[A-Za-z0-9 .,_+/-]{{0,100}}")){{0,4}}')


def is_key(text: str) -> bool:
    """Whether a text is a content address: 64 lower-case hexadecimal digits."""
    return _KEY.fullmatch(text) is not None


def checked_key(key: str) -> str:
    """The key. Raises ``BlobMissing`` for what cannot be one."""
    if not is_key(key):
        raise BlobMissing("a blob is named by 64 hexadecimal digits", hint="use the key the store answered")
    return key


def is_upload_name(text: str) -> bool:
    """Whether a text may name a staged upload: letters, digits, ``_`` and ``-``, at most 128."""
    return _UPLOAD.fullmatch(text) is not None


def checked_upload_name(name: str) -> str:
    """The name. Raises ``InvalidInput``."""
    if not is_upload_name(name):
        raise InvalidInput("an upload is named by letters, digits, - and _, at most 128", hint="a UUID will do")
    return name


def checked_content_type(content_type: str) -> str:
    """The content type, safe to send as a header. Raises ``InvalidInput``."""
    if len(content_type) > 200 or not _TYPE.fullmatch(content_type):
        raise InvalidInput(
            f"{content_type[:60]!r} is not a content type",
            hint='say for example "video/mp4" or "text/plain; charset=utf-8"',
        )
    return content_type


def checked_expiry(expires: timedelta) -> timedelta:
    """The time a link lives. Raises ``InvalidInput`` below a second and above a week."""
    if not timedelta(seconds=1) <= expires <= LONGEST_EXPIRY:
        raise InvalidInput(
            "a signed link lives between a second and seven days", hint="make a new link when it is needed"
        )
    return expires


def checked_limit(max_bytes: int) -> int:
    """The most bytes an upload may have. Raises ``InvalidInput`` below one."""
    if max_bytes < 1:
        raise InvalidInput("an upload must be allowed at least one byte")
    return max_bytes
