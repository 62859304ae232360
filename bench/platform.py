"""The platform under load: reads and job creation by 50 clients, a batch of 1,000, the way from queue to start, and cancelling.

`python -m bench.platform [--clients 50] [--seconds 15] [--pause 0.5] [--database URL] [--json]`. Real processes over loopback; clients and
server share the machine's cores.
"""

from __future__ import annotations

import argparse
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


class Server:
    """`reel serve` in a process of its own."""

    def __init__(self, folder: Path, database: str, *options: str) -> None:
        self._environment = os.environ | {
            "REELWRIGHT_DATA": str(folder), "REELWRIGHT_JOBS_PER_MINUTE": "0", "REELWRIGHT_REQUESTS_PER_MINUTE": "0", "PYTHONUNBUFFERED": "1",
        }  # fmt: skip
        if database:
            self._environment["REELWRIGHT_DATABASE_URL"] = database
        command = [sys.executable, "-m", "reelwright.cli.main", "serve", "--port", "0", *options]
        self.process = subprocess.Popen(
            command, env=self._environment, stdout=subprocess.PIPE, text=True, start_new_session=True
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

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)


def load(url: str, clients: int, seconds: float, pause: float) -> list[Row]:
    """Reads (lists, one video, one job) and job creation by many clients, each with a pause between its requests as people have."""
    first = httpx2.post(f"{url}/api/video/generate", json={"document": _DOCUMENT}).json()["data"]
    reads = ["/api/videos", "/api/jobs", f"/api/videos/{first['videoId']}", f"/api/jobs/{first['jobId']}"]
    crowd = Crowd(url, clients, seconds, pause)
    return [
        crowd.measure("reads", lambda client, number: client.get(reads[number % len(reads)])),
        crowd.measure(
            "job creation",
            lambda client, number: client.post(
                "/api/video/generate", json={"document": _DOCUMENT, "data": {"word": str(number)}}
            ),
        ),
    ]


class Crowd:
    """Clients that keep their connections and ask at times of their own."""

    def __init__(self, url: str, clients: int, seconds: float, pause: float) -> None:
        self._url, self._clients, self._seconds, self._pause = url, clients, seconds, pause

    def measure(self, name: str, ask: Callable[[httpx2.Client, int], httpx2.Response]) -> Row:
        times: list[float] = []
        errors: list[int] = []
        ends = time.monotonic() + self._seconds

        def visit(seed: int) -> None:
            chance = random.Random(seed)
            with httpx2.Client(base_url=self._url, timeout=60) as client:
                client.get("/health/live")
                time.sleep(chance.uniform(0, self._pause))
                number = seed * 1000
                while time.monotonic() < ends:
                    began = time.perf_counter()
                    answer = ask(client, number)
                    times.append(time.perf_counter() - began)
                    if not answer.is_success:
                        errors.append(answer.status_code)
                    number += 1
                    time.sleep(chance.uniform(0.5, 1.5) * self._pause)

        threads = [threading.Thread(target=visit, args=(seed,)) for seed in range(self._clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        ordered = sorted(times)
        return {
            "what": f"{name}, {self._clients} clients", "requests": len(times), "per second": round(len(times) / self._seconds, 1),
            "median ms": round(statistics.median(ordered) * 1000, 1), "p95 ms": round(ordered[int(len(ordered) * 0.95)] * 1000, 1),
            "errors": len(errors),
        }  # fmt: skip


def batch(url: str, rows: int) -> Row:
    began = time.perf_counter()
    answer = httpx2.post(
        f"{url}/api/batch",
        json={"document": _DOCUMENT, "rows": [{"word": str(row)} for row in range(rows)]},
        timeout=120,
    )
    answer.raise_for_status()
    batch_id = answer.json()["data"]["batchId"]
    took = time.perf_counter() - began
    httpx2.post(f"{url}/api/batch/{batch_id}/cancel", timeout=120)
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
    threads = Path(f"/proc/{process}/task").iterdir()
    return [child for thread in threads for child in (thread / "children").read_text().split()]


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--pause", type=float, default=0.5, help="seconds a client waits between requests, on average")
    parser.add_argument("--database", default="", help="postgresql://… instead of SQLite")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "working", asked.database)
        try:
            rows += [queue_to_start(server.url, 15), cancelling(server, 5)]
        finally:
            server.stop()
        server = Server(Path(folder) / "asked", asked.database, "--no-worker")
        try:
            rows += [*load(server.url, asked.clients, asked.seconds, asked.pause), batch(server.url, 1000)]
        finally:
            server.stop()
    for row in rows:
        print(
            json.dumps(row) if asked.json else "  ".join(f"{name}: {value}" for name, value in row.items()), flush=True
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
