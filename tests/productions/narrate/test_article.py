import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.article import MOST_BYTES, parse_article, read_text

ARTICLE = """---
title: "Of barns"
lang: en-GB
---
Introduction
============

Some *text* with a [link](http://x.y), `code` and ![a red barn](b.png) more.[^1]
It goes on.<br>And on &amp; on.

## A list

- one item
- two items

| not | said |
|---|---|
| 1 | 2 |

```python
not_said()
```

<div>not said</div>

## Empty

[^1]: a note not said
    that goes on.
"""


def test_markdown_becomes_title_sections_and_plain_paragraphs() -> None:
    article = parse_article(ARTICLE, "barns.md")
    assert (article.title, article.language) == ("Of barns", "en-GB")
    assert [(part.title, part.paragraphs) for part in article.parts] == [
        ("Introduction", ["Some text with a link, code and more. It goes on. And on & on."]),
        ("A list", ["one item", "two items"]),
    ]
    assert article.parts[0].pictures == ["a red barn"]


def test_the_first_heading_is_the_title_when_nothing_else_names_one() -> None:
    assert parse_article("# Barns\n\nThey are red.", "x.md").title == "Barns"


def test_plain_text_keeps_indented_lines_and_takes_a_short_first_line_as_title() -> None:
    article = parse_article("Barns\n\n    They are red.\n    Some are not.\n", "x.txt")
    assert article.title == "Barns"
    assert article.parts[0].paragraphs == ["They are red. Some are not."]


def test_a_text_without_a_title_is_named_after_its_file() -> None:
    assert parse_article("They are red.", "red-barns.md").title == "Red Barns"


@pytest.mark.parametrize("text", ["# Only a heading", "***", "![alt](a.png)", "```\ncode\n```"])
def test_an_article_with_nothing_to_say_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="no sentence"):
        parse_article(text, "x.md")


@given(st.text(max_size=200))
def test_any_text_is_an_article_or_refused(text: str) -> None:
    with contextlib.suppress(InvalidInput):
        assert all(part.paragraphs for part in parse_article(text, "x.md").parts)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Où est le café ?".encode(encoding))
    assert read_text(path) == "Où est le café ?"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\x7fELF\0\0\0", "is not a text file"),
        (b"%PDF-1.7 text", "is not a text file"),
        (b"\x89PNG\r\n\x1a\nIHDR \xff\xd8 and so on", "is not a text file"),
        ("Это старая кодировка.".encode("cp1251"), "is not a text file"),
        (b"a" * (MOST_BYTES + 1), "is larger than"),
    ],
    ids=["empty", "blank", "program", "pdf", "picture", "guesswork", "large"],
)
def test_what_is_no_article_is_refused_with_the_reason(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    with pytest.raises(InvalidInput, match=message) as caught:
        read_text(path)
    assert caught.value.hint


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.md"):
        with pytest.raises(InvalidInput):
            read_text(path)
