"""The store a setting names: a folder, or a bucket."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from reelwright.errors import InvalidInput
from reelwright.storage.blobs import BlobStore
from reelwright.storage.local import LocalBlobs
from reelwright.storage.s3 import S3Blobs
from reelwright.storage.s3_address import CredentialSource, S3Address, S3Credentials
from reelwright.storage.signed_links import SignedLinks

_OPTIONS = frozenset(("endpoint", "public_endpoint", "region", "style"))
_HINT = "say a folder, file:///folder, or s3://bucket/prefix?region=…&endpoint=…"


def open_store(
    url: str,
    *,
    links: SignedLinks | None = None,
    credentials: S3Credentials | CredentialSource | None = None,
    scratch: Path | None = None,
) -> BlobStore:
    """The store at ``url``.

    A folder (``/path`` or ``file:///path``) signs links with ``links``. ``s3://bucket/prefix`` needs ``credentials`` and
    takes ``endpoint``, ``public_endpoint``, ``region`` and ``style`` (``path`` or ``virtual``) as query parameters; without
    an endpoint it is AWS. ``scratch`` is where streams to a bucket wait. Raises ``InvalidInput``; touches no network.
    """
    if "://" not in url:
        return LocalBlobs(_folder(url), links)
    try:
        parts = urlsplit(url)
    except ValueError:
        raise InvalidInput("the storage URL cannot be read", hint=_HINT) from None
    if parts.scheme == "file":
        if parts.netloc not in ("", "localhost") or parts.query or parts.fragment:
            raise InvalidInput("a file:// storage URL has three slashes and nothing but a path", hint=_HINT)
        return LocalBlobs(_folder(unquote(parts.path)), links)
    if parts.scheme == "s3":
        if credentials is None:
            raise InvalidInput("a bucket needs an access key", hint="set the key and its secret beside the storage URL")
        fixed = credentials
        source = (lambda: fixed) if isinstance(fixed, S3Credentials) else fixed
        return S3Blobs(_address(parts), source, scratch=scratch)
    raise InvalidInput(f"no store is opened by {parts.scheme}://", hint=_HINT)


def _folder(path: str) -> Path:
    if not path or "\0" in path:
        raise InvalidInput("the storage folder has no name", hint=_HINT)
    return Path(path).expanduser()


def _address(parts: SplitResult) -> S3Address:
    if "@" in parts.netloc:
        raise InvalidInput("a storage URL holds no keys", hint="set the key and its secret in settings of their own")
    try:
        pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        raise InvalidInput("the options of the storage URL cannot be read", hint=_HINT) from None
    options = dict(pairs)
    if len(options) != len(pairs) or not options.keys() <= _OPTIONS or parts.fragment:
        raise InvalidInput(f"a storage URL knows {', '.join(sorted(_OPTIONS))}, each once", hint=_HINT)
    endpoint, style = options.get("endpoint", ""), options.get("style", "")
    if style not in ("", "path", "virtual"):
        raise InvalidInput("style is path or virtual", hint=_HINT)
    # AWS wants the bucket in the host name, where a dot in it would not fit its certificate; its likes want it in the path.
    is_path = style == "path" or (not style and (bool(endpoint) or "." in parts.netloc))
    return S3Address(
        parts.netloc,
        unquote(parts.path).strip("/"),
        options.get("region", "us-east-1"),
        endpoint,
        options.get("public_endpoint", ""),
        "path" if is_path else "virtual",
    )
