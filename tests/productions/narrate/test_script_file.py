import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.script import Script, Section, Sentence
from reelwright.productions.narrate.script_file import is_script, parse_script, place_script, write_script
from reelwright.providers.text import Source

_PIECE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs")), min_size=1, max_size=12)
_LINE = st.builds(
    lambda mark, word, rest: " ".join([mark + word, *rest]).strip(),
    st.sampled_from(["", "#", "# ", "> ", "> picture: ", "\\", "<!--", "--> ", "- ", "- [a](b)", "- [", "---"]),
    st.text("abcXYZ019", min_size=1, max_size=6),
    st.lists(_PIECE, max_size=4),
).map(lambda line: " ".join(line.split()))
_PLAIN = st.lists(st.text("abcXYZ019,", min_size=1, max_size=6), max_size=4).map(" ".join)
_SENTENCE = st.builds(Sentence, _LINE, _PLAIN, st.one_of(st.none(), st.sampled_from([0.0, 0.25, 1.5, 30.0])))
_SECTION = st.builds(
    Section, st.one_of(_PLAIN, st.just("Sources")), st.lists(_SENTENCE, min_size=1, max_size=4).map(tuple)
)
_SCRIPT = st.builds(
    Script,
    _PLAIN.filter(bool),
    st.sampled_from(["en", "pt-BR", "zh"]),
    st.lists(_SECTION, min_size=1, max_size=3).map(tuple),
    st.lists(st.builds(Source, _PIECE, st.text("abc/()?=%.:é", max_size=9).map("https://{}".format)), max_size=3).map(
        tuple
    ),
)


@given(_SCRIPT)
def test_a_script_comes_back_from_its_file_unchanged(script: Script) -> None:
    text = write_script(script)
    assert is_script(text)
    assert parse_script(text, "script.md", "xx") == script


@given(st.text(st.sampled_from(list("#> \n-picture:se<!1.5\\é")), max_size=120))
def test_an_edit_by_hand_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(InvalidInput):
        assert parse_script(text, "script.md", "en").sentences


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ("# A\n\n> picture: early", 3),
        ("# A\n# B\nText.", 2),
        ("Text.\n> colour: red", 2),
        ("---\nlanguage: en\n---\nText.\n> pause: 90", 5),
    ],
)
def test_a_fault_names_its_line(lines: str, line: int) -> None:
    with pytest.raises(InvalidInput, match=f"line {line}:"):
        parse_script(lines, "script.md", "en")


def test_notes_and_rules_are_not_spoken() -> None:
    script = parse_script("# T\n<!-- one\nnot said -->\nSaid.\n***\n<!-- two -->\n> pause: 2 s\n", "s", "en")
    assert script.sentences == (Sentence("Said.", pause=2.0),)


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    text = "---\nlanguage: fr\n---\n# Titre\n\n## Un\n\nLa phrase.\n> picture: riz\n"
    assert parse_script("\ufeff" + text.replace("\n", "\r\n"), "s", "en") == parse_script(text, "s", "en")


@pytest.mark.parametrize("text", ["", "# Only a title", "## A\n## B", "<!-- all of it"])
def test_a_script_without_a_sentence_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match=re.escape("s holds no sentence")):
        parse_script(text, "s", "en")


def test_an_article_is_not_taken_for_a_script() -> None:
    assert not is_script("# Rice\n\n> A quotation.\n\nIt grows in water.\n")


@given(_SCRIPT)
def test_every_sentence_is_found_at_its_lines(script: Script) -> None:
    text = write_script(script)
    placed = place_script(text, "script.md", "xx")
    lines = text.splitlines()
    for section, rows, heading in zip(script.sections, placed.lines, placed.headings, strict=True):
        assert lines[heading].startswith("##")
        for (start, _), sentence in zip(rows, section.sentences, strict=True):
            assert lines[start] in (sentence.text, f"\\{sentence.text}")


def test_a_section_called_sources_is_spoken_where_it_holds_sentences() -> None:
    script = parse_script("# T\n## Sources\nThe Nile has two.\n- [Nile](https://a.b/)\n", "s", "en")
    assert script.sentences == (Sentence("The Nile has two."),)
    assert script.sources == (Source("Nile", "https://a.b/"),)
