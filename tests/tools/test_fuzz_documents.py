"""Documents at random from the schema are drawn, or refused with an error that names the place."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.fuzz_documents import Generator, outcome, write_media


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    write_media(folder)
    return folder


@pytest.mark.parametrize("batch", range(6))
def test_random_documents_are_drawn_or_clearly_refused(batch: int, media: Path) -> None:
    outcomes = [outcome(Generator(seed).document(), media) for seed in range(batch * 40, batch * 40 + 40)]
    assert outcomes.count("drawn") >= 4  # or the generator has lost its sense
