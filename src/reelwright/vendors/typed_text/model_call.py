"""One request to one model by pydantic-ai. Imported when a call is made: it takes seconds to load."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any, cast

import httpx2
from pydantic_ai.direct import model_request
from pydantic_ai.exceptions import UserError
from pydantic_ai.messages import (
    ModelMessage,
    ModelMessagesTypeAdapter,
    ModelRequest,
    ModelResponse,
    TextPart,
    UserPromptPart,
    WebCitationSource,
)
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.output import OutputObjectDefinition
from pydantic_ai.settings import ModelSettings

from reelwright.errors import OutcomeUnknown, ProviderFailed
from reelwright.http.vendor import VendorHttp
from reelwright.providers.text import Source, TextRequest
from reelwright.providers.text_repair import Repair
from reelwright.vendors.typed_text.transport import VendorTransport

BuildModel = Callable[[httpx2.AsyncClient], Model]


@dataclass(frozen=True)
class ModelCall:
    """``build`` makes the model around the HTTP client it is given; ``settings`` are pydantic-ai's model settings."""

    http: VendorHttp
    build: BuildModel
    settings: dict[str, Any]

    def ask(self, request: TextRequest, repair: Repair | None) -> dict[str, Any]:
        """The answer as JSON: ``text``, ``finish``, ``refusal``, ``sources``, ``usage``, ``id``, and ``response``, whole.

        Raises what ``VendorHttp.call`` does, and ``OutcomeUnknown`` for an answer nobody can read.
        """
        transport = VendorTransport(self.http)
        title = self.http.title
        try:
            response = _finished(self._ask(transport, request, repair))
            usage = _usage(response)
            if not response.parts and not any(usage.values()):
                raise ValueError("it is empty")
            return _told(response, usage)
        except Exception as error:  # a door: SDKs raise what they like
            if transport.failure is not None:
                raise transport.failure from None
            if not transport.was_sent:
                kind = "settings" if isinstance(error, UserError) else type(error).__name__
                raise ProviderFailed(f"{title} cannot be asked ({kind}): {str(error)[:300]}") from error
            raise OutcomeUnknown(
                f"{title} answered something that cannot be read ({type(error).__name__})",
                hint="it may have been charged for; check the address",
            ) from error

    async def _ask(self, transport: VendorTransport, request: TextRequest, repair: Repair | None) -> ModelResponse:
        async with httpx2.AsyncClient(transport=transport, timeout=self.http.timeout_seconds) as client:
            model = self.build(client)
            parameters, instructions = _shape(model, request)
            messages = _messages(request, repair, instructions)
            settings = cast(ModelSettings, self.settings)  # each vendor's is a TypedDict of its own
            return await model_request(model, messages, model_settings=settings, model_request_parameters=parameters)


def _messages(request: TextRequest, repair: Repair | None, instructions: str) -> list[ModelMessage]:
    asked = UserPromptPart(request.content)
    if repair is None:
        return [ModelRequest(parts=[asked], instructions=instructions)]
    again = UserPromptPart(repair.words)
    if not repair.told.text.strip():  # vendors do not take empty turns
        return [ModelRequest(parts=[asked, again], instructions=instructions)]
    said = ModelMessagesTypeAdapter.validate_python([repair.told.raw])
    first, second = (ModelRequest(parts=[part], instructions=instructions) for part in (asked, again))
    return [first, *said, second]


def _finished(coroutine: Coroutine[Any, Any, ModelResponse]) -> ModelResponse:
    """Run it in a loop of its own; in a notebook, whose thread has one already, in a thread of its own."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _run(coroutine)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_run, coroutine).result()


def _run(coroutine: Coroutine[Any, Any, ModelResponse]) -> ModelResponse:
    loop = asyncio.new_event_loop()  # asyncio.run would hold Ctrl-C back until the answer is there
    try:
        return loop.run_until_complete(coroutine)
    finally:
        left = asyncio.all_tasks(loop)  # an SDK's own cleaning up
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.close()


def _shape(model: Model, request: TextRequest) -> tuple[ModelRequestParameters, str]:
    """How the schema is asked for: by the vendor's own structured output, or in words of models that have none."""
    if not request.schema:
        return ModelRequestParameters(), request.instructions
    if not model.profile.get("supports_json_schema_output", False):
        shape = json.dumps(request.schema, ensure_ascii=False)
        words = f"Answer with a JSON object alone, without a code fence, that fits this JSON Schema:\n{shape}"
        return ModelRequestParameters(), f"{request.instructions}\n\n{words}"
    shape = OutputObjectDefinition(json_schema=request.schema, name=request.schema_name)
    return ModelRequestParameters(output_mode="native", output_object=shape), request.instructions


def _told(response: ModelResponse, usage: dict[str, int]) -> dict[str, Any]:
    parts = [part for part in response.parts if isinstance(part, TextPart)]
    details = response.provider_details or {}
    return {
        "text": "".join(part.content for part in parts),
        "finish": response.finish_reason or "",
        "refusal": str(details.get("refusal") or ""),
        "sources": [asdict(source) for source in _sources(parts)],
        "usage": usage,
        "id": response.provider_response_id or "",
        "response": ModelMessagesTypeAdapter.dump_python([response], mode="json")[0],
    }


def _usage(response: ModelResponse) -> dict[str, int]:
    """In the units of prices; cached tokens are part of the input's."""
    usage = response.usage
    counts = {
        "input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens,
        "cache_read_tokens": usage.cache_read_tokens, "cache_write_tokens": usage.cache_write_tokens,
    }  # fmt: skip
    return {unit: count for unit, count in counts.items() if count or unit in ("input_tokens", "output_tokens")}


def _sources(parts: list[TextPart]) -> list[Source]:
    cited = [source for part in parts for citation in part.citations or () for source in citation.sources]
    pages = [source for source in cited if isinstance(source, WebCitationSource)]
    return list(dict.fromkeys(Source(page.title or page.url, page.url) for page in pages))
