"""Sending traces without secrets. Needs the extra ``opentelemetry``: imported when it is asked for."""
# pyright: reportMissingImports=false

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Event, ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Status, set_tracer_provider

import reelwright
from reelwright.app.redaction import GONE, is_secret_name, redact_text

_DROPPED = ("url.query",)


def send_traces(endpoint: str, service: str) -> TracerProvider:
    """Send spans (FastAPI's, and those of jobs) to a collector's base address (``http://host:4318``) or its full one (``…/v1/traces``)."""
    address = endpoint.rstrip("/")
    exporter = OTLPSpanExporter(address if address.endswith("/v1/traces") else f"{address}/v1/traces")
    told = Resource.create({"service.name": service, "service.version": reelwright.__version__})
    provider = TracerProvider(resource=told)
    provider.add_span_processor(BatchSpanProcessor(ScrubbingExporter(exporter)))
    set_tracer_provider(provider)
    return provider


class ScrubbingExporter(SpanExporter):
    """Hands spans on without query strings and secrets in names, attributes, events and statuses."""

    def __init__(self, inner: SpanExporter) -> None:
        self._inner = inner

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        return self._inner.export([_scrubbed(span) for span in spans])

    def shutdown(self) -> None:
        self._inner.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self._inner.force_flush(timeout_millis)


def _scrubbed(span: ReadableSpan) -> ReadableSpan:
    events = [Event(redact_text(each.name), _attributes(each.attributes), each.timestamp) for each in span.events]
    return ReadableSpan(
        name=redact_text(span.name), context=span.context, parent=span.parent, resource=span.resource,
        attributes=_attributes(span.attributes), events=events, links=span.links, kind=span.kind,
        status=Status(span.status.status_code, redact_text(span.status.description) if span.status.description else None),
        start_time=span.start_time, end_time=span.end_time, instrumentation_scope=span.instrumentation_scope,
    )  # fmt: skip


def _attributes(attributes: Any) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in (attributes or {}).items() if name not in _DROPPED}


def _value(name: str, value: Any) -> Any:
    if is_secret_name(name):
        return GONE
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, tuple | list):
        return [redact_text(each) if isinstance(each, str) else each for each in value]
    return value
