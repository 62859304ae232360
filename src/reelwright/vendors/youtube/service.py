"""Google's client of the YouTube Data API, set up so that every request carries a fresh token and is counted to the quota."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx2

from reelwright.errors import ProviderNeeded, ProviderUnavailable, QuotaExceeded
from reelwright.http.client import provider_client
from reelwright.vendors.youtube.costs import COSTS
from reelwright.vendors.youtube.refusals import refusal

USUAL_ADDRESS = "https://youtube.googleapis.com/"
_TIMEOUT_SECONDS = 60
_MOST_ANSWER = 8_000_000


class Tokens(Protocol):
    """Where access tokens come from."""

    def token(self) -> str:
        """One that should be good. Raises ``ProviderRefused`` when the channel must be connected anew."""
        ...

    def renewed(self, stale: str) -> str:
        """One in place of ``stale``, which was refused."""
        ...


class Meter(Protocol):
    """Counts what the server's Google project uses of its quota."""

    def spend(self, bucket: str, amount: int) -> None:
        """Raises ``QuotaExceeded`` before a call that does not fit into the day."""
        ...

    def used_up(self, bucket: str) -> None:
        """Google says that nothing is left, whatever was counted here."""
        ...


@dataclass
class Youtube:
    """One channel's door. ``address`` is the API's root when it is not the usual one."""

    tokens: Tokens
    meter: Meter
    address: str = ""
    http: Any = field(init=False, repr=False)
    service: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.http = BearerHttp(self.tokens)
        self.service = open_service(self.address, self.http)

    def call(self, operation: str, request: Any) -> dict[str, Any]:
        """The answer of a request. Raises the ``ProviderFailed`` that fits, ``NotFound`` and ``QuotaExceeded``."""
        self.spend(operation)
        from googleapiclient.errors import HttpError  # noqa: PLC0415

        for is_last in (False, True):
            try:
                return request.execute(num_retries=0) or {}
            except HttpError as error:
                raise self.refused(operation, error) from None
            except httpx2.HTTPError as error:
                if (
                    is_last or request.method != "GET"
                ):  # a line that lay idle may have been closed: asking again changes nothing
                    raise unreachable(error) from None
        raise AssertionError("the second try returns or raises")

    def spend(self, operation: str) -> None:
        self.meter.spend(*COSTS[operation])

    def refused(self, operation: str, error: Any) -> Exception:
        """What Google's refusal means; a used-up quota is written down."""
        found = refusal(error.resp.status, error.content, error.resp)
        if isinstance(found, QuotaExceeded) and found.pointer == "project":
            found.pointer = None
            self.meter.used_up(COSTS[operation][0])
        return found


class BearerHttp:
    """What Google's client sends its requests by, in place of httplib2, which sends what broke off again by itself: bytes that
    may be there already, entries that may be made already. A token that is refused is renewed once."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._client = provider_client(timeout_seconds=_TIMEOUT_SECONDS)

    def request(
        self, uri: str, method: str = "GET", body: str | bytes | None = None, headers: Any = None, **_: Any
    ) -> tuple[Any, bytes]:
        """The answer in httplib2's form. Raises ``httpx2.HTTPError``."""
        token = self._tokens.token()
        response, content = self._sent(method, uri, body, headers, token)
        if response.status == 401:
            response, content = self._sent(method, uri, body, headers, self._tokens.renewed(token))
        return response, content

    def close(self) -> None:
        self._client.close()

    def _sent(self, method: str, uri: str, body: Any, headers: Any, token: str) -> tuple[Any, bytes]:
        from httplib2 import Response  # noqa: PLC0415  comes with Google's client

        told = {name.lower(): value for name, value in (headers or {}).items()}
        told |= {"authorization": f"Bearer {token}", "accept-encoding": "gzip"}
        content = body.encode() if isinstance(body, str) else body
        with self._client.stream(method, uri, content=content, headers=told) as answer:
            parts, size = [], 0
            for part in answer.iter_bytes():
                size += len(part)
                if size > _MOST_ANSWER:
                    raise httpx2.ReadError("the answer is too large")
                parts.append(part)
        response = Response({**dict(answer.headers), "status": str(answer.status_code)})
        response.reason = answer.reason_phrase
        return response, b"".join(parts)


def open_service(address: str, http: Any) -> Any:
    """The API's methods. The description of it comes with the package: nothing is fetched. Raises ``ProviderNeeded``.

    Another address is written into the description itself: of an address given as an option, uploads keep ``https``.
    """
    try:
        from googleapiclient.discovery import build_from_document  # noqa: PLC0415  a second
        from googleapiclient.discovery_cache import get_static_doc  # noqa: PLC0415
    except ImportError:
        raise _missing() from None
    description = json.loads(get_static_doc("youtube", "v3") or "{}")
    if address:
        root = address.rstrip("/") + "/"
        description |= {"rootUrl": root, "baseUrl": root + description.get("servicePath", "")}
        description.pop("mtlsRootUrl", None)
    return build_from_document(description, http=http)


def unreachable(error: Exception) -> ProviderUnavailable:
    return ProviderUnavailable(
        f"YouTube cannot be reached ({type(error).__name__})", hint="check the network, or try later"
    )


def _with(headers: Any, token: str) -> dict[str, str]:
    return {**(headers or {}), "authorization": f"Bearer {token}"}


def _missing() -> ProviderNeeded:
    return ProviderNeeded("YouTube needs another package", hint="pip install 'reelwright[youtube]'")
