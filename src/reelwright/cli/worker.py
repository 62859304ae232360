"""`reel worker`"""

from __future__ import annotations

import signal
import threading
from typing import Annotated

import typer

from reelwright.app.logging_setup import set_up_logging
from reelwright.app.opening import open_platform
from reelwright.app.server_settings import read_server_settings
from reelwright.app.telemetry import set_up_telemetry


def command(
    queues: Annotated[
        str, typer.Option(help="Queues to take work from, of jobs, cpu, gpu and io.")
    ] = "jobs,cpu,gpu,io",
    name: Annotated[str, typer.Option(help="Tells the workers of one machine apart; keep it at a restart.")] = "worker",
    slots: Annotated[
        int | None, typer.Option(help="Stages to work on at once; half of the cores by default.", min=1, max=256)
    ] = None,
) -> None:
    from reelwright.worker.running import WorkerPlan, start_worker  # noqa: PLC0415  # half a second of imports

    settings = read_server_settings()
    set_up_logging(settings.log_format, settings.log_level)
    set_up_telemetry(settings, "worker")
    platform = open_platform(settings)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    wanted = tuple(part.strip() for part in queues.split(",") if part.strip())
    worker = start_worker(platform, WorkerPlan(wanted, name, slots))
    typer.echo(f"worker {name} takes work from {', '.join(wanted)}; stop with Ctrl+C")
    ended.wait()
    typer.echo("stopping; unfinished work is taken up again by the next worker")
    worker.stop()
    platform.close()
