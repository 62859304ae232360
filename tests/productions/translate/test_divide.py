"""Files divided into texts and put together again."""

from __future__ import annotations

import json

import pytest

from reelwright.errors import InvalidInput
from reelwright.productions.translate.divide import divide

SRT = "1\r\n00:00:01,000 --> 00:00:02,500\r\nHello <i>world</i>,\r\nhow are you?\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n- Fine.\r\n- Good.\r\n"
VTT = """WEBVTT - Kitchen

STYLE
::cue { color: lime }

NOTE 00:00 is when it starts

intro
00:01.000 --> 00:02.500 align:start line:90%
<v Anna>Fish &amp; chips

00:03.000 --> 00:04.000
♪
"""
ASS = """[Script Info]
Title: Dialogue: not this

[V4+ Styles]
Format: Name, Fontname
Style: Big,Arial

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:01.00,Big,,0,0,0,,a note
Dialogue: 0,0:00:01.00,0:00:02.50,Big,Anna,0,0,0,,{\\an8\\b1}Hello, {\\i1}world{\\i0}\\Nhow are you?
Dialogue: 0,0:00:03.00,0:00:04.00,Big,,0,0,0,,{\\k50}La{\\k50}la
Dialogue: 0,0:00:05.00,0:00:06.00,Big,,0,0,0,,{\\p1}m 0 0 l 1 1
"""
MARKDOWN = """---
title: kept
---

# Rice, a *history*

Rice grows in water,
see [the page](https://example.com/rice) and `cook(rice)`.

> Quoted words

1. First step
   goes on
2. [ ] Second step

| Name | Use |
| --- | --- |
| Rice |  food |

```sh
echo "not this"
```

    also code

[link]: https://example.com
"""


def loud(text: str, name: str) -> str:
    """The file with every text in capitals."""
    divided = divide(text, name)
    return divided.rebuilt([piece.text.upper() for piece in divided.pieces])


def texts(text: str, name: str) -> list[str]:
    return [piece.text for piece in divide(text, name).pieces]


def test_srt_keeps_numbers_and_times_and_lines_of_several_speakers() -> None:
    assert texts(SRT, "a.srt") == ["Hello world, how are you?", "Fine.", "Good."]
    assert loud(SRT, "a.srt") == (
        "1\n00:00:01,000 --> 00:00:02,500\nHELLO WORLD,\nHOW ARE YOU?\n\n2\n00:00:03,000 --> 00:00:04,000\n- FINE.\n- GOOD.\n"
    )


def test_srt_without_blank_lines_is_taken_too() -> None:
    tight = "1\n00:00:01,000 --> 00:00:02,000\none\n2\n00:00:02,000 --> 00:00:03,000\ntwo"
    assert texts(tight, "a.srt") == ["one", "two"]
    assert loud(tight, "a.srt") == tight.replace("one", "ONE").replace("two", "TWO")


def test_vtt_keeps_styles_notes_names_and_settings() -> None:
    assert texts(VTT, "a.vtt") == ["Fish & chips", "♪"]
    assert loud(VTT, "a.vtt") == VTT.replace("<v Anna>Fish &amp; chips", "FISH &amp; CHIPS")


def test_ass_keeps_styles_places_and_drawings() -> None:
    assert texts(ASS, "a.ass") == ["Hello, world how are you?", "Lala"]
    expected = ASS.replace("Hello, {\\i1}world{\\i0}\\Nhow are you?", "HELLO, WORLD\\NHOW ARE YOU?")
    assert loud(ASS, "a.ass") == expected.replace("{\\k50}La{\\k50}la", "LALA")


def test_a_long_caption_gets_a_line_more() -> None:
    divided = divide(SRT, "a.srt")
    said = divided.rebuilt(["palabras muy largas " * 5, "Bien.", "Bueno."]).split("\n")[2:5]
    assert all(0 < len(line) <= 42 for line in said)


def test_words_share_the_time_of_their_sentence() -> None:
    rows = [("Rice", 0, 0.5), ("grows.", 0.5, 1.0), ("It", 1.2, 1.4), ("takes", 1.4, 1.8), ("time.", 1.8, 2.4)]
    text = json.dumps([{"text": word, "start": start, "end": end} for word, start, end in rows])
    divided = divide(text, "words.json")
    assert [piece.text for piece in divided.pieces] == ["Rice grows.", "It takes time."]
    told = json.loads(divided.rebuilt(["El arroz crece.", "Tarda."]))
    assert [row["text"] for row in told] == ["El", "arroz", "crece.", "Tarda."]
    assert (told[0]["start"], told[2]["end"], told[3]["start"], told[3]["end"]) == (0, 1.0, 1.2, 2.4)


def test_markdown_keeps_its_marks_code_and_addresses() -> None:
    assert texts(MARKDOWN, "a.md") == [
        "Rice, a *history*", "Rice grows in water, see [the page](https://example.com/rice) and `cook(rice)`.", "Quoted words",
        "First step goes on", "Second step", "Name", "Use", "Rice", "food",
    ]  # fmt: skip
    assert divide(MARKDOWN, "a.md").pieces[1].kept == ("(https://example.com/rice)", "`cook(rice)`")
    same = divide(MARKDOWN, "a.md")
    expected = MARKDOWN.replace("water,\nsee", "water, see").replace("step\n   goes", "step goes")
    assert same.rebuilt([piece.text for piece in same.pieces]) == expected


def test_plain_text_keeps_its_paragraphs() -> None:
    text = "First line\nof one.\n\n\n# not a heading\n"
    assert loud(text, "a.txt") == "FIRST LINE OF ONE.\n\n\n# NOT A HEADING\n"


@pytest.mark.parametrize(("text", "name"), [("x", "a.pdf"), ("", "a.txt"), ("no times here", "a.srt"), ("{", "a.json")])
def test_what_cannot_be_translated_is_told(text: str, name: str) -> None:
    with pytest.raises(InvalidInput):
        divide(text, name)
