"""OpenTimelineIO's objects as JSON."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from reelwright.timeline.interchange.otio.node import SPACE
from reelwright.timeline.interchange.otio.times import rational_time, time_range

Json = dict[str, Any]


def timeline(name: str, stack: Json, kept: Json, fps: Fraction) -> Json:
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {SPACE: kept},
        "name": name,
        "global_start_time": rational_time(0, fps),
        "tracks": stack,
    }


def stack(name: str, children: list[Json], source_range: Json | None, kept: Json, markers: list[Json]) -> Json:
    return _item("Stack.1", name, source_range, kept) | {"markers": markers, "children": children}


def track(name: str, kind: str, children: list[Json], kept: Json) -> Json:
    return _item("Track.1", name, None, kept) | {"kind": kind, "children": children}


def clip(name: str, source_range: Json, reference: Json, scalar: float, kept: Json) -> Json:
    found = _item("Clip.2", name, source_range, kept)
    return found | {
        "effects": warps(scalar),
        "media_references": {"DEFAULT_MEDIA": reference},
        "active_media_reference_key": "DEFAULT_MEDIA",
    }


def gap(frames: int, fps: Fraction) -> Json:
    return _item("Gap.1", "", time_range(0, frames, fps), {})


def transition(name: str, kind: str, lead: int, tail: int, fps: Fraction, kept: Json) -> Json:
    return {
        "OTIO_SCHEMA": "Transition.1",
        "metadata": {SPACE: kept},
        "name": name,
        "in_offset": rational_time(lead, fps),
        "out_offset": rational_time(tail, fps),
        "transition_type": kind,
    }


def external_reference(url: str, available_range: Json | None) -> Json:
    return _reference("ExternalReference.1", "", available_range) | {"target_url": url}


def generator_reference(kind: str, available_range: Json, parameters: Json) -> Json:
    return _reference("GeneratorReference.1", kind, available_range) | {
        "generator_kind": kind,
        "parameters": parameters,
    }


def warps(scalar: float) -> list[Json]:
    """The effects that change the speed; of a still, that hold it."""
    if scalar == 1:
        return []
    name = "FreezeFrame" if scalar == 0 else "LinearTimeWarp"
    return [
        {
            "OTIO_SCHEMA": f"{name}.1",
            "metadata": {},
            "name": "",
            "effect_name": name,
            "enabled": True,
            "time_scalar": scalar,
        }
    ]


def _item(schema: str, name: str, source_range: Json | None, kept: Json) -> Json:
    return {
        "OTIO_SCHEMA": schema, "metadata": {SPACE: kept} if kept else {}, "name": name, "source_range": source_range, "effects": [],
        "markers": [], "enabled": True,
    }  # fmt: skip


def _reference(schema: str, name: str, available_range: Json | None) -> Json:
    return {
        "OTIO_SCHEMA": schema, "metadata": {}, "name": name, "available_range": available_range, "available_image_bounds": None,
    }  # fmt: skip
