"""The contract of the text port, run over every adapter of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reelwright.errors import ContentRefused, OutcomeUnknown, ProviderFailed, QuotaExceeded
from reelwright.productions.project.paid_calls import FolderBooks
from reelwright.providers.text import Source, TextRequest
from tests.vendors.faults import FAULTS, Fault, access_to, check_fault, states
from tests.vendors.text_dialects import DIALECTS, Dialect, Said, body_of
from tests.vendors.vendor_server import Asked, Reply, VendorServer

_SCHEMA = {
    "type": "object", "additionalProperties": False, "required": ["title"], "properties": {"title": {"type": "string"}},
}  # fmt: skip
_REQUEST = TextRequest("Write.", "About rice.", _SCHEMA, "script")
_GOOD = Said('{"title": "Rice"}')


class Vendor:
    """A vendor on loopback that says what the test queued, in order; the last one again and again."""

    def __init__(self, dialect: Dialect, folder: Path) -> None:
        self.dialect, self.folder = dialect, folder
        self.sayings: list[Said] = [_GOOD]
        self.server = VendorServer([("POST", dialect.path, self._route)])

    def _route(self, asked: Asked) -> Reply:
        said = self.sayings.pop(0) if len(self.sayings) > 1 else self.sayings[0]
        return Reply(self.dialect.answer(said))

    def port(self, url: str = "", **options: str) -> Any:
        access = access_to(
            url or self.server.url, self.dialect.offer, self.folder, **dict(self.dialect.options) | options
        )
        return self.dialect.connect(access)

    @property
    def calls(self) -> int:
        return self.server.count("POST", self.dialect.path)


@pytest.fixture(params=DIALECTS, ids=lambda dialect: dialect.name)
def vendor(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Vendor]:
    vendor = Vendor(request.param, tmp_path)
    with vendor.server:
        yield vendor


def test_it_asks_as_the_vendor_documents_and_answers_with_data_usage_and_cost(vendor: Vendor) -> None:
    vendor.sayings = [Said('{"title": "Rice"}', 1000, 500)]
    port = vendor.port()
    answer = port.generate(_REQUEST)
    assert (answer.data, answer.text) == ({"title": "Rice"}, '{"title": "Rice"}')
    assert (answer.input_tokens, answer.output_tokens) == (1000, 500)
    assert answer.cost_micros == port.access.cost_micros({"input_tokens": 1000, "output_tokens": 500}) > 0
    asked = vendor.server.asked[0]
    header, value = vendor.dialect.key
    assert asked.headers[header] == value
    assert not [name for name in asked.headers if name.startswith("x-stainless")]
    assert vendor.dialect.heard(body_of(asked)) == ("Write.", ["About rice."], _SCHEMA)


def test_its_name_and_version_say_who_writes_and_not_the_key(vendor: Vendor) -> None:
    port = vendor.port()
    assert port.name == vendor.dialect.name
    assert port.version.endswith(f"#{port.model}")
    assert "key-of-the-test" not in repr(port) + port.version


def test_a_second_run_is_answered_from_the_books(vendor: Vendor) -> None:
    vendor.sayings = [Said('{"title": "Rice"}', 10, 5, source=("A page", "https://x.org/a"))]
    first = vendor.port().generate(_REQUEST)
    assert vendor.port().generate(_REQUEST) == first
    assert (vendor.calls, states(vendor.folder)) == (1, ["done"])


def test_another_wish_is_another_call(vendor: Vendor) -> None:
    vendor.port().generate(_REQUEST)
    vendor.port().generate(TextRequest("Write.", "About tea.", _SCHEMA, "script"))
    vendor.port(text_model="another-model").generate(_REQUEST)
    assert vendor.calls == 3


@pytest.mark.parametrize(
    "bad",
    ["Gladly!", '{"name": "Rice"}', '{"title": 3}', "[1, 2]", "{" * 50_000, '{"title": "Ri'],
    ids=lambda text: text[:12],
)
def test_an_answer_of_another_shape_is_repaired_once_and_both_are_paid(vendor: Vendor, bad: str) -> None:
    vendor.sayings = [Said(bad, 10, 5), Said('{"title": "Rice"}', 20, 7)]
    answer = vendor.port().generate(_REQUEST)
    assert (answer.data, answer.input_tokens, answer.output_tokens) == ({"title": "Rice"}, 30, 12)
    _, messages, schema = vendor.dialect.heard(body_of(vendor.server.asked[1]))
    assert messages[:2] == ["About rice.", bad]
    assert "cannot be used" in messages[2]
    assert schema == _SCHEMA
    assert vendor.port().generate(_REQUEST) == answer
    assert (vendor.calls, states(vendor.folder)) == (2, ["done", "done"])


@pytest.mark.parametrize("end", ["stop", "length"])
def test_an_answer_of_nothing_is_repaired_without_an_empty_turn(vendor: Vendor, end: str) -> None:
    vendor.sayings = [Said("", end=end), _GOOD]
    assert vendor.port().generate(_REQUEST).data == {"title": "Rice"}
    if vendor.dialect.name != "openai-compatible":
        assert len(body_of(vendor.server.asked[1]).get("messages", [0])) == 1
    assert ("cut off" in vendor.server.asked[1].body.decode()) == (end == "length")


def test_after_one_repair_it_gives_up(vendor: Vendor) -> None:
    vendor.sayings = [Said("Gladly!"), Said('{"titel": "Rice"}')]
    with pytest.raises(ProviderFailed, match="lacks 'title'"):
        vendor.port().generate(_REQUEST)
    assert vendor.calls == 2


@pytest.mark.parametrize("text", ['```json\n{"title": "Rice"}\n```', 'Here: {"title": "Rice", "more": 1}'])
def test_words_and_members_around_what_was_asked_are_left_out(vendor: Vendor, text: str) -> None:
    vendor.sayings = [Said(text)]
    assert vendor.port().generate(_REQUEST).data == {"title": "Rice"}
    assert vendor.calls == 1


def test_without_a_schema_it_answers_in_free_words(vendor: Vendor) -> None:
    vendor.sayings = [Said("Rice takes four months.")]
    answer = vendor.port().generate(TextRequest("Answer.", "How long does rice take?"))
    assert (answer.text, answer.data, answer.notes) == ("Rice takes four months.", {}, ())
    assert vendor.dialect.heard(body_of(vendor.server.asked[0])) == ("Answer.", ["How long does rice take?"], None)


def test_an_answer_cut_off_at_its_limit_says_so(vendor: Vendor) -> None:
    vendor.sayings = [Said("Rice takes", end="length")]
    assert "cut off" in vendor.port().generate(TextRequest("Answer.", "How long?")).notes[0]


def test_what_the_model_cites_is_told(vendor: Vendor) -> None:
    if not vendor.dialect.cites:
        pytest.skip("cites only what its own search tool found")
    vendor.sayings = [Said('{"title": "Rice"}', source=("A page", "https://x.org/a"))]
    assert vendor.port().generate(_REQUEST).sources == (Source("A page", "https://x.org/a"),)


def test_a_refusal_to_write_is_paid_once_and_told(vendor: Vendor) -> None:
    if vendor.dialect.name == "openai-compatible":
        pytest.skip("the protocol has no common word for it")
    vendor.sayings = [Said("I will not.", end="refused")]
    for _ in range(2):
        with pytest.raises(ContentRefused):
            vendor.port().generate(_REQUEST)
    assert (vendor.calls, states(vendor.folder)) == (1, ["done"])


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_fault_is_named_by_its_remedy_and_never_paid_twice(vendor: Vendor, fault: Fault) -> None:
    check_fault(
        fault, vendor.server, vendor.folder,
        lambda url: vendor.port(url, text_timeout="1").generate(_REQUEST), ("POST", vendor.dialect.path),
    )  # fmt: skip


def test_an_answer_that_drips_for_ever_is_given_up_and_never_paid_twice(vendor: Vendor) -> None:
    dripping = Fault("dripping", Reply(broken="dripping"), OutcomeUnknown, "started", tells_reason=False)
    check_fault(
        dripping, vendor.server, vendor.folder,
        lambda url: vendor.port(url, text_deadline="2").generate(_REQUEST), ("POST", vendor.dialect.path),
    )  # fmt: skip


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b"null", b"\xff\xfe", b'{"choices": []}', b'{"output": 3}', b'{"content": 3}']
)
def test_an_answer_of_some_other_protocol_is_not_asked_for_again(vendor: Vendor, body: bytes) -> None:
    vendor.server.fault = Reply(body, headers={"Content-Type": "application/json"})
    with pytest.raises(ProviderFailed):
        vendor.port().generate(_REQUEST)
    assert (vendor.calls, states(vendor.folder)) == (1, ["started"])


def test_a_model_that_is_gone_names_the_setting(vendor: Vendor) -> None:
    vendor.server.fault = Reply(vendor.dialect.no_such_model, 404)
    with pytest.raises(ProviderFailed) as caught:
        vendor.port(text_model="gone").generate(_REQUEST)
    assert "gone" in caught.value.message
    assert "TEXT_MODEL" in caught.value.hint


def test_a_budget_stops_it_before_it_asks(vendor: Vendor) -> None:
    access = access_to(vendor.server.url, vendor.dialect.offer, vendor.folder, **dict(vendor.dialect.options))
    poor = type(access)(
        access.offer, access.options, FolderBooks(vendor.folder / "books", budget_micros=10), access.shelf
    )
    with pytest.raises(QuotaExceeded):
        vendor.dialect.connect(poor).generate(_REQUEST)
    assert vendor.calls == 0
