"""The table of routes as a whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from fastapi.routing import APIRoute

from reelwright.api.application import create_application
from reelwright.app.opening import open_platform
from reelwright.app.server_settings import read_server_settings


def _routes(within: Iterable[Any]) -> Iterator[APIRoute]:
    for each in within:
        if isinstance(each, APIRoute):
            yield each
        elif hasattr(each, "original_router"):  # how FastAPI keeps what was included
            yield from _routes(each.original_router.routes)


def test_no_two_routes_answer_the_same(tmp_path: Path) -> None:
    platform = open_platform(read_server_settings({"REELWRIGHT_DATA": str(tmp_path)}))
    routes = list(_routes(create_application(platform).routes))
    ours = [route for route in routes if route.path.startswith("/api/")]  # the facade is mounted once for each stage
    asked = Counter((method, re.sub(r"{[^}]*}", "{}", route.path)) for route in ours for method in route.methods)
    assert len(ours) > 150
    assert [each for each, count in asked.items() if count > 1] == []
    platform.close()
