"""One message over HTTP: sent once, without redirects, and as much of the answer read as is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

import httpx2

from reelwright.errors import ReelwrightError

SECONDS = 10.0
"""For one message, from the look-up of the host to the end of the answer."""
MOST_BYTES = 65_536
"""Read of an answer's body."""


class NotSent(ReelwrightError):
    """The receiver did not answer: see that its server runs and can be reached."""

    code = "FETCH_FAILED"


@dataclass(frozen=True)
class Answer:
    status: int
    text: str = ""


class Send(Protocol):
    """Posts a body to an address; called from several threads at once.

    Ends within about ``SECONDS``, follows no redirect, reads at most ``MOST_BYTES``. Raises a ``ReelwrightError`` when there
    is no answer, or the address may not be asked.
    """

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer: ...


def sender_over(client: httpx2.Client) -> Send:
    """Messages go through ``client``, which decides what addresses may be reached, and ends what takes too long."""

    def send(url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        deadline = monotonic() + SECONDS
        try:
            with client.stream(
                "POST", url, headers=dict(headers), content=body, timeout=SECONDS, follow_redirects=False
            ) as response:
                return Answer(response.status_code, _beginning(response, deadline))
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise NotSent(_reason(error)) from None

    return send


def _beginning(response: httpx2.Response, deadline: float) -> str:
    """What came of the body; the status alone decides, so a body that breaks off or drips is no failure."""
    read = bytearray()
    try:
        for chunk in response.iter_raw():
            read += chunk
            if len(read) >= MOST_BYTES or monotonic() > deadline:
                break
    except httpx2.HTTPError:
        pass
    return bytes(read[:MOST_BYTES]).decode("utf-8", "replace")


def _reason(error: Exception) -> str:
    if isinstance(error, httpx2.TimeoutException):
        return f"no answer within {SECONDS:g} seconds"
    if isinstance(error, httpx2.ConnectError):
        return f"no connection: {str(error)[:200]}"
    return f"the connection failed: {str(error)[:200] or type(error).__name__}"
