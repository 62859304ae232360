"""Settings from the environment, and that each is documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reelwright.app.providers.catalogue import vendors
from reelwright.app.providers.choosing import Providers
from reelwright.app.server_settings import SERVER_SETTINGS
from reelwright.app.settings import SETTINGS
from reelwright.app.wiring import speaker_for, tools
from reelwright.cli.main import COMMANDS
from reelwright.errors import InvalidInput, ReelwrightError

ROOT = Path(__file__).parents[2]


def test_nothing_set_means_no_text_model() -> None:
    assert tools(Providers({})).text is None


def test_a_text_model_is_wired_from_its_settings_and_its_key_is_not_shown() -> None:
    providers = Providers(
        {
            "REELWRIGHT_TEXT_BASE_URL": "http://127.0.0.1:1/v1",
            "REELWRIGHT_TEXT_MODEL": "m",
            "REELWRIGHT_TEXT_API_KEY": "sk-1",
        }
    )
    assert tools(providers).text is not None
    assert "sk-1" not in repr(providers)


@pytest.mark.parametrize(
    "env",
    [
        {"REELWRIGHT_TEXT_BASE_URL": "http://x"},
        {"REELWRIGHT_TEXT_MODEL": "m"},
        {"REELWRIGHT_TEXT_BASE_URL": "x", "REELWRIGHT_TEXT_MODEL": "m"},
    ],
)
def test_half_a_configuration_is_refused(env: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        tools(Providers(env))


def test_a_voice_is_chosen_with_a_reason() -> None:
    assert speaker_for("es", None).voice.startswith("espeak:es")
    assert speaker_for("en", "espeak:en-gb").voice == "espeak:en-gb"
    assert speaker_for("en", None).reason
    with pytest.raises(ReelwrightError):
        speaker_for("xx", None)


def test_every_setting_and_command_is_documented() -> None:
    readme = (ROOT / "README.md").read_text()
    reference = (ROOT / "docs" / "reference" / "cli.md").read_text()
    assert all(setting.name in reference for setting in (*SETTINGS, *SERVER_SETTINGS))
    assert all(vendor.variable(option.name) in reference for vendor in vendors() for option in vendor.options)
    assert all(f"reel {command}" in reference for command in COMMANDS)
    assert "make video" in readme
    assert "make test" in readme


def test_only_the_app_reads_the_environment() -> None:
    readers = [
        path
        for path in (ROOT / "src").rglob("*.py")
        if re.search(r"os\.environ|getenv", path.read_text()) and "app" not in path.parts
    ]
    assert [path.name for path in readers] == ["failing.py"]
