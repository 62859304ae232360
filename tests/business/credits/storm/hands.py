"""The processes of the storm: given tickets through a pipe, killed without a word, and replaced."""

from __future__ import annotations

import fcntl
import mmap
import multiprocessing
import os
import random
import select
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.business.credits.storm.process import WIDTH, draw_tickets
from tests.business.credits.storm.world import World


class Hands:
    """``count`` processes at a time. Errors they did not expect fail whatever is asked of the rest."""

    def __init__(self, url: str, world: World, folder: Path, count: int) -> None:
        self._methods = multiprocessing.get_context("forkserver")
        self._methods.set_forkserver_preload(["tests.business.credits.storm.process"])
        self._drawing, self._giving = self._methods.Pipe(duplex=False)
        fcntl.fcntl(self._giving.fileno(), fcntl.F_SETPIPE_SZ, 2 * mmap.PAGESIZE)
        self._told = (url, world)
        self._folder = folder
        self._chance = random.Random(world.seed)
        self._running: list[BaseProcess] = []
        self._lives = 0
        for _ in range(count):
            self._start()

    def __enter__(self) -> Hands:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._running:
            process.kill()
            process.join()

    def give(self, ticket: int) -> None:
        """Waits while enough of them lie there, so that a kill meets the processes at work."""
        while not select.select([], [self._giving], [], 0.5)[1]:
            self._look()
        os.write(self._giving.fileno(), ticket.to_bytes(WIDTH, "big"))

    def kill_one(self) -> None:
        """As a loss of power does it; another process begins at once."""
        killed = self._running.pop(self._chance.randrange(len(self._running)))
        killed.kill()
        killed.join()
        self._look()
        self._start()

    def finish(self) -> None:
        """Wait until the last ticket is drawn and done."""
        self._giving.close()
        self._drawing.close()
        for process in self._running:
            process.join()
        self._look()
        assert [process.exitcode for process in self._running] == [0] * len(self._running)
        self._running.clear()

    def _start(self) -> None:
        report = self._folder / f"error {self._lives}"
        process = self._methods.Process(target=draw_tickets, args=(*self._told, self._drawing, report, self._lives))
        process.start()
        self._running.append(process)
        self._lives += 1

    def _look(self) -> None:
        errors = [path.read_text() for path in sorted(self._folder.glob("error *"))]
        assert errors == [], errors[0]
