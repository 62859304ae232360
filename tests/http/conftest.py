from collections.abc import Iterator

import pytest

from tests.http.servers import LoopbackServer, serving


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with serving(LoopbackServer()) as server:
        yield server
