"""The designed look: readable colours, figures that mean something, documents that resolve in every shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.assemble import Look, Media, assemble, chapters
from reelwright.productions.narrate.figures import Figure, figure_in
from reelwright.productions.narrate.frame import SIZES, Frame
from reelwright.productions.narrate.palettes import PALETTES, Palette, palette_for
from reelwright.productions.narrate.picture_ranking import Candidate, candidates_in, choose
from reelwright.productions.narrate.script import Script, Section, Sentence
from reelwright.productions.narrate.shots import divide
from reelwright.productions.narrate.speak import Narration, SpokenSentence
from reelwright.timeline.contents import Lettering
from reelwright.timeline.reading import read_tree
from reelwright.timeline.resolve import resolve
from reelwright.transcript import Word
from reelwright.units.color import contrast_ratio, parse_color
from tests.timeline.facts import facts_of

SCRIPT = Script(
    "How rice grows",
    "en",
    (
        Section(
            "",
            (
                Sentence("Rice feeds more than half of the world.", "rice bowl"),
                Sentence("Farmers harvest over 500 million tonnes of it.", "harvest"),
            ),
        ),
        Section(
            "In the field",
            (
                Sentence("The field is flooded.", "paddy"),
                Sentence("Ok.", ""),
                Sentence("It saves up to 50% of the water.", "water"),
            ),
        ),
    ),
)


def narration(script: Script = SCRIPT, each: float = 4.0) -> Narration:
    spoken: list[SpokenSentence] = []
    now = 0.9
    for number, section in enumerate(script.sections):
        for sentence in section.sentences:
            texts = sentence.text.split()
            words = tuple(
                Word(text, now + each * i / len(texts), now + each * (i + 1) / len(texts))
                for i, text in enumerate(texts)
            )
            spoken.append(SpokenSentence(sentence, number, Path("s.wav"), now, now + each, words, 1.0))
            now += each + 0.5
    return Narration(tuple(spoken), now + 1, 0)


def document(aspect: str = "16:9", each: float = 4.0, captions: str = "highlight") -> dict[str, Any]:
    spoken = narration(each=each)
    look = Look(Frame(*SIZES[aspect]), PALETTES[0], captions, 1)
    return assemble(SCRIPT, spoken, look, Media("words.json", ["s.wav"] * len(spoken.sentences), [], "s.wav"))


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_text_is_readable_on_every_background(palette: Palette) -> None:
    for ground in (palette.deep, palette.mid):
        assert contrast_ratio(parse_color(palette.ink), parse_color(ground)) >= 7
        assert contrast_ratio(parse_color(palette.soft), parse_color(ground)) >= 4.5
        assert contrast_ratio(parse_color(palette.accent), parse_color(ground)) >= 4.5


@pytest.mark.parametrize("aspect", sorted(SIZES))
@pytest.mark.parametrize("each", [0.4, 1.5, 4.0, 12.0])
def test_a_document_resolves_in_every_shape_and_pace(aspect: str, each: float) -> None:
    timeline = resolve(read_tree(json.loads(json.dumps(document(aspect, each)))), facts_of)
    assert (timeline.width, timeline.height) == SIZES[aspect]
    assert timeline.output.loudness == -14
    assert timeline.sounds[-1].duck is not None


@pytest.mark.parametrize("aspect", sorted(SIZES))
def test_headlines_and_captions_do_not_meet(aspect: str) -> None:
    timeline = resolve(read_tree(document(aspect)), facts_of)
    captions_top = timeline.height * (0.60 if aspect == "9:16" else 0.74)
    for layer in timeline.layers:
        if isinstance(layer.content, Lettering):
            half = (layer.content.height or layer.content.ink.size * 1.3) / 2
            assert layer.y.at(0) + half * (0.75 if layer.content.height else 1) < captions_top


def test_the_same_inputs_give_the_same_document() -> None:
    assert json.dumps(document()) == json.dumps(document())
    assert palette_for("A", 1) == palette_for("A", 1)


def test_chapters_begin_at_the_beginning() -> None:
    found = chapters(SCRIPT, narration())
    assert [title for title, _ in found] == ["How rice grows", "In the field"]
    assert found[0][1] == 0


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Farmers harvest over 500 million tonnes of it.", Figure("500 million", "tonnes")), ("It saves up to 50% of the water.", Figure("50%", "")),
        ("A bed will cost $49, and more.", Figure("$49", "")), ("After about 25 days it is tall.", Figure("25", "days")), ("In 1969 they landed.", None),
        ("They had 3 dogs.", None), ("Up to 2,500 litres of water.", Figure("2,500", "litres")), ("Seedlings are 15–20 cm tall.", Figure("15–20", "cm tall")), ("Prices: €3.50 → £4.", Figure("€3.50", "")), ("No number at all.", None),
        ("From -5 °C on it freezes.", Figure("-5°C", "")), ("At 1:30 pm they met.", None), ("It is 10x faster!", Figure("10x", "faster")),
        ("On 01/02/2026 or 2026-03-04 nothing came.", None), ("Call +1 (555) 010-9999.", None), ("Rund 180 Mio. € kostet es.", Figure("180 Mio. €", "")),
        ("لمدة 10 دقائق، ثم", Figure("10", "دقائق")), ("Version 2.3.1 of 192.168.0.1.", None),
    ],
)  # fmt: skip
def test_only_numbers_that_tell_something_are_shown_large(text: str, figure: Figure | None) -> None:
    assert figure_in(text) == figure


def test_what_an_earlier_run_made_among_the_pictures_is_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "v.reel" / "out").mkdir(parents=True)
    for name in ("field.jpg", "v.mp4", "v.jpg", "v.reel/out/video.mp4"):
        (tmp_path / name).write_bytes(b"x")
    made = frozenset(tmp_path.resolve() / name for name in ("v.mp4", "v.jpg", "v.reel"))
    assert [found.path.name for found in candidates_in(tmp_path, made)] == ["field.jpg"]
    (tmp_path / "field.jpg").unlink()
    with pytest.raises(InvalidInput, match="holds no picture"):
        candidates_in(tmp_path, made)


def test_pictures_are_matched_by_words_and_never_repeat_at_once(tmp_path: Path) -> None:
    for name in ("rice_field.jpg", "Harvesting-machine.png", "bowl of rice.webp", "notes.doc", ".hidden.jpg"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "IMG_0042.jpg").write_bytes(b"x")
    (tmp_path / "captions.json").write_text('{"IMG_0042.jpg": "volunteers counting salmon at night"}')
    found = candidates_in(tmp_path)
    assert len(found) == 4
    chosen = choose(
        ["the harvest begins", "salmon were counted", "a bowl", "fields of rice", "fields of rice", "zzz", "qqq"], found
    )
    assert [c.path.name for c in chosen[:4]] == [
        "Harvesting-machine.png",
        "IMG_0042.jpg",
        "bowl of rice.webp",
        "rice_field.jpg",
    ]
    assert all(one != two for one, two in zip(chosen, chosen[1:], strict=False))
    assert choose(["a", "b"], [Candidate(Path("one.jpg"), "picture", "one")])[1].path == Path("one.jpg")


def test_shots_follow_the_sentences_without_a_gap() -> None:
    spoken = narration()
    shots = divide(spoken)
    assert shots[0].start == 0
    assert shots[-1].end == spoken.duration
    assert all(one.end == two.start for one, two in zip(shots, shots[1:], strict=False))
    assert all(2 <= shot.end - shot.start <= 9 for shot in shots)
