"""Taking secrets out of what is written to logs or sent to error reports."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime
from typing import Any

GONE = "[redacted]"
_DEEPEST = 12
_LONGEST = 20_000
_NAMED = re.compile(
    r"pass(word|wd|phrase|code)|secret|token|authorization|api_?key|access_?key|private_?key|cookie|dsn|credential|signature|query_string"
)
_COUNTED = re.compile(r"tokens$")
"""Tokens of language models are counted; numbers under such names are no secrets."""
_SPACING = re.compile(r"[\s.\-]+")
_QUERY = re.compile(r"(?<=[^\s?])\?\S+")
_USERINFO = re.compile(r"(?<=://)[^\s/]{1,600}@")
_SCHEME = re.compile(r"\b(bearer|basic|digest)\s+[\w.~+/=\-]{3,}", re.IGNORECASE)
_PAIR = re.compile(
    r"(?P<name>(?:pass(?:word|wd|phrase|code)|secret|token|authorization|api[_\-]?key|access[_\-]?key|private[_\-]?key|cookie|dsn|credential|signature)[\w\-]{0,40}"
    r"\\?[\"']?)(?P<between>\s*(?:=>|[=:])\s*)(?P<value>b?\\?\"(?:[^\"\\]|\\.)*\"?|b?\\?'(?:[^'\\]|\\.)*'?|[^\s,;&]+)",
    re.IGNORECASE,
)


def redact(value: Any, depth: int = 0) -> Any:
    """The same in plain values, without secrets: what is named like one, and query strings and passwords of addresses.

    ``value`` may be anything; whatever is no text, number, list or mapping becomes the text that describes it.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return f"[{len(value)} bytes]"
    if depth >= _DEEPEST:
        return "[too deep]"
    if isinstance(value, Mapping):
        return {redact_text(str(key)): _of_pair(key, part, depth) for key, part in value.items()}
    if isinstance(value, Sequence | Set):
        return [_of_item(part, depth) for part in value]
    return redact_text(_described(value))


def redact_text(text: str) -> str:
    """Text without query strings, passwords in addresses, credentials, and values that follow a secret's name."""
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…"
    text = _SCHEME.sub(rf"\1 {GONE}", text)
    text = _USERINFO.sub(f"{GONE}@", text)
    text = _QUERY.sub("", text)
    return _PAIR.sub(_without_value, text)


def is_secret_name(name: object) -> bool:
    """Whether what has this name is a secret, however it is spelt: ``api_key``, ``X-Api-Key``, ``SMTP.Password``."""
    text = name.decode("latin-1") if isinstance(name, bytes) else str(name)
    return _NAMED.search(_SPACING.sub("_", text.lower())) is not None


def _of_pair(key: Any, value: Any, depth: int) -> Any:
    if not is_secret_name(key):
        return redact(value, depth + 1)
    is_count = isinstance(value, int | float) and _COUNTED.search(str(key).lower()) is not None
    return value if value is None or is_count else GONE


def _of_item(value: Any, depth: int) -> Any:
    """A pair of name and value, as headers are listed, counts as a mapping's."""
    if isinstance(value, tuple | list) and len(value) == 2 and isinstance(value[0], str | bytes):
        name = value[0].decode("latin-1") if isinstance(value[0], bytes) else value[0]
        return [redact_text(name), _of_pair(name, value[1], depth)]
    return redact(value, depth + 1)


def _described(value: object) -> str:
    try:
        return str(value) if isinstance(value, BaseException) else repr(value)
    except Exception:  # a door: a thing that cannot describe itself must not break the line about it
        return f"[{type(value).__name__}]"


def _without_value(found: re.Match[str]) -> str:
    return f"{found['name']}{found['between']}{GONE}"
