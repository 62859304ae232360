"""Text generation over plain HTTP: POST /chat/completions with a JSON Schema to answer in, and one round of repair."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from reelwright.errors import OutcomeUnknown
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.providers.payments import Call, Paid
from reelwright.providers.text import Source, TextAnswer, TextRequest
from reelwright.providers.text_repair import Repair, Told, answer_with
from reelwright.vendors.openai_compatible.manifest import VENDOR
from reelwright.vendors.openai_compatible.text_price import price_of

_USUAL_ANSWER = 2000
"""Tokens of a script of a few minutes: what an estimate takes for an answer."""
_TITLE = "the text model"


@dataclass(frozen=True)
class OpenAICompatibleText:
    """One model behind one address."""

    access: Access
    http: VendorHttp

    @property
    def name(self) -> str:
        return self.access.name

    @property
    def model(self) -> str:
        return self.access.option("text_model")

    @property
    def version(self) -> str:
        return f"{self.access.option('base_url')}#{self.model}"

    def generate(self, request: TextRequest) -> TextAnswer:
        return answer_with(self.model, request, lambda repair: self._ask(request, repair))

    def _ask(self, request: TextRequest, repair: Repair | None) -> Told:
        body: dict[str, Any] = {"model": self.model, "messages": _messages(request, repair)}
        if request.schema:
            shape = {"name": request.schema_name, "schema": request.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": shape}
        expected = {"input_tokens": len(json.dumps(body)) // 3, "output_tokens": _USUAL_ANSWER}
        again = {"attempt": request.attempt} if request.attempt else {}
        paid = self.access.pay(
            "chat", body | again, expected, lambda call: self._perform(call, body), is_idempotent=self._is_repeatable
        )
        return _told(paid)

    def _perform(self, call: Call, body: dict[str, Any]) -> Paid:
        headers = {"Idempotency-Key": call.key} if call.key else {}
        answer = self.http.json("POST", "chat/completions", json=body, headers=headers)
        if _message(answer) is None:
            raise OutcomeUnknown(
                f"{_TITLE}'s answer holds no message",
                hint=f"check {VENDOR.variable('base_url')}; it usually ends in /v1",
            )
        read, written = _tokens(answer)
        return Paid(
            answer, usage={"input_tokens": read, "output_tokens": written}, provider_ref=str(answer.get("id", ""))
        )

    @property
    def _is_repeatable(self) -> bool:
        """It says so, or it is a server on this machine that no price is set for."""
        if self.access.option("idempotent") not in ("", "0"):
            return True
        is_here = urlsplit(self.access.option("base_url")).hostname in ("127.0.0.1", "localhost", "::1")
        return is_here and not self.access.option("text_price") and not self.access.prices


def connect(access: Access) -> OpenAICompatibleText:
    """See ``providers.manifest.Offer``."""
    if price := access.option("text_price"):
        price_of(price)  # a price that is none is told at the start
    key = access.option("api_key")
    http = VendorHttp(
        _TITLE,
        access.option("base_url"),
        {"Authorization": f"Bearer {key}"} if key else {},
        timeout_seconds=access.number("text_timeout"),
        total_seconds=access.number("text_deadline"),
        key_hint="set REELWRIGHT_TEXT_API_KEY to a key that may use this model",
        missing_hint="check REELWRIGHT_TEXT_MODEL, which the server may not have (any more), and REELWRIGHT_TEXT_BASE_URL",
    )
    return OpenAICompatibleText(access, http)


def _messages(request: TextRequest, repair: Repair | None) -> list[dict[str, str]]:
    messages = [{"role": "system", "content": request.instructions}, {"role": "user", "content": request.content}]
    if repair is not None:
        messages += [{"role": "assistant", "content": repair.told.text}, {"role": "user", "content": repair.words}]
    return messages


def _told(paid: Paid) -> Told:
    answer = paid.result
    message = _message(answer) or {}
    content = message.get("content")
    was_cut = answer["choices"][0].get("finish_reason") == "length"
    text = content if isinstance(content, str) else ""
    return Told(
        text, *_tokens(answer), paid.cost_micros, _sources(answer, message), was_cut, is_earlier=paid.is_earlier
    )


def _message(answer: Any) -> dict[str, Any] | None:
    try:
        message = answer["choices"][0]["message"]
    except (KeyError, IndexError, TypeError):
        return None
    return message if isinstance(message, dict) else None


def _tokens(answer: dict[str, Any]) -> tuple[int, int]:
    usage = answer.get("usage")
    counts = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")] if isinstance(usage, dict) else [0, 0]
    read, written = (count if isinstance(count, int) else 0 for count in counts)
    return read, written


def _sources(answer: dict[str, Any], message: dict[str, Any]) -> tuple[Source, ...]:
    """From ``url_citation`` annotations (OpenAI, OpenRouter), or ``search_results`` and ``citations`` (Perplexity)."""
    annotations, results = message.get("annotations"), answer.get("search_results") or answer.get("citations")
    rows = (
        [row.get("url_citation") for row in annotations if isinstance(row, dict)]
        if isinstance(annotations, list)
        else []
    )
    rows += [row if isinstance(row, dict) else {"url": row} for row in results] if isinstance(results, list) else []
    pages = [row for row in rows if isinstance(row, dict) and isinstance(row.get("url"), str)]
    return tuple(dict.fromkeys(Source(str(row.get("title") or row["url"]), row["url"]) for row in pages))
