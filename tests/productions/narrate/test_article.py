import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.article import MOST_BYTES, parse_article, read_text
from reelwright.productions.narrate.html_text import html_as_markdown

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


def test_a_first_heading_that_says_the_title_again_is_no_section() -> None:
    article = parse_article(
        "---\ntitle: Night ferries\n---\n# Night ferries banned\n\nThey sank.\n\n## Why\n\nFog.", "x.md"
    )
    assert [part.title for part in article.parts] == ["", "Why"]


def test_a_table_of_two_columns_is_told_and_a_larger_one_is_counted() -> None:
    article = parse_article(
        "# Cake\n\n| What | How much |\n|---|---|\n| Butter | 225 g |\n| Eggs | 4 |\n\n| Year | A | B |\n|---|---|---|\n| x | 2 | 3 |\n",
        "x.md",
    )
    assert article.parts[0].paragraphs == ["Butter: 225 g", "Eggs: 4"]
    assert article.tables == 1


def test_what_belongs_to_the_page_is_left_out() -> None:
    said = ["By the river they met.", "Copying is easy.", "Fetch milk", "Share the bread among four."]
    page = [
        "By Ann O'Neill",
        "12 May · 5 min read",
        "© 2026 The Post. All rights reserved.",
        "Share this: Mastodon | Mail",
    ]
    text = (
        f"{page[0]}\n\n{page[1]}\n\n{said[0]}\n\n{said[1]}\n\n- [x] {said[2]}\n\n{said[3]}\n\n{page[2]}\n\n{page[3]}\n"
    )
    assert parse_article(text, "x.md").parts[0].paragraphs == said


PAGE = """<!DOCTYPE html><html lang=en><head><title>Bees | The Garden</title><style>p{}</style><script>"<p>no</p>"</script></head>
<body><nav><a href=/>Home</a></nav><div>Cookies</div><article><h1>Bees &amp; flowers</h1><p>They *visit* <b>5,000</b> a day.<p>1. is a
number<br>here <img src=b.jpg alt="a bee"></p><ul><li>Round: near<li>Waggle: far</ul>
<table><tr><th>Bee<th>Flies<tr><td>Honey<td>5 km</table></article><footer>&copy; nobody</footer></body></html>"""


def test_a_web_page_is_read_as_its_article(tmp_path: Path) -> None:
    (tmp_path / "bees.html").write_text(PAGE)
    article = parse_article(read_text(tmp_path / "bees.html"), "bees.html")
    assert article.title == "Bees & flowers"
    assert [(part.title, part.paragraphs) for part in article.parts] == [
        ("", ["They *visit* 5,000 a day.", "1. is a number here", "Round: near", "Waggle: far", "Honey: 5 km"])
    ]
    assert article.parts[0].pictures == ["a bee"]


def test_a_page_without_an_article_is_read_whole_and_named_by_its_title() -> None:
    page = "<html><head><title>Bees | Garden</title></head><body><div>They fly.</div><div>They dance.</div>"
    assert html_as_markdown(page) == "# Bees\n\nThey fly.\n\nThey dance.\n"


@given(st.text(alphabet="<>/hptliabrd1 \"'=!-", max_size=80))
def test_any_page_is_read(page: str) -> None:
    assert html_as_markdown(page).endswith("\n")


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
