"""A job's work leads back to the request that asked for it: in traces, and in the log of its child processes."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.collector import collector, plain
from tests.served import served

_DOCUMENT = {
    "version": 1,
    "canvas": {"width": 64, "height": 64, "fps": 10},
    "tracks": [{"clips": [{"type": "text", "text": "hello", "start": 0, "duration": 0.5}]}],
}


def test_spans_and_log_lines_of_a_job_name_its_request(tmp_path: Path) -> None:
    requests = pytest.importorskip("opentelemetry.proto.collector.trace.v1.trace_service_pb2")
    with collector() as (address, came):
        options = {"OTLP_ENDPOINT": f"http://{address}", "LOG_FORMAT": "json", "WORKER_SLOTS": "1"}
        with served(tmp_path / "data", **options) as url:
            told = httpx2.post(
                f"{url}/api/video/generate", json={"document": _DOCUMENT}, headers={"X-Request-Id": "the-request"}
            ).json()["data"]
            while (job := httpx2.get(f"{url}/api/jobs/{told['jobId']}").json()["data"])["finishedAt"] is None:
                time.sleep(0.2)
            assert job["status"] == "COMPLETED", job
    spans: list[Any] = []
    for _, body in came:
        told_spans = requests.ExportTraceServiceRequest.FromString(plain(body))
        spans += [each for one in told_spans.resource_spans for scope in one.scope_spans for each in scope.spans]
    (asked,) = [span for span in spans if "POST" in span.name and "/api/video/generate" in span.name]
    trace = [span for span in spans if span.trace_id == asked.trace_id]
    names = [span.name for span in trace]
    assert "job render" in names
    assert "stage render" in names
    of_job = next(span for span in trace if span.name == "job render")
    assert {each.key: each.value.string_value for each in of_job.attributes}["job.status"] == "COMPLETED"
    for span in trace:
        if span.name.startswith(("job ", "stage ")):
            assert ("job.id", told["jobId"]) in {(each.key, each.value.string_value) for each in span.attributes}
            assert of_job.end_time_unix_nano >= span.start_time_unix_nano >= asked.start_time_unix_nano
    lines = [json.loads(line) for line in (tmp_path / "data.log").read_text().splitlines() if line.startswith("{")]
    (done,) = [line for line in lines if line["event"] == "stage_done" and line["stage"] == "render"]
    assert (done["job_id"], done["request_id"], done["attempt"]) == (told["jobId"], "the-request", 1)
    assert done["logger"].endswith("stage_child") or done["logger"] == "__main__"
