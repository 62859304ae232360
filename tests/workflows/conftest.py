"""An article and the providers that the workflow tests run with."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelwright.providers.music import MusicComposer
from reelwright.workflows.make_request import Speaker, Tools

from .fake_providers import HummingVoice, QuietTone


@pytest.fixture
def voice() -> HummingVoice:
    return HummingVoice()


@pytest.fixture
def tools(voice: HummingVoice) -> Tools:
    composer: MusicComposer = QuietTone()
    return Tools(lambda language, wanted: Speaker(voice, wanted or "humming:a", "a test"), composer)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "rice.md"
    path.write_text(
        "# How rice grows\n\nRice feeds more than 3 billion people. It begins as a seed in water.\n\n"
        "## Flooded fields\n\nFarmers plant seedlings in flooded fields. The water keeps weeds away.\n\n"
        "## Harvest\n\nAfter 120 days the grain is gold. Then the fields are drained.\n"
    )
    return path
