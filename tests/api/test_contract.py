"""The API keeps the contract it publishes: generated requests to every operation, good and bad."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from reelwright.api.application import create_application
from reelwright.app.opening import open_platform
from reelwright.app.server_settings import read_server_settings

_CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance, response_schema_conformance,
]  # fmt: skip
_PARTS = 4
"""So that the processes of a test run can share the work."""


@pytest.fixture(scope="module")
def api_schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    folder: Path = tmp_path_factory.mktemp("contract")
    told = {"REELWRIGHT_DATA": str(folder), "REELWRIGHT_REQUESTS_PER_MINUTE": "0"}
    platform = open_platform(read_server_settings(told))
    application = create_application(platform)
    yield schemathesis.openapi.from_asgi("/api/openapi.json", application, headers={"Host": "127.0.0.1:8787"})
    platform.close()


@pytest.mark.parametrize("part", range(_PARTS))
def test_every_operation_answers_as_its_schema_says(api_schema: schemathesis.BaseSchema, part: int) -> None:
    broken: list[str] = []
    for found in list(api_schema.get_all_operations())[part::_PARTS]:
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.generate),
        )
        def hold(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=_CHECKS, headers={"Host": "127.0.0.1:8787"}, timeout=120)

        try:
            hold()
        except (Exception, BaseExceptionGroup) as error:
            broken.append(f"{operation.label}: {error}"[:900])
    assert not broken, "\n\n".join(broken)
