"""The wire under a vendor's SDK: one request goes through our own HTTP, so that it fails as every other call does."""

from __future__ import annotations

import httpx2

from reelwright.errors import ProviderFailed
from reelwright.http.vendor import MOST_JSON, VendorHttp

_SENT = frozenset(
    {
        "accept", "content-type", "authorization", "x-api-key", "x-goog-api-key", "anthropic-version", "anthropic-beta",
        "openai-beta", "x-client-request-id",
    }
)  # fmt: skip
"""The headers of the protocols. What SDKs tell beside them (this machine's system, settings found in its environment) is not sent."""


class VendorTransport(httpx2.AsyncBaseTransport):
    """Sends once, reads the whole answer, bounded. ``failure`` is why it did not come; SDKs wrap it beyond recognition.

    It blocks its event loop, which is made for this one request.
    """

    def __init__(self, http: VendorHttp) -> None:
        self.failure: ProviderFailed | None = None
        self.was_sent = False
        self._http = http

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if self.was_sent:
            self.failure = ProviderFailed(f"{self._http.title} was to be asked twice in one call")
            raise self.failure
        self.was_sent = True
        headers = {name: value for name, value in request.headers.items() if name.lower() in _SENT}
        content = await request.aread()
        try:
            answer = self._http.call(
                request.method, str(request.url), most_bytes=MOST_JSON, content=content, headers=headers
            )
        except ProviderFailed as error:
            self.failure = error
            raise
        kept = {"content-type": answer.headers.get("content-type", "application/json")}
        return httpx2.Response(answer.status, headers=kept, content=answer.content, request=request)
