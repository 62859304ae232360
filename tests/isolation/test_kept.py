"""A kept child answers many requests, lets go of those nobody waits for, and dies alone."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reelwright.errors import InvalidInput, LimitExceeded, ReelwrightError, RenderCrashed
from reelwright.isolation.kept import KeptChild, KeptTask, Superseded
from reelwright.isolation.limits import Limits


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Iterator[KeptChild]:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
    kept = KeptChild(KeptTask("tests.isolation.kept_echo", {"greeting": "hello"}, Limits(memory=600_000_000)))
    yield kept
    kept.close()
    kept.join(30)


def test_one_process_answers_all_and_uses_its_idle_time(child: KeptChild) -> None:
    first = child.ask({"say": 1})
    second = child.ask({"say": "ünïcode" * 100_000})
    assert (first["said"], first["greeted"], first["process"]) == (1, "hello", second["process"])
    assert len(second["said"]) == 700_000
    while child.ask({})["idle"] < 3:
        threading.Event().wait(0.3)


def test_a_refusal_comes_through_and_the_next_request_is_answered(child: KeptChild) -> None:
    with pytest.raises(InvalidInput, match="not this") as refused:
        child.ask({"do": "refuse"})
    assert refused.value.hint == "ask otherwise"
    assert child.ask({"say": 2})["said"] == 2


def test_of_a_stream_only_the_newest_waits(child: KeptChild, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    told: dict[str, Any] = {}

    def ask(name: str, stream: str, **request: Any) -> threading.Thread:
        def run() -> None:
            try:
                told[name] = child.ask({"say": name, **request}, stream)["said"]
            except ReelwrightError as refusal:
                told[name] = refusal

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    child.ask({})
    threads = [ask("at work", "", wait_for=str(gate))]
    _until(lambda: not child._waiting)  # pyright: ignore[reportPrivateUsage]
    threads.append(ask("old", "scrub"))
    _until(lambda: len(child._waiting) == 1)  # pyright: ignore[reportPrivateUsage]
    threads.append(ask("other", "another"))
    _until(lambda: len(child._waiting) == 2)  # pyright: ignore[reportPrivateUsage]
    threads.append(ask("new", "scrub"))
    _until(lambda: "old" in told)
    assert isinstance(told["old"], Superseded)
    gate.touch()
    for thread in threads:
        thread.join()
    assert (told["at work"], told["other"], told["new"]) == ("at work", "other", "new")


def test_a_child_that_dies_takes_nobody_along(child: KeptChild) -> None:
    with pytest.raises(RenderCrashed):
        child.ask({"do": "die"})
    _until(lambda: child.is_over)
    with pytest.raises(RenderCrashed):
        child.ask({"say": 1})


def test_too_much_memory_is_refused_and_ends_the_process(child: KeptChild) -> None:
    with pytest.raises(LimitExceeded):
        child.ask({"do": "grow", "bytes": 900_000_000})
    with pytest.raises(RenderCrashed):
        child.ask({"say": 1})


def _until(is_so: Any) -> None:
    while not is_so():
        threading.Event().wait(0.01)
