"""A process of the storm: a few threads that draw tickets from a pipe until it is empty, or the process is killed."""

from __future__ import annotations

import os
import random
import traceback
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import event

from reelwright.database.open import open_database
from reelwright.database.ownership import OwnedSession
from reelwright.workflows.engine import Engine
from reelwright.workflows.jobs.context import WorkContext, set_context
from tests.business.credits.storm.acts import Acts, Crash
from tests.business.credits.storm.world import World, tariff

THREADS = 3
WIDTH = 4
"""Bytes of a ticket: so few are written and read as one, whoever is killed meanwhile."""
_CRASHES = 0.03
"""Part of the transactions that end unfinished."""


def draw_tickets(url: str, world: World, tickets: Connection, report: Path, life: int) -> None:
    """``report`` gets what must never happen: any error nobody expects, such as a deadlock."""
    acts = acts_on(url, world)
    lots = random.Random(f"{world.seed} crash {life}")

    @event.listens_for(OwnedSession, "before_commit")
    def crash(session: OwnedSession) -> None:
        if session.get_bind() is acts.database.engine and lots.random() < _CRASHES:
            raise Crash

    def draw() -> None:
        while ticket := os.read(tickets.fileno(), WIDTH):
            acts.do(int.from_bytes(ticket, "big"))

    try:
        with ThreadPoolExecutor(THREADS) as pool:
            for hand in [pool.submit(draw) for _ in range(THREADS)]:
                hand.result()
    except Exception:
        report.write_text(traceback.format_exc())
        raise
    finally:
        acts.engine.close()
        acts.database.close()


def acts_on(url: str, world: World) -> Acts:
    """What may happen, on a database opened for this process."""
    database, sold = open_database(url), tariff()
    if (
        database.is_sqlite
    ):  # processes are killed here, the machine keeps its power: waiting for the disk proves nothing
        event.listen(database.engine, "connect", lambda each, _: each.execute("PRAGMA synchronous=OFF"))
    set_context(WorkContext(database=database, store=None, scratch=Path(), child="", tariff=sold))  # type: ignore[arg-type]
    return Acts(database, Engine(database, sold), sold, world, world.messages())
