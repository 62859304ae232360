"""Which request a job came from: kept with the job, so that logs and traces of its work lead back to it on any machine."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import structlog
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import NonRecordingSpan, SpanContext, Status, StatusCode, TraceFlags
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from reelwright.database.tables import Job

_tracer = trace.get_tracer("reelwright.jobs")
_W3C = TraceContextTextMapPropagator()


def present_origin() -> dict[str, str]:
    """``requestId`` and ``traceparent`` of the request that is being answered; nothing for work of the platform itself."""
    carrier: dict[str, str] = {}
    _W3C.inject(carrier)
    request = structlog.contextvars.get_contextvars().get("request_id")
    found = {"requestId": request, "traceparent": carrier.get("traceparent")}
    return {name: str(value) for name, value in found.items() if value}


def log_fields(job: Job) -> dict[str, str]:
    """What every line of the log about a job's work says besides."""
    request = (job.origin or {}).get("requestId")
    return {"job_id": str(job.id)} | ({"request_id": request} if request else {})


@contextmanager
def stage_span(job: Job, stage: str, attempt: int) -> Iterator[dict[str, Any]]:
    """A span around one stage. What is put in the dict that is given becomes attributes; an exception marks the span."""
    facts: dict[str, Any] = {"job.id": str(job.id), "job.kind": job.kind, "stage": stage, "attempt": attempt}
    with _tracer.start_as_current_span(f"stage {stage}", _context(job), attributes=facts) as span:
        more: dict[str, Any] = {}
        try:
            yield more
        finally:
            span.set_attributes(more)


def tell_job_span(job: Job) -> None:
    """The span of a job that just ended: from its start to its end, whoever worked on it in between."""
    if job.started_at is None or job.finished_at is None:
        return
    facts = {"job.id": str(job.id), "job.kind": job.kind, "job.status": job.status, "job.revision": job.revision}
    span = _tracer.start_span(
        f"job {job.kind}", _context(job), attributes=facts, start_time=_nanoseconds(job.started_at)
    )
    if job.status == "FAILED":
        span.set_status(Status(StatusCode.ERROR, str((job.error or {}).get("code", ""))))
    span.end(_nanoseconds(job.finished_at))


def _context(job: Job) -> Context:
    """That of the request; of work nobody asked for, a trace of its own named by the job's id."""
    told = (job.origin or {}).get("traceparent")
    if told:
        return _W3C.extract({"traceparent": told}, Context())
    parent = SpanContext(_trace_id(job.id), _trace_id(job.id) & (2**64 - 1), is_remote=True, trace_flags=TraceFlags(1))
    return trace.set_span_in_context(NonRecordingSpan(parent), Context())


def _trace_id(job_id: uuid.UUID) -> int:
    return job_id.int


def _nanoseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1e9)
