"""Text generation over plain HTTP: POST /chat/completions with a JSON Schema to answer in, and one round of repair."""

from __future__ import annotations

import json
from typing import Any

import httpx2

from reelwright.errors import OutcomeUnknown, ProviderFailed
from reelwright.http.client import provider_client
from reelwright.providers.access import Access
from reelwright.providers.payments import Call, NoBooks, Paid, PaidWish, Payments
from reelwright.providers.text import TextAnswer, TextRequest
from reelwright.vendors.openai_compatible.settings import OpenAICompatibleSettings

_MOST_BYTES = 4_000_000
_USUAL_ANSWER = 2000
"""Tokens of a script of a few minutes: what an estimate takes for an answer."""


class OpenAICompatibleText:
    """One model behind one address."""

    name = "openai-compatible"

    def __init__(self, settings: OpenAICompatibleSettings, payments: Payments | None = None) -> None:
        self._settings = settings
        self._payments = payments or NoBooks()

    @property
    def version(self) -> str:
        return f"{self._settings.base_url}#{self._settings.model}"

    def generate(self, request: TextRequest) -> TextAnswer:
        messages = [{"role": "system", "content": request.instructions}, {"role": "user", "content": request.content}]
        answer = self._ask(messages, request)
        text, spent = _content(answer), _tokens(answer)
        data = _object(text)
        if data is None:
            repair = "That was not a JSON object of the asked shape. Answer again with the JSON object alone."
            answer = self._ask(
                [*messages, {"role": "assistant", "content": text}, {"role": "user", "content": repair}], request
            )
            again = _tokens(answer)
            data, spent = _object(_content(answer)), (spent[0] + again[0], spent[1] + again[1])
        if data is None:
            raise ProviderFailed(f"the model {self._settings.model} did not answer in JSON", hint="try a larger model")
        return TextAnswer(data, *spent)

    def _ask(self, messages: list[dict[str, str]], request: TextRequest) -> dict[str, Any]:
        shape = {"type": "json_schema", "json_schema": {"name": request.schema_name, "schema": request.schema}}
        body = {"model": self._settings.model, "messages": messages, "response_format": shape}
        wish = PaidWish(
            self.name, "chat", {"at": self._settings.base_url} | body, self._price(len(json.dumps(body)) // 3, _USUAL_ANSWER),
            self._settings.is_idempotent,
        )  # fmt: skip

        def perform(call: Call) -> Paid:
            answer = self._post(body, call.key)
            read, written = _tokens(answer)
            usage = {"input_tokens": read, "output_tokens": written}
            return Paid(answer, self._price(read, written), usage, str(answer.get("id", "")))

        return self._payments.pay(wish, perform).result

    def _price(self, read: int, written: int) -> int:
        """In millionths of a US dollar, rounded up."""
        return -(
            -(read * self._settings.input_price_micros + written * self._settings.output_price_micros) // 1_000_000
        )

    def _post(self, body: dict[str, Any], key: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._settings.api_key}"} if self._settings.api_key else {}
        if key:
            headers["Idempotency-Key"] = key
        url = self._settings.base_url.rstrip("/") + "/chat/completions"
        try:
            with provider_client(timeout_seconds=self._settings.timeout_seconds) as client:
                response = client.post(url, json=body, headers=headers)
        except (httpx2.ConnectError, httpx2.ConnectTimeout):
            raise ProviderFailed(
                f"no text model answers at {self._settings.base_url}",
                hint="start the server, or correct REELWRIGHT_TEXT_BASE_URL",
            ) from None
        except httpx2.TimeoutException:
            raise OutcomeUnknown(
                f"the text model took longer than {self._settings.timeout_seconds:g} s",
                hint="it may have been paid for; try a smaller model",
            ) from None
        except httpx2.InvalidURL:
            raise ProviderFailed(f"the text model's address {self._settings.base_url} cannot be read") from None
        except httpx2.HTTPError as error:
            raise OutcomeUnknown(
                f"the text model at {self._settings.base_url} did not answer to the end ({type(error).__name__})"
            ) from None
        return _checked(response)


def connect(access: Access) -> OpenAICompatibleText:
    """See ``providers.manifest.Offer``."""
    read, _, written = (access.option("text_price") or "0/0").partition("/")
    settings = OpenAICompatibleSettings(
        access.option("base_url"), access.option("text_model"), access.option("api_key"),
        is_idempotent=access.option("idempotent") not in ("", "0"),
        input_price_micros=round(float(read) * 1_000_000), output_price_micros=round(float(written or 0) * 1_000_000),
    )  # fmt: skip
    return OpenAICompatibleText(settings, access.payments)


def _checked(response: httpx2.Response) -> dict[str, Any]:
    if response.status_code >= 400:
        raise _refusal(response)
    if len(response.content) > _MOST_BYTES:
        raise ProviderFailed("the text model's answer is too large")
    try:
        data = response.json()
    except ValueError:
        raise ProviderFailed(
            "the text model's server did not answer in JSON",
            hint="check REELWRIGHT_TEXT_BASE_URL; it usually ends in /v1",
        ) from None
    if not isinstance(data, dict):
        raise ProviderFailed("the text model's server answered in an unknown shape")
    return data


def _refusal(response: httpx2.Response) -> ProviderFailed:
    """What the server said, and what to do about it."""
    try:
        reason = str(response.json()["error"]["message"])[:300]
    except (ValueError, KeyError, TypeError):
        reason = response.text[:200].strip() or f"HTTP {response.status_code}"
    hints = {
        401: "check REELWRIGHT_TEXT_API_KEY",
        402: "top up the account",
        403: "the key may not use this model",
        404: "check REELWRIGHT_TEXT_MODEL and REELWRIGHT_TEXT_BASE_URL",
        429: _wait(response),
    }
    hint = hints.get(response.status_code, "try again later" if response.status_code >= 500 else "")
    return ProviderFailed(f"the text model refused: {reason}", hint=hint)


def _wait(response: httpx2.Response) -> str:
    seconds = response.headers.get("retry-after", "")
    return (
        f"try again in {seconds} s"
        if seconds.isdigit()
        else "try again later: too many requests, or the quota is used up"
    )


def _content(answer: dict[str, Any]) -> str:
    try:
        content = answer["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        raise ProviderFailed("the text model's answer holds no message") from None
    return content if isinstance(content, str) else ""


def _tokens(answer: dict[str, Any]) -> tuple[int, int]:
    usage = answer.get("usage")
    counts = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")] if isinstance(usage, dict) else [0, 0]
    spent, written = (count if isinstance(count, int) else 0 for count in counts)
    return spent, written


def _object(text: str) -> dict[str, Any] | None:
    """The JSON object in an answer, with or without a code fence around it."""
    begin, end = text.find("{"), text.rfind("}")
    try:
        data = json.loads(text[begin : end + 1]) if begin >= 0 else None
    except json.JSONDecodeError:
        return None
    return data if isinstance(data, dict) else None
