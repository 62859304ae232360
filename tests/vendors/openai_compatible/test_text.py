"""The chat protocol, spoken with a real HTTP server on this machine."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from reelwright.errors import ProviderFailed
from reelwright.providers.text import TextRequest
from reelwright.vendors.openai_compatible.settings import OpenAICompatibleSettings
from reelwright.vendors.openai_compatible.text import OpenAICompatibleText

_KEY = "sk-very-secret"
_SCHEMA = {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}
_REQUEST = TextRequest("Write.", "About rice.", _SCHEMA, "script")


class _Server(ThreadingHTTPServer):
    """Answers with what the test queued, in order, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.delay = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def says(self, content: Any, prompt_tokens: int = 10, completion_tokens: int = 5) -> None:
        message = {"role": "assistant", "content": content}
        usage = {"prompt_tokens": prompt_tokens, "completion_tokens": completion_tokens}
        self.replies(200, {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}], "usage": usage})

    def replies(self, status: int, body: Any, **headers: str) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answers.append((status, {name.replace("_", "-"): value for name, value in headers.items()}, data))


class _Handler(BaseHTTPRequestHandler):
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        time.sleep(self.server.delay)
        status, headers, data = self.server.answers.pop(0)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError):  # a client that has given up
            self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[_Server]:
    server = _Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def _model(url: str, timeout: float = 20.0) -> OpenAICompatibleText:
    return OpenAICompatibleText(OpenAICompatibleSettings(url, "some-model", _KEY, timeout))


def _failure(url: str, timeout: float = 20.0) -> ProviderFailed:
    with pytest.raises(ProviderFailed) as caught:
        _model(url, timeout).generate(_REQUEST)
    assert _KEY not in repr(caught.value) + caught.value.hint
    return caught.value


def test_it_asks_as_the_protocol_says_and_answers_with_data_and_usage(server: _Server) -> None:
    server.says('{"title": "Rice"}')
    answer = _model(server.url + "/").generate(_REQUEST)
    assert (answer.data, answer.input_tokens, answer.output_tokens) == ({"title": "Rice"}, 10, 5)
    path, headers, body = server.asked[0]
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == f"Bearer {_KEY}"
    assert body["model"] == "some-model"
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert [message["content"] for message in body["messages"]] == ["Write.", "About rice."]
    assert body["response_format"]["type"] == "json_schema"
    assert body["response_format"]["json_schema"] == {"name": "script", "schema": _SCHEMA}


def test_without_a_key_no_authorization_is_sent(server: _Server) -> None:
    server.says('{"title": "Rice"}')
    OpenAICompatibleText(OpenAICompatibleSettings(server.url, "m")).generate(_REQUEST)
    assert "authorization" not in server.asked[0][1]


@pytest.mark.parametrize("text", ['```json\n{"title": "Rice"}\n```', 'Here it is: {"title": "Rice"}'])
def test_json_inside_other_words_is_found(server: _Server, text: str) -> None:
    server.says(text)
    assert _model(server.url).generate(_REQUEST).data == {"title": "Rice"}


def test_an_answer_that_is_no_json_is_repaired_once_and_both_are_counted(server: _Server) -> None:
    server.says("Gladly!", 10, 5)
    server.says('{"title": "Rice"}', 20, 7)
    answer = _model(server.url).generate(_REQUEST)
    assert (answer.data, answer.input_tokens, answer.output_tokens) == ({"title": "Rice"}, 30, 12)
    assert server.asked[1][2]["messages"][2] == {"role": "assistant", "content": "Gladly!"}


def test_after_one_repair_it_gives_up(server: _Server) -> None:
    server.says("Gladly!")
    server.says(None)
    assert "did not answer in JSON" in _failure(server.url).message
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("status", "hint"),
    [
        (401, "REELWRIGHT_TEXT_API_KEY"),
        (402, "top up"),
        (404, "REELWRIGHT_TEXT_MODEL"),
        (429, "7 s"),
        (500, "later"),
        (503, "later"),
    ],
)
def test_a_refusal_is_told_in_the_servers_own_words_with_what_to_do(server: _Server, status: int, hint: str) -> None:
    server.replies(status, {"error": {"message": "the reason is this"}}, Retry_After="7")
    failure = _failure(server.url)
    assert "the reason is this" in failure.message
    assert hint in failure.hint
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "body", [b"<html>", b"[]", b"{}", b'{"choices": []}', b'{"choices": [{"message": 3}]}', b"\xff\xfe"]
)
def test_a_server_that_speaks_something_else_is_named(server: _Server, body: bytes) -> None:
    server.replies(200, body)
    assert "text model" in _failure(server.url).message


@pytest.mark.parametrize("usage", [None, [], {"prompt_tokens": None}, {"prompt_tokens": "many"}])
def test_usage_a_server_leaves_out_or_garbles_does_not_spoil_the_answer(server: _Server, usage: Any) -> None:
    server.replies(200, {"choices": [{"message": {"content": '{"title": "Rice"}'}}], "usage": usage})
    answer = _model(server.url).generate(_REQUEST)
    assert (answer.data, answer.input_tokens) == ({"title": "Rice"}, 0)


def test_nobody_at_the_address_is_told() -> None:
    server = _Server()
    url = server.url
    server.server_close()
    assert "no text model answers" in _failure(url).message


def test_an_address_that_is_none_is_told() -> None:
    assert "http://[broken" in _failure("http://[broken").message


def test_a_slow_server_is_given_up(server: _Server) -> None:
    server.delay = 0.5
    server.says('{"title": "Rice"}')
    assert "took longer" in _failure(server.url, 0.1).message


def test_the_key_is_not_in_what_is_printed() -> None:
    assert _KEY not in repr(OpenAICompatibleSettings("http://x/v1", "m", _KEY))
    assert _KEY not in _model("http://x/v1").version
