"""Scripts written as dialogues; and that others are left alone."""

from __future__ import annotations

import pytest

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.script_file import parse_script, write_script


def _said(body: str, head: str = "", cast: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    text = f"---\nlanguage: en\n{head}---\n# T\n## S\n{body}"
    script = parse_script(text, "script.md", "en", cast)
    assert parse_script(write_script(script), "script.md", "en") == script
    return [(sentence.speaker, sentence.text) for sentence in script.sentences]


def test_lines_with_names_are_said_by_those() -> None:
    body = "Anna: Hello, Ben.\n> pause: 2\nDr. Ben Lee: Hello: how are you?\nAnna: Well.\n"
    assert _said(body) == [("Anna", "Hello, Ben."), ("Dr. Ben Lee", "Hello: how are you?"), ("Anna", "Well.")]


@pytest.mark.parametrize(
    "body",
    [
        "Note: rice is green.\nNote: it grows.\n",
        "Monday: rain.\nTuesday: sun.\n",
        "Anna: Hello.\nBen: Hello.\nThey smile.\nAnna: Yes.\n",
        "It is 10:30 now.\nhttps://example.org is good.\n",
        "and so: this.\nthen: that.\nand so: more.\n",
    ],
)
def test_other_texts_are_no_dialogues_and_stay_as_they_are(body: str) -> None:
    assert [speaker for speaker, _ in _said(body)] == [""] * body.count("\n")
    text = f"---\nlanguage: en\nscript: 1\n---\n# T\n\n## S\n\n{body}"
    assert write_script(parse_script(text, "s", "en")) == text


def test_a_cast_in_the_head_names_who_speaks() -> None:
    said = _said("They meet.\nanna: Hello.\nBen: Hi.\nNote: rice.\n", "cast: Anna=elevenlabs:Rachel, Ben\n")
    assert said == [("", "They meet."), ("Anna", "Hello."), ("Ben", "Hi."), ("", "Note: rice.")]


def test_a_cast_that_is_given_goes_before_the_heads() -> None:
    text = "---\ncast: Anna=a:b\n---\n# T\n## S\nAnna: Hello.\nBen: Hi.\n"
    script = parse_script(text, "s", "en", ("Anna=openai:nova", "Ben = espeak:en-gb"))
    assert script.cast == (("Anna", "openai:nova"), ("Ben", "espeak:en-gb"))
    assert script.speakers == ("Anna", "Ben")


@pytest.mark.parametrize("cast", ["=espeak:de", "4=x", "A:b=x"])
def test_a_cast_without_a_name_is_refused(cast: str) -> None:
    with pytest.raises(InvalidInput):
        parse_script("# T\n## S\nHello.\n", "s", "en", (cast,))


def test_a_cast_that_names_some_leaves_the_others_of_a_dialogue_theirs() -> None:
    said = _said("Anna: Hello.\nBen: Hi.\nAnna: Bye.\n", cast=("Anna=openai:nova",))
    assert said == [("Anna", "Hello."), ("Ben", "Hi."), ("Anna", "Bye.")]
