"""A real PostgreSQL on a free port for the tests that need one: started once a test process, its folder removed at its end."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg
import pytest

_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


@dataclass(frozen=True)
class Server:
    port: int

    def url(self, name: str, user: str = "reelwright") -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{name}"


def new_database() -> str:
    """The address of a fresh, empty database; its user owns it and is no superuser. Skips where PostgreSQL is not installed."""
    server = _server()
    if server is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed")
        pytest.skip("PostgreSQL is not installed")
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" OWNER reelwright')
    return server.url(name)


def copied_database(template: str) -> str:
    """The address of a copy of a database nobody is connected to."""
    server = _server()
    assert server is not None
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER reelwright STRATEGY file_copy')
    return server.url(name)


@cache
def _server() -> Server | None:
    program = shutil.which("postgres", path=os.pathsep.join(map(str, _FOLDERS)))
    if program is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="reelwright-postgres-"))
    user = _user(folder)
    bin_ = Path(program).parent
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL, "cwd": "/"}
    subprocess.run(
        [*user, str(bin_ / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "--no-sync"],
        check=True, **quiet,
    )  # fmt: skip
    port = _free_port()
    settings = {
        "port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": str(folder), "fsync": "off",
        "max_connections": 200, "shared_buffers": "64MB",
    }  # fmt: skip
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    process = subprocess.Popen(
        [*user, str(bin_ / "postgres"), "-D", str(folder / "data"), *options], start_new_session=True, **quiet
    )
    atexit.register(_stop, process, folder)
    server = Server(port)
    for _ in range(600):
        try:
            with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
                connection.execute("CREATE ROLE reelwright LOGIN NOSUPERUSER")
                return server
        except psycopg.OperationalError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError("PostgreSQL did not start")


def _user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: there, its package's own user runs it."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres", "postgres")
    return [
        shutil.which("setpriv") or "setpriv",
        "--reuid=postgres",
        "--regid=postgres",
        "--clear-groups",
        "--pdeathsig=KILL",
    ]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _stop(process: subprocess.Popen[bytes], folder: Path) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGQUIT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)
