"""A text model's server on loopback, speaking the OpenAI chat protocol, that answers what a test has it say."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.vendors.vendor_server import Asked, Reply, VendorServer

Answer = Callable[[list[dict[str, str]]], dict[str, Any]]
"""The JSON a model answers with, for the messages it got."""


def text_model(answer: Answer) -> VendorServer:
    """Enter it, and set ``REELWRIGHT_TEXT_BASE_URL`` to its ``url`` with ``/v1``."""

    def chat(asked: Asked) -> Reply:
        body = asked.json()
        message = {"role": "assistant", "content": json.dumps(answer(body["messages"]))}
        usage = {"prompt_tokens": 100, "completion_tokens": 50}
        return Reply(
            {"id": "chat-1", "choices": [{"index": 0, "message": message, "finish_reason": "stop"}], "usage": usage}
        )

    return VendorServer([("POST", "/v1/chat/completions", chat)])
