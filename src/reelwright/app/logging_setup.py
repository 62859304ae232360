"""Logs: one line an event, as JSON or text, from our code and all libraries alike, without secrets."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any, TextIO

import structlog
from structlog.types import EventDict, Processor

from reelwright.app.redaction import redact

_LOUD = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi", "dbos")
"""Loggers that bring handlers of their own."""
_CHATTY = ("httpx2", "httpcore", "httpcore2", "dbos", "botocore", "alembic")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]")


def set_up_logging(log_format: str = "text", level: str = "info", stream: TextIO | None = None) -> None:
    """Write logs to ``stream`` (without it standard error). May be called again; the last call holds.

    Bind ``request_id``, ``job_id`` and the like with ``structlog.contextvars``: every line in their reach has them.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        structlog.processors.UnicodeDecoder(),
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    target = stream or sys.stderr
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _redacted, *_last(log_format, target)],
    )
    handler = logging.StreamHandler(target)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    for old in [each for each in root.handlers if getattr(each, "is_reelwrights", False)]:
        root.removeHandler(old)
    handler.is_reelwrights = True  # type: ignore[attr-defined]
    root.addHandler(handler)
    root.setLevel(level.upper())
    _hush(level)


def _last(log_format: str, target: TextIO) -> list[Processor]:
    if log_format == "json":
        return [structlog.processors.JSONRenderer(ensure_ascii=False)]
    console = structlog.dev.ConsoleRenderer(
        colors=target.isatty(), exception_formatter=structlog.dev.plain_traceback, sort_keys=False
    )
    return [_one_line, console]


def _hush(level: str) -> None:
    for name in _LOUD:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    if level != "debug":
        for name in _CHATTY:
            logging.getLogger(name).setLevel(logging.WARNING)


def _redacted(_logger: Any, _method: str, event: EventDict) -> EventDict:
    return redact(event)


def _one_line(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Nothing a client says may look like a line of its own, or colour the terminal."""
    return {
        name: value
        if name in ("exception", "stack") or not isinstance(value, str)
        else _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), value)
        for name, value in event.items()
    }
