"""Logs as they are written."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from reelwright.app.logging_setup import set_up_logging
from tests.app.test_redaction import HELD, SECRET


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def _lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_our_lines_and_libraries_lines_have_one_shape() -> None:
    stream = io.StringIO()
    set_up_logging("json", stream=stream)
    with structlog.contextvars.bound_contextvars(request_id="r1", job_id="j1"):
        structlog.get_logger("ours").warning("stage_failed", stage="speech", attempt=2)
        logging.getLogger("library").info("opened %s in %d ms", "a.mp4", 7)
    ours, theirs = _lines(stream)
    assert ours["event"] == "stage_failed"
    assert (ours["stage"], ours["attempt"], ours["level"], ours["logger"]) == ("speech", 2, "warning", "ours")
    assert (theirs["event"], theirs["level"], theirs["logger"]) == ("opened a.mp4 in 7 ms", "info", "library")
    for line in (ours, theirs):
        assert (line["request_id"], line["job_id"]) == ("r1", "j1")
        assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("form", ["json", "text"])
@given(held=HELD, inner=st.text(max_size=5))
def test_no_secret_is_written(form: str, held: Any, inner: str) -> None:
    stream = io.StringIO()
    set_up_logging(form, stream=stream)
    log = structlog.get_logger("ours")
    log.info("happened", data=held, note=f"{inner} token={SECRET}")
    log.info(f"GET /ws?token={SECRET}", **({} if isinstance(held, list) else {"headers": held}))
    logging.getLogger("uvicorn.access").info(
        '%s - "%s %s HTTP/%s" %d', "1.2.3.4:5", "GET", f"/ws?token={SECRET}", "1.1", 200
    )
    try:
        raise ValueError(f"cannot reach postgresql://reel:{SECRET}@db/reel with password={SECRET}")
    except ValueError as error:
        log.error("broke", exc_info=error)
        logging.getLogger("library").exception("broke")
    assert stream.getvalue().count("broke") == 2
    assert "ValueError" in stream.getvalue()
    assert SECRET not in stream.getvalue()


@given(st.text(max_size=40))
def test_a_text_line_cannot_be_split_or_coloured_by_what_it_tells(text: str) -> None:
    stream = io.StringIO()
    set_up_logging("text", stream=stream)
    logging.getLogger("library").info(text)
    structlog.get_logger("ours").info("said", what=text)
    assert len(stream.getvalue().splitlines()) == 2
    assert "\x1b" not in stream.getvalue()


def test_the_level_holds_and_a_second_call_replaces_the_first() -> None:
    first, second = io.StringIO(), io.StringIO()
    set_up_logging("json", stream=first)
    set_up_logging("json", "warning", stream=second)
    structlog.get_logger("ours").info("quiet")
    structlog.get_logger("ours").warning("loud")
    logging.getLogger("uvicorn.error").info("quiet")
    assert first.getvalue() == ""
    assert [line["event"] for line in _lines(second)] == ["loud"]
