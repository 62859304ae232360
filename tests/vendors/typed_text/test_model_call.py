"""One request by pydantic-ai through our own HTTP."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reelwright.providers.text import TextRequest
from reelwright.vendors.anthropic.text import connect as anthropic
from reelwright.vendors.openai.text import connect as openai
from tests.vendors.faults import access_to
from tests.vendors.text_dialects import DIALECTS, Said
from tests.vendors.vendor_server import Reply, VendorServer

_OPENAI, _ANTHROPIC = DIALECTS[:2]
_SCHEMA = {"type": "object", "required": ["title"], "properties": {"title": {"type": "string"}}}
_REQUEST = TextRequest("Write.", "About rice.", _SCHEMA, "script")


@pytest.fixture
def server() -> Iterator[VendorServer]:
    said = Said('{"title": "Rice"}')
    routes = [("POST", each.path, lambda asked, each=each: Reply(each.answer(said))) for each in (_OPENAI, _ANTHROPIC)]
    with VendorServer(routes) as server:
        yield server


def test_a_model_without_structured_output_is_told_the_schema_in_words(server: VendorServer, tmp_path: Path) -> None:
    access = access_to(server.url, _ANTHROPIC.offer, tmp_path, text_model="claude-3-haiku")
    assert anthropic(access).generate(_REQUEST).data == {"title": "Rice"}
    body = server.asked[0].json()
    assert "output_config" not in body
    assert json.dumps(_SCHEMA) in json.dumps(body["system"]).replace('\\"', '"')


def test_settings_in_the_environment_that_sdks_look_for_change_nothing(
    server: VendorServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "ANTHROPIC_AUTH_TOKEN", "OPENAI_BASE_URL", "ANTHROPIC_BASE_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/somebody-elses")
    openai(access_to(server.url, _OPENAI.offer, tmp_path)).generate(_REQUEST)
    anthropic(access_to(server.url, _ANTHROPIC.offer, tmp_path)).generate(_REQUEST)
    assert len(server.asked) == 2
    assert not [asked for asked in server.asked if "somebody" in json.dumps(asked.headers)]


def test_openai_is_told_our_name_of_the_call_for_its_support(server: VendorServer, tmp_path: Path) -> None:
    openai(access_to(server.url, _OPENAI.offer, tmp_path)).generate(_REQUEST)
    assert server.asked[0].headers["x-client-request-id"].startswith("reelwright-")


def test_it_answers_inside_a_running_loop_too(server: VendorServer, tmp_path: Path) -> None:
    async def in_a_notebook() -> str:
        return openai(access_to(server.url, _OPENAI.offer, tmp_path)).generate(_REQUEST).text

    assert asyncio.run(in_a_notebook()) == '{"title": "Rice"}'


def test_configured_vendors_cost_no_time_until_they_are_asked() -> None:
    script = (
        "import sys\n"
        "from reelwright.app.wiring import tools\n"
        "from reelwright.app.providers.choosing import Providers\n"
        "made = tools(Providers({'OPENAI_API_KEY': 'a', 'ANTHROPIC_API_KEY': 'b', 'GEMINI_API_KEY': 'c'}))\n"
        "assert len(made.text.models) == 3\n"
        "heavy = {'pydantic_ai', 'openai', 'anthropic', 'google.genai', 'genai_prices'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
