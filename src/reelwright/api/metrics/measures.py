"""All numbers of a process, gathered when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

import structlog
from prometheus_client import CollectorRegistry, Gauge, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.exposition import choose_encoder

import reelwright
from reelwright.api.live.desk import Desk
from reelwright.api.metrics.business import BusinessMeasures
from reelwright.api.metrics.jobs import JobMeasures
from reelwright.api.metrics.present import PresentMeasures
from reelwright.api.metrics.providers import ProviderMeasures
from reelwright.app.platform import Platform

log = structlog.get_logger(__name__)
_HTTP_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Measures:
    """Two askers at a time wait for each other."""

    def __init__(self, platform: Platform) -> None:
        self._lock = Lock()
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        self.http_seconds = Histogram(
            "reelwright_http_request_duration_seconds",
            "Until an answer begins, of this process.",
            ["method", "route", "status"],
            buckets=_HTTP_SECONDS,
            registry=registry,
        )
        self._sockets = Gauge("reelwright_websockets_open", "Open sockets of this process.", registry=registry)
        self._streams = Gauge("reelwright_event_streams_open", "Open event streams of this process.", registry=registry)
        self._is_known = Gauge(
            "reelwright_scrape_success",
            "1 when a part's numbers could be gathered; at 0 they are old.",
            ["part"],
            registry=registry,
        )
        info = Gauge("reelwright_build_info", "The version at work.", ["version"], registry=registry)
        info.labels(reelwright.__version__).set(1)
        present = PresentMeasures(platform, registry)
        self._parts: dict[str, Callable[[], None]] = {
            "jobs": present.look_at_jobs,
            "queues": present.look_at_queues,
            "storage": present.look_at_storage,
            "events": JobMeasures(platform.database, registry).look,
            "business": BusinessMeasures(platform, registry).look,
            "providers": ProviderMeasures(platform.database, registry).look,
        }

    def told(self, desk: Desk, accept: str) -> tuple[bytes, str]:
        """Everything in the format that ``accept`` (the header) prefers, and its media type."""
        with self._lock:
            for name, look in self._parts.items():
                self._is_known.labels(name).set(self._could(name, look))
            self._sockets.set(desk.count("sockets"))
            self._streams.set(desk.count("streams"))
            encode, media_type = choose_encoder(accept)
            return encode(self._registry), media_type

    def _could(self, name: str, look: Callable[[], None]) -> bool:
        try:
            look()
        except Exception as error:  # a door: what can be told must be told, above all while something is broken
            log.error("scrape_failed", part=name, exc_info=error)
            return False
        return True
