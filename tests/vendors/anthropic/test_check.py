"""Whether a key is good, asked without spending."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelwright.errors import ProviderRefused
from reelwright.vendors.anthropic.check import check
from reelwright.vendors.anthropic.manifest import OFFERS
from tests.vendors.faults import access_to
from tests.vendors.vendor_server import Reply, VendorServer


def test_a_good_key_lists_models_and_a_bad_one_is_told(tmp_path: Path) -> None:
    with VendorServer([("GET", "/v1/models", lambda asked: Reply({"data": [], "has_more": False}))]) as server:
        access = access_to(server.url, OFFERS[0], tmp_path)
        assert check(access) == "the key is good"
        headers = server.asked[0].headers
        assert (headers["x-api-key"], headers["anthropic-version"]) == ("key-of-the-test", "2023-06-01")
        server.fault = Reply(
            {"type": "error", "error": {"type": "authentication_error", "message": "invalid x-api-key"}}, 401
        )
        with pytest.raises(ProviderRefused, match="invalid x-api-key") as caught:
            check(access)
        assert "REELWRIGHT_ANTHROPIC_API_KEY" in caught.value.hint
