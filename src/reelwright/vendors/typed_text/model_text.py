"""The text port over a hosted model: each request to the vendor is one paid call."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reelwright.errors import ContentRefused, ProviderFailed
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.providers.payments import Call, Paid
from reelwright.providers.text import Source, TextAnswer, TextRequest
from reelwright.providers.text_repair import Repair, Told, answer_with

if TYPE_CHECKING:
    from reelwright.vendors.typed_text.model_call import BuildModel

_CHARACTERS_A_TOKEN = 3
_USUAL_ANSWER = 4000
"""Tokens of a script of a few minutes and of thinking about it: what an estimate takes for an answer."""


@dataclass(frozen=True)
class ModelText:
    """``build`` imports the vendor's SDK, so it is called only when a request is made. ``settings`` are pydantic-ai's model
    settings that the answer depends on; ``tag_header`` carries our name of the call, where the vendor keeps one for support."""

    access: Access
    http: VendorHttp
    build: Callable[[], BuildModel]
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    tag_header: str = ""

    @property
    def name(self) -> str:
        return self.access.name

    @property
    def model(self) -> str:
        return self.access.option("text_model")

    @property
    def version(self) -> str:
        return f"{self.name}#{self.model}"

    def generate(self, request: TextRequest) -> TextAnswer:
        return answer_with(self.model, request, lambda repair: self._ask(request, repair))

    def _ask(self, request: TextRequest, repair: Repair | None) -> Told:
        wish = {
            "model": self.model, "instructions": request.instructions, "content": request.content,
            "schema": request.schema, "schema_name": request.schema_name, **self.settings,
        }  # fmt: skip
        if request.attempt:
            wish["attempt"] = request.attempt
        if repair is not None:
            wish["repair"] = {"answer": repair.told.text, "words": repair.words}
        expected = {"input_tokens": len(json.dumps(wish)) // _CHARACTERS_A_TOKEN, "output_tokens": _USUAL_ANSWER}
        paid = self.access.pay("text", wish, expected, lambda call: self._perform(call, request, repair))
        return self._told(paid)

    def _perform(self, call: Call, request: TextRequest, repair: Repair | None) -> Paid:
        from reelwright.vendors.typed_text.model_call import ModelCall  # noqa: PLC0415  takes seconds to load

        tag = {"extra_headers": {self.tag_header: call.key}} if self.tag_header and call.key else {}
        answer = ModelCall(self.http, self.build(), {**self.settings, **tag}).ask(request, repair)
        if answer["finish"] == "error":
            raise ProviderFailed(f"{self.http.title} broke off: {answer['refusal'] or 'it gives no reason'}")
        return Paid(answer, usage=answer["usage"], provider_ref=answer["id"])

    def _told(self, paid: Paid) -> Told:
        answer, usage = paid.result, paid.result["usage"]
        if answer["finish"] == "content_filter":
            raise ContentRefused(
                f"{self.http.title} will not write this: {answer['refusal'] or 'it gives no reason'}",
                hint="change the words, or choose another provider",
            )
        sources = tuple(Source(row["title"], row["url"]) for row in answer["sources"])
        return Told(
            answer["text"], usage["input_tokens"], usage["output_tokens"], paid.cost_micros, sources,
            answer["finish"] == "length", answer["response"], paid.is_earlier,
        )  # fmt: skip
