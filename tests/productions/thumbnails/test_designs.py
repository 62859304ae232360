"""Designs are documents the engine takes as they are, in every size and for subjects on every side."""

from __future__ import annotations

import json

import pytest

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.palettes import PALETTES
from reelwright.productions.thumbnails.designs import (
    SIZES,
    Filling,
    design_named,
    designs,
    document,
    ground_color,
    words_color,
)
from reelwright.productions.thumbnails.readable import contrast
from reelwright.timeline.reading import read_document


@pytest.mark.parametrize("size", sorted(SIZES))
@pytest.mark.parametrize("name", sorted(designs()))
@pytest.mark.parametrize("focus", [(0.2, 0.3), (0.5, 0.5), (0.8, 0.9)])
def test_every_design_is_a_document_with_nothing_left_to_fill(name: str, size: str, focus: tuple[float, float]) -> None:
    filling = Filling("photo.png", focus, "How rice grows", "grows", PALETTES[0])
    tree = document(design_named(name), filling, SIZES[size])
    assert "$" not in json.dumps(tree)
    read_document(json.dumps(tree))
    words = [clip for track in tree["tracks"] for clip in track["clips"] if clip["type"] == "text"]
    assert ["".join(span["text"] for span in clip["spans"]) for clip in words] == ["How rice grows"]


@pytest.mark.parametrize("name", sorted(designs()))
def test_words_whose_ground_is_the_designs_own_can_be_read_on_every_palette(name: str) -> None:
    design = design_named(name)
    for palette in PALETTES:
        ground = ground_color(design, palette)
        if ground is not None:
            assert contrast(words_color(design, palette), ground) >= 4.5


def test_a_subject_on_the_left_sends_the_words_to_the_right() -> None:
    def text(focus: float) -> dict[str, object]:
        tree = document(design_named("panel"), Filling("p", (focus, 0.5), "T", "", PALETTES[0]), SIZES["youtube"])
        return tree["tracks"][-1]["clips"][0]

    assert (text(0.7)["x"], text(0.7)["anchor"]) == ("4.5%", "left")
    assert (text(0.2)["x"], text(0.2)["anchor"]) == ("95.5%", "right")


def test_a_low_subject_sends_the_words_up() -> None:
    tree = document(design_named("bold"), Filling("p", (0.5, 0.8), "T", "", PALETTES[0]), SIZES["youtube"])
    text = tree["tracks"][-1]["clips"][0]
    assert (text["y"], text["anchor"], text["vertical_align"]) == ("7%", "top", "top")


def test_letters_that_join_are_not_parted_by_colours() -> None:
    filling = Filling("p", (0.5, 0.5), "كيف تصل الصواريخ", "الصواريخ", PALETTES[0])
    tree = document(design_named("headline"), filling, SIZES["youtube"])
    assert len(tree["tracks"][-1]["clips"][0]["spans"]) == 1


def test_an_unknown_design_is_named() -> None:
    with pytest.raises(InvalidInput, match="nope"):
        design_named("nope")
