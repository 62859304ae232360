"""How each vendor of text is asked and answers, as it documents it: what the contract of the port is run over."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reelwright.app.providers.choosing import loaded
from reelwright.providers.access import Access
from reelwright.providers.manifest import Offer
from reelwright.vendors.anthropic.manifest import OFFERS as ANTHROPIC
from reelwright.vendors.google.manifest import OFFERS as GOOGLE
from reelwright.vendors.openai.manifest import OFFERS as OPENAI
from reelwright.vendors.openai_compatible.manifest import OFFERS as COMPATIBLE
from tests.vendors.vendor_server import Asked


@dataclass(frozen=True)
class Said:
    """What a model is to say. ``end`` is ``stop``, ``length`` or ``refused``; ``source`` a page (title, address) it cites."""

    text: str
    read: int = 10
    written: int = 5
    end: str = "stop"
    source: tuple[str, str] | None = None


@dataclass(frozen=True)
class Dialect:
    """``path`` is the charged call's; ``answer`` writes an answer as the vendor does, ``heard`` reads (instructions, messages,
    schema) out of a request; ``key`` is the header that carries the key."""

    offer: Offer
    path: str
    answer: Callable[[Said], Any]
    heard: Callable[[dict[str, Any]], tuple[str, list[str], dict[str, Any] | None]]
    key: tuple[str, str]
    options: tuple[tuple[str, str], ...]
    cites: bool = True
    no_such_model: Any = None

    @property
    def name(self) -> str:
        return self.offer.vendor.name

    def connect(self, access: Access) -> Any:
        return loaded(self.offer.connect)(access)


def _openai(said: Said) -> Any:
    cited = [
        {"type": "url_citation", "start_index": 0, "end_index": 4, "title": title, "url": url}
        for title, url in ([said.source] if said.source else [])
    ]
    refusal = {"type": "refusal", "refusal": said.text}
    content = refusal if said.end == "refused" else {"type": "output_text", "text": said.text, "annotations": cited}
    return {
        "id": "resp_1", "object": "response", "created_at": 1763000000, "model": "gpt-6.1-terra", "error": None,
        "status": "incomplete" if said.end == "length" else "completed", "parallel_tool_calls": True,
        "incomplete_details": {"reason": "max_output_tokens"} if said.end == "length" else None,
        "output": [
            {"id": "rs_1", "type": "reasoning", "summary": [], "encrypted_content": "abc"},
            {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": [content]},
        ],
        "tool_choice": "auto", "tools": [],
        "usage": {
            "input_tokens": said.read, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": said.written,
            "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": said.read + said.written,
        },
    }  # fmt: skip


def _openai_heard(body: dict[str, Any]) -> tuple[str, list[str], dict[str, Any] | None]:
    assert body["store"] is False
    assert body["stream"] is False
    shape = body.get("text", {}).get("format")
    assert shape is None or shape["type"] == "json_schema"
    messages = [row["content"] for row in body["input"] if row.get("type") != "reasoning"]
    texts = [content if isinstance(content, str) else content[0]["text"] for content in messages]
    return body["instructions"], texts, shape["schema"] if shape else None


def _anthropic(said: Said) -> Any:
    ends = {"stop": "end_turn", "length": "max_tokens", "refused": "refusal"}
    return {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-5-5",
        "content": [{"type": "text", "text": said.text}], "stop_reason": ends[said.end], "stop_sequence": None,
        "usage": {"input_tokens": said.read, "output_tokens": said.written},
    }  # fmt: skip


def _anthropic_heard(body: dict[str, Any]) -> tuple[str, list[str], dict[str, Any] | None]:
    assert body["max_tokens"] == 16000
    assert not body.get("stream")
    shape = body.get("output_config", {}).get("format")
    assert shape is None or shape["type"] == "json_schema"
    system = body["system"] if isinstance(body["system"], str) else body["system"][0]["text"]
    return system, [row["content"][0]["text"] for row in body["messages"]], shape["schema"] if shape else None


def _google(said: Said) -> Any:
    ends = {"stop": "STOP", "length": "MAX_TOKENS", "refused": "SAFETY"}
    candidate: dict[str, Any] = {"finishReason": ends[said.end], "index": 0}
    if said.end != "refused":
        candidate["content"] = {"role": "model", "parts": [{"text": said.text}]}
    if said.source:
        candidate["groundingMetadata"] = {
            "groundingChunks": [{"web": {"title": said.source[0], "uri": said.source[1]}}],
            "groundingSupports": [
                {"segment": {"startIndex": 0, "endIndex": 4, "text": said.text[:4]}, "groundingChunkIndices": [0]}
            ],
        }
    counts = {"promptTokenCount": said.read, "candidatesTokenCount": said.written, "totalTokenCount": 0}
    return {
        "candidates": [candidate],
        "usageMetadata": counts,
        "modelVersion": "gemini-3.8-flash",
        "responseId": "r1",
    }


def _google_heard(body: dict[str, Any]) -> tuple[str, list[str], dict[str, Any] | None]:
    shape = body["generationConfig"]
    assert ("responseJsonSchema" in shape) == (shape.get("responseMimeType") == "application/json")
    schema = shape.get("responseJsonSchema")
    texts = [row["parts"][0]["text"] for row in body["contents"]]
    if schema:
        schema = {name: value for name, value in schema.items() if name != "title"}
    return body["systemInstruction"]["parts"][0]["text"], texts, schema


def _compatible(said: Said) -> Any:
    message: dict[str, Any] = {"role": "assistant", "content": said.text}
    if said.source:
        title, url = said.source
        message["annotations"] = [{"type": "url_citation", "url_citation": {"url": url, "title": title}}]
    return {
        "id": "chat-1",
        "object": "chat.completion",
        "choices": [{"index": 0, "message": message, "finish_reason": said.end}],
        "usage": {"prompt_tokens": said.read, "completion_tokens": said.written},
    }


def _compatible_heard(body: dict[str, Any]) -> tuple[str, list[str], dict[str, Any] | None]:
    system, *others = body["messages"]
    assert system["role"] == "system"
    shape = body.get("response_format")
    return system["content"], [row["content"] for row in others], shape["json_schema"]["schema"] if shape else None


DIALECTS = (
    Dialect(
        OPENAI[0], "/responses", _openai, _openai_heard, ("authorization", "Bearer key-of-the-test"),
        (("text_model", "gpt-6.1-terra"),),
        no_such_model={"error": {"message": "The model `gone` does not exist", "code": "model_not_found"}},
    ),
    Dialect(
        ANTHROPIC[0], "/v1/messages", _anthropic, _anthropic_heard, ("authorization", "Bearer key-of-the-test"),
        (("text_model", "claude-sonnet-5-5"),), cites=False,
        no_such_model={"type": "error", "error": {"type": "not_found_error", "message": "model: gone"}},
    ),
    Dialect(
        GOOGLE[0], "/v1beta/models/.*:generateContent", _google, _google_heard, ("x-goog-api-key", "key-of-the-test"),
        (("text_model", "gemini-3.8-flash"),),
        no_such_model={"error": {"code": 404, "message": "models/gone is not found", "status": "NOT_FOUND"}},
    ),
    Dialect(
        COMPATIBLE[0], "/chat/completions", _compatible, _compatible_heard, ("authorization", "Bearer key-of-the-test"),
        (("text_model", "m"), ("text_price", "2/10")),
        no_such_model={"error": {"message": "model 'gone' not found, try pulling it first"}},
    ),
)  # fmt: skip


def body_of(asked: Asked) -> dict[str, Any]:
    """A charged request's body."""
    return json.loads(asked.body)
