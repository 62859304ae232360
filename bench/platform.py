"""The platform under load: reads and job creation by 50 clients, a batch of 1,000, the way from queue to start, and cancelling.

`python -m bench.platform [--clients 50] [--seconds 15] [--pause 1] [--database URL] [--local] [--only load] [--json]`. Real processes over
loopback; clients and server share the machine's cores. The clients of the first lines think between their calls, as people and programs
that look after a job do, so that those lines tell how long an answer takes; the lines called "without pause" are closed loops and tell how
much the server can do. The line of empty answers is what the machine itself costs in the same minute.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2

_DOCUMENT: dict[str, Any] = {
    "version": 1, "canvas": {"width": 320, "height": 180, "fps": 30}, "variables": {"word": {"type": "text", "default": "hello"}},
    "tracks": [{"clips": [{"type": "text", "text": "{{word}}", "start": 0, "duration": 2, "font": {"size": 40}}]}],
}  # fmt: skip
_SLOW: dict[str, Any] = {
    "version": 1, "canvas": {"width": 1280, "height": 720, "fps": 30},
    "tracks": [{"clips": [{"type": "text", "text": "slow", "start": 0, "duration": 110, "font": {"size": 200}, "blur": 30,
                           "animate": {"rotation": [{"at": 0, "value": 0}, {"at": 110, "value": 360}]}}]}],
}  # fmt: skip
Row = dict[str, Any]
Ask = tuple[str, str, dict[str, Any] | None]
"""Method, path and body of a request."""


class Server:
    """`reel serve` in a process of its own."""

    def __init__(self, folder: Path, database: str, *options: str) -> None:
        self._environment = os.environ | {
            "REELWRIGHT_DATA": str(folder), "REELWRIGHT_JOBS_PER_MINUTE": "0", "REELWRIGHT_REQUESTS_PER_MINUTE": "1000000", "PYTHONUNBUFFERED": "1",
        }  # fmt: skip
        if database:
            self._environment["REELWRIGHT_DATABASE_URL"] = database
        command = [sys.executable, "-m", "reelwright.cli.main", "serve", "--port", "0", *options]
        self.process = subprocess.Popen(
            command,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout
        self.url = self.process.stdout.readline().split()[-1]
        threading.Thread(target=self.process.stdout.read, daemon=True).start()
        while True:
            try:
                if httpx2.get(f"{self.url}/health/ready").is_success:
                    return
            except httpx2.TransportError:
                time.sleep(0.05)

    def processor_seconds(self) -> float:
        """Used so far: unlike an answer's time, it does not depend on what else the machine does."""
        after_name = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)


def load(server: Server, headers: dict[str, str], crowd: Crowd) -> list[Row]:
    """Reads (lists, one video, one job) and job creation, by clients who think and by clients who do not."""
    wish = {"document": _DOCUMENT}
    told = httpx2.post(f"{server.url}/api/video/generate", json=wish, headers=headers)
    first = told.raise_for_status().json()["data"]
    reads = ["/api/videos", "/api/jobs", f"/api/videos/{first['videoId']}", f"/api/jobs/{first['jobId']}"]

    def read(number: int) -> Ask:
        return "GET", reads[number % len(reads)], None

    def create(number: int) -> Ask:
        return "POST", "/api/video/generate", {"document": _DOCUMENT, "data": {"word": str(number)}}

    hurried = Crowd(server, headers, crowd.clients, min(crowd.seconds, 10), 0)
    return [
        crowd.measure("empty answers", lambda _number: ("GET", "/health/live", None)),
        crowd.measure("reads", read),
        crowd.measure("job creation", create),
        hurried.measure("reads", read),
        hurried.measure("job creation", create),
    ]


class Crowd:
    """Clients that keep their connections and ask at times of their own.

    They are made of the standard library's bare client: a comfortable one would spend more of the shared cores than the server.
    """

    def __init__(self, server: Server, headers: dict[str, str], clients: int, seconds: float, pause: float) -> None:
        self._server = server
        self._host = urlsplit(server.url).netloc
        self._headers = headers | {"Content-Type": "application/json"}
        self.clients, self.seconds, self._pause = clients, seconds, pause

    def measure(self, name: str, ask: Callable[[int], Ask]) -> Row:
        times: list[float] = []
        errors: list[int] = []
        spent = self._server.processor_seconds()
        gate = threading.Barrier(self.clients)

        def visit(seed: int) -> None:
            chance = random.Random(seed)
            client = http.client.HTTPConnection(self._host, timeout=60)
            client.connect()
            gate.wait()
            ends = time.monotonic() + self.seconds
            time.sleep(chance.uniform(0, self._pause))
            number = seed * 100_000
            while time.monotonic() < ends:
                method, path, body = ask(number)
                sent = None if body is None else json.dumps(body).encode()
                began = time.perf_counter()
                client.request(method, path, sent, self._headers)
                answer = client.getresponse()
                answer.read()
                times.append(time.perf_counter() - began)
                if answer.status >= 400:
                    errors.append(answer.status)
                number += 1
                time.sleep(chance.uniform(0.5, 1.5) * self._pause)
            client.close()

        threads = [threading.Thread(target=visit, args=(seed,)) for seed in range(self.clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        ordered = sorted(times)
        how = f"{self._pause:g} s apart" if self._pause else "without pause"
        return {
            "what": f"{name}, {self.clients} clients, {how}", "requests": len(times), "per second": round(len(times) / self.seconds, 1),
            "median ms": round(statistics.median(ordered) * 1000, 1), "p95 ms": round(ordered[int(len(ordered) * 0.95)] * 1000, 1),
            "errors": len(errors), "server's processor ms each": round((self._server.processor_seconds() - spent) / len(times) * 1000, 2),
        }  # fmt: skip


def signed_in(url: str) -> dict[str, str]:
    """The headers of a fresh account; of the implicit owner on a server without accounts."""
    wish = {"email": f"bench-{time.time_ns()}@example.com", "password": "a long and quiet password"}
    answer = httpx2.post(f"{url}/api/auth/register", json=wish, timeout=60)
    return {"Authorization": f"Bearer {answer.json()['data']['accessToken']}"} if answer.is_success else {}


def batch(url: str, headers: dict[str, str], rows: int) -> Row:
    began = time.perf_counter()
    answer = httpx2.post(
        f"{url}/api/batch",
        json={"document": _DOCUMENT, "rows": [{"word": str(row)} for row in range(rows)]},
        headers=headers,
        timeout=120,
    )
    answer.raise_for_status()
    batch_id = answer.json()["data"]["batchId"]
    took = time.perf_counter() - began
    httpx2.post(f"{url}/api/batch/{batch_id}/cancel", headers=headers, timeout=120)
    return {"what": f"a batch of {rows} rows accepted", "seconds": round(took, 2)}


def queue_to_start(url: str, jobs: int) -> Row:
    """From the answer to a wish to the first moment its job is at work, on a worker with nothing else to do."""
    waits: list[float] = []
    with httpx2.Client(base_url=url, timeout=60) as client:
        for number in range(jobs):
            told = client.post(
                "/api/video/generate", json={"document": _DOCUMENT, "data": {"word": f"q{number}"}}
            ).json()["data"]
            while (job := client.get(f"/api/jobs/{told['jobId']}").json()["data"])["finishedAt"] is None:
                time.sleep(0.1)
            waits.append(_seconds(job["startedAt"]) - _seconds(job["createdAt"]))
    return {"what": f"from queue to start, {jobs} jobs", "median ms": round(statistics.median(waits) * 1000)}


def cancelling(server: Server, times: int) -> Row:
    """From the wish to cancel to the end of the last process of the rendering."""
    took: list[float] = []
    with httpx2.Client(base_url=server.url, timeout=60) as client:
        for _ in range(times):
            told = client.post("/api/video/generate", json={"document": _SLOW}).json()["data"]
            while client.get(f"/api/jobs/{told['jobId']}").json()["data"]["stage"] != "render" or not _children(
                server.process.pid
            ):
                time.sleep(0.05)
            time.sleep(0.5)
            began = time.perf_counter()
            client.post(f"/api/jobs/{told['jobId']}/cancel").raise_for_status()
            while _children(server.process.pid):
                time.sleep(0.005)
            took.append(time.perf_counter() - began)
    return {
        "what": f"a cancelled rendering's processes gone, {times} times",
        "median ms": round(statistics.median(took) * 1000),
        "longest ms": round(max(took) * 1000),
    }


def _children(process: int) -> list[str]:
    found: list[str] = []
    for thread in Path(f"/proc/{process}/task").iterdir():
        with contextlib.suppress(FileNotFoundError):  # a thread that ended meanwhile
            found += (thread / "children").read_text().split()
    return found


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--pause", type=float, default=1, help="seconds a client waits between requests, on average")
    parser.add_argument("--database", default="", help="postgresql://… instead of SQLite")
    parser.add_argument("--local", action="store_true", help="a server without accounts, which has nobody to look up")
    parser.add_argument("--only", choices=("load", "queue"), default="")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        if asked.only != "load":
            server = Server(Path(folder) / "working", asked.database)
            try:
                rows += [queue_to_start(server.url, 15), cancelling(server, 5)]
            finally:
                server.stop()
        if asked.only != "queue":
            server = Server(
                Path(folder) / "asked", asked.database, "--no-worker", *(() if asked.local else ("--accounts",))
            )
            try:
                headers = signed_in(server.url)
                crowd = Crowd(server, headers, asked.clients, asked.seconds, asked.pause)
                rows += [*load(server, headers, crowd), batch(server.url, headers, 1000)]
            finally:
                server.stop()
    for row in rows:
        print(
            json.dumps(row) if asked.json else "  ".join(f"{name}: {value}" for name, value in row.items()), flush=True
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
