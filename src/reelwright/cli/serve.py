"""`reel serve`"""

from __future__ import annotations

import ipaddress
import signal
from dataclasses import replace
from types import FrameType
from typing import Annotated

import typer

from reelwright.app.logging_setup import set_up_logging
from reelwright.app.opening import open_platform
from reelwright.app.server_settings import ServerSettings, read_server_settings
from reelwright.app.telemetry import flush_telemetry, set_up_telemetry
from reelwright.errors import InvalidInput


def command(
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen at; 0 takes a free one.", min=0, max=65535)] = 8787,
    accounts: Annotated[
        bool | None,
        typer.Option(
            "--accounts/--local", help="Ask everybody to sign in, or serve one implicit owner on this machine only."
        ),
    ] = None,
    worker: Annotated[bool, typer.Option("--worker/--no-worker", help="Work on jobs in this process, too.")] = True,
) -> None:
    settings = read_server_settings()
    if accounts is not None:
        settings = replace(settings, is_local=not accounts)
    _check(settings, host)
    from reelwright.api.serving import Listening, serve  # noqa: PLC0415  # half a second of imports, after the quick refusals
    from reelwright.studio.application import create_studio_application  # noqa: PLC0415

    set_up_logging(settings.log_format, settings.log_level)
    set_up_telemetry(settings, "serve")
    signal.signal(signal.SIGTERM, _end)
    platform = open_platform(settings)
    is_terminated = False
    try:
        listening = Listening(host, port, has_worker=worker)
        serve(platform, listening, lambda url: _tell(settings, url), create_studio_application)
    except _Terminated:
        is_terminated = True
    finally:
        platform.close()
    if is_terminated:
        flush_telemetry()
        signal.raise_signal(signal.SIGTERM)  # whoever started the server sees what ended it


class _Terminated(BaseException):
    """SIGTERM: the worker stops and lets go of its work on the way out, as after Ctrl+C."""


def _end(number: int, _frame: FrameType | None) -> None:
    """While it serves, uvicorn takes the signal, closes its doors, and gives it on to here; a second one ends everything at once."""
    signal.signal(number, signal.SIG_DFL)
    raise _Terminated


def _check(settings: ServerSettings, host: str) -> None:
    if settings.is_local and not _is_loopback(host):
        raise InvalidInput(
            f"without accounts everybody who reaches {host} would own everything",
            hint="add --accounts, or listen at 127.0.0.1",
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _tell(settings: ServerSettings, url: str) -> None:
    typer.echo(f"Reelwright serves at {url}")
    typer.echo(f"  studio            {url}/")
    typer.echo(f"  API and its docs  {url}/api/docs")
    typer.echo(f"  data              {settings.data}")
    if settings.is_local:
        typer.echo("  local mode: no sign-in, this machine only; `reel serve --accounts` asks for sign-in")
    else:
        typer.echo("  accounts: the first to register is the administrator (or: reel user add EMAIL --admin)")
    typer.echo("Stop with Ctrl+C; unfinished work goes on at the next start.")
