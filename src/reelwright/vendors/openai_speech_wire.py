"""POST /audio/speech, as OpenAI and the servers that follow it speak it."""

from __future__ import annotations

from typing import Any

from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.providers.payments import Call, Paid
from reelwright.vendors.hosted_speech import Take, heard, sent_sound

_MOST_BYTES = 64_000_000


def say_with(access: Access, http: VendorHttp, body: dict[str, Any], *, is_repeatable: bool = False) -> Take:
    """One call; ``body["input"]`` is the text. The answer may be in any sound format."""
    count = len(body["input"])

    def perform(call: Call) -> Paid:
        headers = {"Idempotency-Key": call.key} if call.key else {}
        answer = http.call("POST", "audio/speech", json=body, headers=headers, most_bytes=_MOST_BYTES)
        heard(answer.content, http.title)
        name = access.shelf.put(answer.content, f".{body['response_format']}")
        return Paid({"files": [name]}, usage={"characters": count}, provider_ref=answer.headers.get("x-request-id", ""))

    paid = access.pay("speech", body, {"characters": count}, perform, is_idempotent=is_repeatable or None)
    return Take(*sent_sound(paid, access))
