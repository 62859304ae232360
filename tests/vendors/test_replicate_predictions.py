"""What Replicate tells of a prediction, whatever it looks like."""

from __future__ import annotations

from typing import Any

import pytest

from reelwright.errors import ProviderUnavailable
from reelwright.http.vendor import VendorHttp
from reelwright.vendors.replicate.predictions import Predictions
from tests.vendors.vendor_server import Reply, VendorServer


@pytest.mark.parametrize("told", [[], "succeeded", None, 3])
def test_an_answer_that_is_no_object_tells_nothing_and_is_asked_for_again(told: Any) -> None:
    with (
        VendorServer([("GET", "/predictions/p1", lambda asked: Reply(told))]) as server,
        pytest.raises(ProviderUnavailable, match="p1"),
    ):
        Predictions(VendorHttp("Replicate", server.url)).get("p1")


def test_an_unknown_state_is_work_that_goes_on_and_an_aborted_one_is_cancelled() -> None:
    states = iter(["thinking", "aborted"])
    with VendorServer([("GET", "/predictions/p1", lambda asked: Reply({"status": next(states)}))]) as server:
        work = Predictions(VendorHttp("Replicate", server.url))
        assert [work.get("p1").state for _ in range(2)] == ["processing", "canceled"]
