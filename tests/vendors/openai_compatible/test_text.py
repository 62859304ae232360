"""What is particular to servers that speak the chat protocol: settings, keys, prices, and what each leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reelwright.app.providers.choosing import Providers
from reelwright.errors import InvalidInput, OutcomeUnknown, ProviderFailed
from reelwright.productions.project.paid_calls import FolderBooks
from reelwright.providers.text import Source, TextRequest
from reelwright.vendors.openai_compatible.text import OpenAICompatibleText
from tests.vendors.vendor_server import Asked, Reply, VendorServer

_KEY = "sk-very-secret"
_SCHEMA = {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}
_REQUEST = TextRequest("Write.", "About rice.", _SCHEMA, "script")


@pytest.fixture
def server() -> Iterator[VendorServer]:
    with VendorServer([("POST", "/v1/chat/completions", lambda asked: _reply())]) as server:
        yield server


def _reply(message: Any = None, **more: Any) -> Reply:
    told = {"role": "assistant", "content": '{"title": "Rice"}'} if message is None else message
    return Reply({"id": "c1", "choices": [{"index": 0, "message": told, "finish_reason": "stop"}], **more})


def _port(url: str, books: Path | None = None, **settings: str) -> OpenAICompatibleText:
    environment = {"REELWRIGHT_TEXT_BASE_URL": url, "REELWRIGHT_TEXT_MODEL": "some-model"}
    named = {f"REELWRIGHT_TEXT_{name.upper()}": value for name, value in settings.items()}
    payments = {"payments": FolderBooks(books)} if books else {}
    return Providers(environment | named, **payments).ports("text")[0]


def test_it_asks_as_the_protocol_says(server: VendorServer) -> None:
    _port(f"{server.url}/v1/", api_key=_KEY).generate(_REQUEST)
    asked = server.asked[0]
    assert asked.headers["authorization"] == f"Bearer {_KEY}"
    assert asked.json()["model"] == "some-model"
    assert [message["role"] for message in asked.json()["messages"]] == ["system", "user"]
    assert asked.json()["response_format"]["json_schema"] == {"name": "script", "schema": _SCHEMA}
    assert "idempotency-key" not in asked.headers


def test_without_a_key_no_authorization_is_sent(server: VendorServer) -> None:
    _port(f"{server.url}/v1").generate(_REQUEST)
    assert "authorization" not in server.asked[0].headers


def test_a_server_that_honours_keys_is_asked_again_under_the_same(server: VendorServer, tmp_path: Path) -> None:
    port = _port(f"{server.url}/v1", tmp_path, idempotent="1", price="1/2", timeout="1")
    server.fault, server.faults_left = Reply(broken="silent"), 1
    with pytest.raises(OutcomeUnknown):
        port.generate(_REQUEST)
    assert port.generate(_REQUEST).data == {"title": "Rice"}
    assert len({asked.headers["idempotency-key"] for asked in server.asked}) == 1


def test_a_server_on_this_machine_without_a_price_is_asked_again(server: VendorServer, tmp_path: Path) -> None:
    port = _port(f"{server.url}/v1", tmp_path, timeout="1")
    server.fault, server.faults_left = Reply(broken="silent"), 1
    with pytest.raises(OutcomeUnknown):
        port.generate(_REQUEST)
    answer = port.generate(_REQUEST)
    assert (answer.data, answer.cost_micros) == ({"title": "Rice"}, 0)


def test_a_price_in_the_environment_is_charged(server: VendorServer) -> None:
    usage = {"prompt_tokens": 500, "completion_tokens": 100}
    server.routes = [("POST", ".*", lambda asked: _reply(usage=usage))]
    assert _port(f"{server.url}/v1", price="0.15/0.60").generate(_REQUEST).cost_micros == 135


@pytest.mark.parametrize("price", ["much", "1/-2", "nan/1"])
def test_a_price_that_is_none_is_told_at_the_start(price: str) -> None:
    with pytest.raises(InvalidInput):
        _port("http://x/v1", price=price)


def test_a_known_address_charges_what_its_price_table_says() -> None:
    port = _port("https://api.groq.com/openai/v1", model="llama-3.3-70b-versatile")
    assert port.access.cost_micros({"input_tokens": 1_000_000}) == 590_000


@pytest.mark.parametrize("usage", [None, [], {"prompt_tokens": None}, {"prompt_tokens": "many"}])
def test_usage_a_server_leaves_out_or_garbles_does_not_spoil_the_answer(server: VendorServer, usage: Any) -> None:
    server.routes = [("POST", ".*", lambda asked: _reply(usage=usage))]
    answer = _port(f"{server.url}/v1").generate(_REQUEST)
    assert (answer.data, answer.input_tokens) == ({"title": "Rice"}, 0)


@pytest.mark.parametrize(
    "more",
    [
        {"citations": ["https://x.org/a"]},
        {"search_results": [{"title": "https://x.org/a", "url": "https://x.org/a"}, {"title": "no address"}]},
    ],
)
def test_citations_beside_the_message_are_told(server: VendorServer, more: Any) -> None:
    server.routes = [("POST", ".*", lambda asked: _reply(**more))]
    assert _port(f"{server.url}/v1").generate(_REQUEST).sources == (Source("https://x.org/a", "https://x.org/a"),)


def test_garbled_citations_do_not_spoil_the_answer(server: VendorServer) -> None:
    message = {"content": '{"title": "Rice"}', "annotations": [3, {"url_citation": 4}, {"url_citation": {"url": 5}}]}
    server.routes = [("POST", ".*", lambda asked: _reply(message, citations=7))]
    assert _port(f"{server.url}/v1").generate(_REQUEST).sources == ()


@pytest.mark.parametrize(
    ("status", "hint"),
    [(401, "REELWRIGHT_TEXT_API_KEY"), (402, "top up"), (404, "REELWRIGHT_TEXT_MODEL"), (500, "later")],
)
def test_a_refusal_says_what_to_do(server: VendorServer, status: int, hint: str) -> None:
    server.fault = Reply({"error": {"message": "the reason is this"}}, status)
    with pytest.raises(ProviderFailed, match="the reason is this") as caught:
        _port(f"{server.url}/v1").generate(_REQUEST)
    assert hint in caught.value.hint


def test_the_key_is_not_in_what_is_printed() -> None:
    port = _port("http://x/v1", api_key=_KEY)
    assert _KEY not in repr(port) + port.version


def test_the_same_wish_has_the_same_key_in_the_books_with_or_without_a_key(
    server: VendorServer, tmp_path: Path
) -> None:
    def asked_by(asked: Asked) -> Reply:
        return _reply()

    server.routes = [("POST", ".*", asked_by)]
    _port(f"{server.url}/v1", tmp_path).generate(_REQUEST)
    _port(f"{server.url}/v1", tmp_path, api_key=_KEY).generate(_REQUEST)
    assert len(server.asked) == 1
