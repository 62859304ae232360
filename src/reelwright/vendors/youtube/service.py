"""Google's client of the YouTube Data API, set up so that every request carries a fresh token and is counted to the quota."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Protocol

from reelwright.errors import ProviderNeeded, ProviderUnavailable, QuotaExceeded
from reelwright.vendors.youtube.costs import COSTS
from reelwright.vendors.youtube.refusals import refusal

USUAL_ADDRESS = "https://youtube.googleapis.com/"
_TIMEOUT_SECONDS = 60
TROUBLES = (OSError, EOFError)
"""What a broken connection raises, beside ``httplib2.HttpLib2Error`` and ``http.client.HTTPException``."""


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
        self.http = bearer_http(self.tokens)
        self.service = open_service(self.address, self.http)

    def call(self, operation: str, request: Any) -> dict[str, Any]:
        """The answer of a request. Raises the ``ProviderFailed`` that fits, ``NotFound`` and ``QuotaExceeded``."""
        self.spend(operation)
        from googleapiclient.errors import HttpError  # noqa: PLC0415

        try:
            return request.execute(num_retries=0) or {}
        except HttpError as error:
            raise self.refused(operation, error) from None
        except troubles() as error:
            raise unreachable(error) from None

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
    """An ``httplib2.Http`` whose requests carry an access token; one that is refused is renewed once."""

    def __init__(self, http: Any, tokens: Tokens) -> None:
        self._http = http
        self._tokens = tokens

    def request(
        self, uri: str, method: str = "GET", body: Any = None, headers: Any = None, **more: Any
    ) -> tuple[Any, bytes]:
        """As httplib2's; ``body`` is bytes or text, so that it can be sent again."""
        token = self._tokens.token()
        response, content = self._http.request(uri, method, body, _with(headers, token), **more)
        if response.status == 401:
            token = self._tokens.renewed(token)
            response, content = self._http.request(uri, method, body, _with(headers, token), **more)
        return response, content

    def close(self) -> None:
        self._http.close()


def bearer_http(tokens: Tokens) -> BearerHttp:
    """Raises ``ProviderNeeded`` without Google's package."""
    try:
        import httplib2  # noqa: PLC0415  comes with an extra
    except ImportError:
        raise _missing() from None
    http = httplib2.Http(timeout=_TIMEOUT_SECONDS)
    http.follow_redirects = False  # 308 is YouTube's word for "go on uploading", and the token is for Google alone
    return BearerHttp(http, tokens)


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


def troubles() -> tuple[type[Exception], ...]:
    """What a broken connection raises."""
    from http.client import HTTPException  # noqa: PLC0415

    from httplib2 import HttpLib2Error  # noqa: PLC0415

    return (*TROUBLES, HTTPException, HttpLib2Error)


def unreachable(error: Exception) -> ProviderUnavailable:
    return ProviderUnavailable(
        f"YouTube cannot be reached ({type(error).__name__})", hint="check the network, or try later"
    )


def _with(headers: Any, token: str) -> dict[str, str]:
    return {**(headers or {}), "authorization": f"Bearer {token}"}


def _missing() -> ProviderNeeded:
    return ProviderNeeded("YouTube needs another package", hint="pip install 'reelwright[youtube]'")
