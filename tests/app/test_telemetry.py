"""Reports of faults and traces: only when asked for, with a way out when something is missing, and without secrets."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from reelwright.app.server_settings import ServerSettings
from reelwright.app.telemetry import set_up_telemetry
from reelwright.errors import InvalidInput
from tests.collector import collector, plain

SECRET = "S3cr3tValue42"


def _settings(tmp_path: Path, **fields: str) -> ServerSettings:
    return ServerSettings(tmp_path, f"sqlite:///{tmp_path / 'a.sqlite'}", str(tmp_path / "files"), **fields)  # type: ignore[arg-type]


def _has(module: str) -> bool:
    try:
        importlib.import_module(module)
    except ImportError:
        return False
    return True


def test_without_settings_nothing_is_loaded(tmp_path: Path) -> None:
    program = (
        "import sys; from reelwright.app.telemetry import set_up_telemetry; from reelwright.app.server_settings import read_server_settings;"
        "set_up_telemetry(read_server_settings({'REELWRIGHT_DATA': '/nowhere'}), 'serve');"
        "assert not {'sentry_sdk', 'opentelemetry.sdk'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=tmp_path)


@pytest.mark.parametrize(
    ("module", "setting", "value", "extra"),
    [
        ("sentry_sdk", "sentry_dsn", "https://key@sentry.example/1", "sentry"),
        ("opentelemetry.sdk", "otlp_endpoint", "http://127.0.0.1:4318", "opentelemetry"),
    ],
)
def test_a_missing_extra_is_named_with_the_command_that_adds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, setting: str, value: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, "reelwright.app.traces", raising=False)
    for name in [name for name in sys.modules if name.startswith(f"{module}.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(InvalidInput) as refusal:
        set_up_telemetry(_settings(tmp_path, **{setting: value}), "serve")
    assert f"REELWRIGHT_{setting.upper()}" in refusal.value.message
    assert refusal.value.hint == f"pip install 'reelwright[{extra}]'"


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="REELWRIGHT_OTLP_ENDPOINT"):
        set_up_telemetry(_settings(tmp_path, otlp_endpoint="collector:4318"), "serve")
    if _has("sentry_sdk"):
        with pytest.raises(InvalidInput, match="REELWRIGHT_SENTRY_DSN"):
            set_up_telemetry(_settings(tmp_path, sentry_dsn="sentry.example"), "serve")


_REQUEST = """
import os, sys, tempfile
from pathlib import Path
from fastapi.testclient import TestClient
from reelwright.api.application import create_application
from reelwright.app.opening import open_platform
from reelwright.app.server_settings import read_server_settings
from reelwright.app.telemetry import set_up_telemetry
settings = read_server_settings()
set_up_telemetry(settings, "serve")
app = create_application(open_platform(settings))
@app.get("/broken")
def broken():
    local = "SECRET"
    raise RuntimeError("cannot reach postgresql://reel:SECRET@db/reel, password=SECRET")
with TestClient(app, base_url="http://127.0.0.1:8787", raise_server_exceptions=False) as client:
    headers = {"Authorization": "Bearer SECRET", "Cookie": "session=SECRET", "X-API-Key": "SECRET"}
    assert client.get("/broken?token=SECRET", headers=headers).status_code == 500
    client.get("/health/live?key=SECRET", headers=headers)
""".replace("SECRET", SECRET)


def _run(tmp_path: Path, **environment: str) -> None:
    import os

    told = os.environ | {"REELWRIGHT_DATA": str(tmp_path), "SENTRY_SPOTLIGHT": ""} | environment
    subprocess.run([sys.executable, "-c", _REQUEST], check=True, env=told, cwd=tmp_path, capture_output=True)


def test_a_fault_reaches_sentry_without_secrets(tmp_path: Path) -> None:
    pytest.importorskip("sentry_sdk")
    with collector() as (address, came):
        _run(tmp_path, REELWRIGHT_SENTRY_DSN=f"http://key@{address}/1")
    sent = b"\n".join(plain(body) for _, body in came).decode()
    assert "RuntimeError" in sent
    assert SECRET not in sent
    assert json.loads(sent.splitlines()[2])["release"].startswith("reelwright@")


def test_traces_reach_a_collector_without_secrets(tmp_path: Path) -> None:
    pytest.importorskip("opentelemetry.sdk")
    with collector() as (address, came):
        _run(tmp_path, REELWRIGHT_OTLP_ENDPOINT=f"http://{address}")
    assert {path for path, _ in came} == {"/v1/traces"}
    sent = b"".join(plain(body) for _, body in came)
    assert b"reelwright-serve" in sent
    assert b"/health/live" in sent
    assert SECRET.encode() not in sent
