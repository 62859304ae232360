"""SubRip and WebVTT, there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.captions.cues import Cue
from reelwright.captions.formats.srt import parse_srt, write_srt
from reelwright.captions.formats.vtt import parse_vtt, write_vtt
from reelwright.captions.reading import words_of
from reelwright.errors import InvalidInput
from reelwright.transcript import Word, parse_words, words_json

TOKEN = st.text(alphabet="abcZé0&<>'\"!.,-", min_size=1, max_size=8).filter(
    lambda token: "-->" not in token and not token.isdigit()
)
LINES = st.lists(st.lists(TOKEN, min_size=1, max_size=5), min_size=1, max_size=2)


def cue_from(lines: list[list[str]], start: float) -> Cue:
    return Cue(start, start + 1.5, tuple(tuple(Word(token, start, start + 1.5) for token in line) for line in lines))


@given(st.lists(LINES, min_size=1, max_size=8))
def test_webvtt_reads_back_what_was_written(texts: list[list[list[str]]]) -> None:
    cues = [cue_from(lines, 2.0 * i) for i, lines in enumerate(texts)]
    back = parse_vtt(write_vtt(cues))
    assert [(cue.start, cue.end, cue.text) for cue in back] == [(cue.start, cue.end, cue.text) for cue in cues]


@given(
    st.lists(
        st.lists(
            st.lists(
                st.text(alphabet="abcZé0'!.,", min_size=2, max_size=8).filter(lambda t: not t.isdigit()),
                min_size=1,
                max_size=5,
            ),
            min_size=1,
            max_size=2,
        ),
        min_size=1,
        max_size=8,
    )
)
def test_subrip_reads_back_what_was_written(texts: list[list[list[str]]]) -> None:
    cues = [cue_from(lines, 2.0 * i) for i, lines in enumerate(texts)]
    back = parse_srt(write_srt(cues))
    assert [(cue.start, cue.end, cue.text) for cue in back] == [(cue.start, cue.end, cue.text) for cue in cues]


def test_a_tolerant_reading_of_what_people_have() -> None:
    text = "\ufeff1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Hello</i> {\\an8}there\r\n\r\n00:03.5 --> 00:04.25 position:50%\r\nNo number &amp; dot\r\n3\r\n00:00:05,000 --> 00:00:06,000\r\nGlued on\r\n"
    assert [(cue.start, cue.end, cue.text) for cue in parse_srt(text)] == [
        (1, 2.5, "Hello there"),
        (3.5, 4.25, "No number & dot"),
        (5, 6, "Glued on"),
    ]


def test_webvtt_passes_over_notes_styles_and_tags() -> None:
    text = "WEBVTT - title\n\nNOTE a --> b\nmore\n\nSTYLE\n::cue { color: red }\n\nid\n00:01.000 --> 00:02.000 align:start\n<v Ann><00:01.500>Fish &lt;3</v>\n"
    assert [(cue.start, cue.text) for cue in parse_vtt(text)] == [(1.0, "Fish <3")]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.srt", "1\n00:00:0x,000 --> 00:00:02,000\nHi\n", "line 2"), ("a.srt", "just text", "no cue"), ("a.vtt", "00:01.000 --> 00:02.000\nHi", "WEBVTT"),
        ("a.srt", "00:00:05,000 --> 00:00:02,000\nHi\n", "ends before"), ("a.txt", "", "not a caption file"), ("a.json", "{}", "list of words"),
        ("a.json", '[{"text": "a"}]', "row 0"), ("a.json", '[{"text": "a", "start": 2, "end": 1}]', "ends before"), ("a.json", "[", "not JSON"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_where(name: str, text: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        words_of(text, name)


def test_words_of_a_cue_share_its_time_by_length() -> None:
    words = parse_srt("1\n00:00:00,000 --> 00:00:02,000\nA considerable thing\n")[0].words
    assert words[0].start == 0
    assert words[-1].end == 2
    assert words[1].end - words[1].start > 3 * (words[0].end - words[0].start)


def test_the_word_list_reads_back_and_other_tools_lists_are_read() -> None:
    words = [Word("Reis", 0.1, 0.5), Word("wächst.", 0.6, 1.0)]
    assert parse_words(words_json(words)) == words
    assert parse_words('{"words": [{"word": "Hi", "start": 0, "end": 1}]}') == [Word("Hi", 0, 1)]
