"""All text models configured, and what happens when the first of them fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reelwright.app.providers.choosing import Providers
from reelwright.app.wiring import tools
from reelwright.errors import NoBalance, ProviderFailed, UnclearPayment
from reelwright.productions.narrate.script import Script
from reelwright.productions.narrate.written_script import Wanted, write_with
from reelwright.productions.project.paid_calls import FolderBooks
from reelwright.providers.text import TextAnswer, TextGeneration, TextRequest
from reelwright.providers.text_fallback import FirstText
from tests.vendors.faults import states
from tests.vendors.text_dialects import DIALECTS, Said
from tests.vendors.vendor_server import Asked, Reply, VendorServer

_SCRIPT = '{"title": "Rice", "sections": [{"title": "", "sentences": [{"text": "Rice grows.", "picture": "rice"}]}]}'
_OPENAI, _ANTHROPIC, _GOOGLE, _COMPATIBLE = DIALECTS
_REQUEST = TextRequest("Answer.", "How?")


@pytest.fixture
def server() -> Iterator[VendorServer]:
    routes = [
        ("POST", each.path, lambda asked, each=each: Reply(each.answer(Said(_SCRIPT, 1000, 100)))) for each in DIALECTS
    ]
    with VendorServer(routes) as server:
        yield server


def _providers(server: VendorServer, folder: Path, **more: str) -> Providers:
    environment = {
        "REELWRIGHT_TEXT_BASE_URL": server.url,
        "REELWRIGHT_TEXT_MODEL": "local",
        "REELWRIGHT_TEXT": "openai,anthropic,google,openai-compatible",
        "REELWRIGHT_ANTHROPIC_TEXT_PRICES": "input_tokens=0.000002,output_tokens=0.00001",
        **{f"REELWRIGHT_{name}_API_KEY": "key-of-the-test" for name in ("OPENAI", "ANTHROPIC", "GOOGLE")},
        **{f"REELWRIGHT_{name}_BASE_URL": server.url for name in ("OPENAI", "ANTHROPIC", "GOOGLE")},
    }
    return Providers(environment | more, payments=FolderBooks(folder / "books"))


def _text(providers: Providers) -> TextGeneration:
    text = tools(providers).text
    assert text is not None
    return text


def test_the_first_that_delivers_is_charged_alone_and_the_person_is_told(server: VendorServer, tmp_path: Path) -> None:
    server.fault, server.fault_on = (
        Reply({"error": {"message": "no credits", "code": "insufficient_quota"}}, 429),
        ("POST", _OPENAI.path),
    )
    written = write_with(_text(_providers(server, tmp_path)), "How rice grows", Wanted("en", 1))
    assert written.script.title == "Rice"
    assert written.notes[0].startswith(
        "text by claude-sonnet-5-5 (anthropic); openai could not: OpenAI refused: no credits"
    )
    assert [server.count("POST", each.path) for each in DIALECTS] == [1, 1, 0, 0]
    assert states(tmp_path) == ["done", "failed"]
    assert FolderBooks(tmp_path / "books").spent_micros() == 3000


def test_the_order_is_that_of_the_setting(server: VendorServer, tmp_path: Path) -> None:
    answer = _text(_providers(server, tmp_path, REELWRIGHT_TEXT="google,openai")).generate(_REQUEST)
    assert answer.notes == ("text by gemini-3.8-flash (google)",)
    assert server.count("POST", _GOOGLE.path) == 1


def test_money_that_may_be_gone_stops_it(server: VendorServer, tmp_path: Path) -> None:
    server.fault, server.fault_on = Reply({"a": "b" * 500}, broken="cut"), ("POST", _OPENAI.path)
    with pytest.raises(UnclearPayment):
        _text(_providers(server, tmp_path)).generate(_REQUEST)
    assert [server.count("POST", each.path) for each in DIALECTS] == [1, 0, 0, 0]


def test_when_all_fail_every_reason_is_told(server: VendorServer, tmp_path: Path) -> None:
    server.fault = Reply({"error": {"message": "nothing left"}}, 402)
    with pytest.raises(NoBalance) as caught:
        _text(_providers(server, tmp_path)).generate(_REQUEST)
    assert all(title in caught.value.message for title in ("OpenAI", "Anthropic", "Google", "the text model"))


def test_of_five_models_only_those_up_to_the_one_that_delivers_are_asked() -> None:
    models = [_Model("a", ProviderFailed("down")), *(_Model(name, TextAnswer(text=name)) for name in "bcde")]
    answer = FirstText(models).generate(_REQUEST)
    assert (answer.text, answer.notes) == ("b", ("text by 1 (b); a could not: down",))
    assert [model.asked for model in models] == [1, 1, 0, 0, 0]


class _Model:
    def __init__(self, name: str, answer: Any) -> None:
        self.name, self.version, self.answer, self.asked = name, f"{name}#1", answer, 0

    def generate(self, request: TextRequest) -> Any:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def test_an_error_that_no_other_model_would_change_is_not_asked_of_another() -> None:
    first, second = _Model("a", ValueError("ours")), _Model("b", ProviderFailed("theirs"))
    with pytest.raises(ValueError, match="ours"):
        FirstText((first, second)).generate(_REQUEST)
    assert second.asked == 0


def test_nonsense_paid_for_in_an_earlier_run_is_asked_anew_and_a_good_answer_never_again(tmp_path: Path) -> None:
    said = ["Gladly!", "Sure, rice.", "No.", "Never.", _SCRIPT]

    def chat(asked: Asked) -> Reply:
        return Reply(_COMPATIBLE.answer(Said(said[min(server.count("POST"), 5) - 1], 1000, 100)))

    with VendorServer([("POST", _COMPATIBLE.path, chat)]) as server:
        for calls in (2, 4):
            with pytest.raises(ProviderFailed, match="did not answer in the JSON") as caught:
                _written(server, tmp_path)
            assert "again" in caught.value.hint
            assert server.count("POST") == calls
        for _ in range(2):
            assert _written(server, tmp_path).title == "Rice"
            assert server.count("POST") == 5
    assert states(tmp_path) == ["done"] * 5


def test_a_script_without_a_sentence_is_asked_for_anew_by_the_next_run(tmp_path: Path) -> None:
    empty = '{"title": "Rice", "sections": []}'

    def chat(asked: Asked) -> Reply:
        return Reply(_COMPATIBLE.answer(Said(_SCRIPT if server.count("POST") > 2 else empty, 1000, 100)))

    with VendorServer([("POST", _COMPATIBLE.path, chat)]) as server:
        with pytest.raises(ProviderFailed, match="holds no sentence"):
            _written(server, tmp_path)
        for _ in range(2):
            assert _written(server, tmp_path).title == "Rice"
            assert server.count("POST") == 3


def test_the_next_models_answer_is_used_again_although_the_first_answered_nonsense(tmp_path: Path) -> None:
    routes = [
        ("POST", _OPENAI.path, lambda asked: Reply(_OPENAI.answer(Said("Gladly!", 1000, 100)))),
        ("POST", _ANTHROPIC.path, lambda asked: Reply(_ANTHROPIC.answer(Said(_SCRIPT, 1000, 100)))),
    ]
    with VendorServer(routes) as server:
        providers = _providers(server, tmp_path, REELWRIGHT_TEXT="openai,anthropic")
        for _ in range(2):
            assert write_with(_text(providers), "Rice", Wanted("en", 1)).script.title == "Rice"
            assert [server.count("POST", each.path) for each in (_OPENAI, _ANTHROPIC)] == [2, 1]


def _written(server: VendorServer, folder: Path) -> Script:
    providers = _providers(server, folder, REELWRIGHT_TEXT="openai-compatible")
    return write_with(_text(providers), "Rice", Wanted("en", 1)).script
