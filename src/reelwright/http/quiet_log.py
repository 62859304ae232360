"""What the HTTP library logs of a request: where it went, never the path or the query, which may hold keys."""

from __future__ import annotations

import logging

import httpx2

from reelwright.http.shown_url import shown_host


def keep_log_quiet() -> None:
    """Shorten every URL the library logs; doing it again changes nothing."""
    logging.getLogger("httpx2").addFilter(_shorten)


def _shorten(record: logging.LogRecord) -> bool:
    if isinstance(record.args, tuple):
        record.args = tuple(shown_host(arg) if isinstance(arg, httpx2.URL) else arg for arg in record.args)
    return True
