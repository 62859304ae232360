"""The path of a request as its route declares it: names of parameters instead of their values."""

from __future__ import annotations

from starlette.types import Scope

UNMATCHED = "(unmatched)"


def route_template(scope: Scope) -> str:
    """``/api/jobs/{job_id}``, once the request was routed. Values may be secrets or endless in number; templates are neither."""
    route = scope.get("route")
    return getattr(route, "path_format", None) or getattr(route, "path", None) or UNMATCHED
