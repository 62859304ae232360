"""docs/outputs.md tells what the tables in the code say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reelwright.timeline.output import Output
from reelwright.timeline.output_formats import FORMATS
from reelwright.timeline.output_options import OPTIONS
from reelwright.timeline.output_quality import AUDIO_BITRATE, AUDIO_BITS, GIF, JPEG_SCALE, QUALITIES, VIDEO
from reelwright.timeline.reading import read_document
from reelwright.timeline.resolve import resolve
from tests.timeline.facts import facts_of

PAGE = (Path(__file__).parents[2] / "docs" / "outputs.md").read_text()
EXAMPLES = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)


def row(start: str) -> list[str]:
    line = next(line for line in PAGE.splitlines() if line.startswith(f"| {start}") and line.count("|") == 6)
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


@pytest.mark.parametrize("text", EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_example_resolves(text: str) -> None:
    assert resolve(read_document(text), facts_of).frames > 0
    assert "output" in json.loads(text)


@pytest.mark.parametrize("codec", VIDEO)
def test_the_settings_of_every_quality_are_told(codec: str) -> None:
    for cell, quality in zip(row(f"{codec} ("), QUALITIES, strict=True):
        crf, preset = VIDEO[codec][quality]
        assert cell.startswith(f"crf {crf},")
        assert cell.endswith(f" {preset}")


def test_the_other_tables_are_told() -> None:
    for codec, rates in AUDIO_BITRATE.items():
        assert row(codec) == [f"{rates[quality] // 1000} kbit/s" for quality in QUALITIES]
    assert row("pcm, flac") == [f"{AUDIO_BITS[quality]} bits" for quality in QUALITIES]
    assert row("jpg |") == [f"scale {JPEG_SCALE[quality]}" for quality in QUALITIES]
    assert [cell.split(",")[0] for cell in row("gif |")] == [GIF[quality][0] for quality in QUALITIES]


def test_every_format_key_and_option_is_told() -> None:
    assert all(f"`{name}`" in PAGE and form.suffixes[0] in PAGE for name, form in FORMATS.items())
    assert all(f"`{name}`" in PAGE for options in OPTIONS.values() for name in options)
    assert all(f"`{name}`" in PAGE for name in Output.model_fields if name != "range")
