"""SubRip, WebVTT, ASS and word lists, there and back."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.captions.cues import Cue
from reelwright.captions.formats.ass import parse_ass, write_ass
from reelwright.captions.formats.srt import parse_srt, write_srt
from reelwright.captions.formats.vtt import parse_vtt, write_vtt
from reelwright.captions.joining import needs_space
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


words_in_time = st.lists(
    st.tuples(st.text(alphabet="abcäß日本ñ'", min_size=1, max_size=8), st.integers(1, 90), st.integers(0, 40)),
    min_size=1,
    max_size=8,
)


@given(words_in_time, st.integers(0, 360_000))
def test_ass_keeps_every_word_and_its_time_to_a_hundredth(rows: list[tuple[str, int, int]], first: int) -> None:
    words, at = [], first
    for text, length, gap in rows:
        words.append(Word(text, at / 100, (at + length) / 100))
        at += length + gap
    cue = Cue(first / 100, at / 100, (tuple(words),))
    spaced = all(needs_space(left.text, right.text) for left, right in pairwise(words))
    read = [word for found in parse_ass(write_ass([cue])) for word in found.words]
    if spaced:
        assert [word.text for word in read] == [word.text for word in words]
        assert [word.start for word in read] == pytest.approx([word.start for word in words], abs=0.011)
    assert "".join(word.text for word in read) == "".join(word.text for word in words)


def test_ass_of_other_programs_is_read() -> None:
    text = (
        "[Script Info]\n[V4+ Styles]\nFormat: Name\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        "Comment: 0,0:00:00.00,0:00:09.00,Default,,0,0,0,,not shown\n"
        "Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,{\\i1}Later, with a comma{\\i0}\\Nand a line\n"
        "Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\\k50}Ka{\\k25}ra{\\k75} oke\n"
        "Dialogue: 0,0:00:05.00,0:00:06.00,Default,,0,0,0,,{\\p1}m 0 0 l 10 10{\\p0}\n"
    )
    first, second = parse_ass(text)
    assert [(word.text, word.start, word.end) for word in first.words] == [("Kara", 1.0, 1.75), ("oke", 1.75, 2.5)]
    assert second.text == "Later, with a comma\nand a line"


@pytest.mark.parametrize(
    "line", ["Dialogue: 0,zero,0:00:01.00,Default,text", "Dialogue: 0,0:00:02.00,0:00:01.00,Default,text"]
)
def test_a_fault_in_ass_names_its_line(line: str) -> None:
    with pytest.raises(InvalidInput, match=r"x\.ass, line 3"):
        parse_ass(f"[Events]\nFormat: Layer, Start, End, Style, Text\n{line}\n", "x.ass")


@pytest.mark.parametrize(
    "tree",
    [
        {"segments": [{"start": 0, "words": [{"word": " Rice", "start": 0.5, "end": 1.0}, {"word": " grows.", "start": 1.0, "end": 1.5}]}]},
        {"results": {"items": [
            {"type": "pronunciation", "start_time": "0.5", "end_time": "1.0", "alternatives": [{"content": "Rice"}]},
            {"type": "pronunciation", "start_time": "1.0", "end_time": "1.5", "alternatives": [{"content": "grows"}]},
            {"type": "punctuation", "alternatives": [{"content": "."}]}]}},
        {"results": {"channels": [{"alternatives": [{"words": [
            {"word": "rice", "punctuated_word": "Rice", "start": 0.5, "end": 1.0}, {"word": "grows", "punctuated_word": "grows.", "start": 1, "end": 1.5}]}]}]}},
        {"audio_url": "x", "words": [{"text": "Rice", "start": 500, "end": 1000, "confidence": 1}, {"text": "grows.", "start": 1000, "end": 1500, "confidence": 1}]},
        {"words": [{"type": "word", "text": "Rice", "start": 0.5, "end": 1.0}, {"type": "spacing", "text": " ", "start": 1.0, "end": 1.0},
                   {"type": "word", "text": "grows.", "start": 1.0, "end": 1.5}]},
        {"alignment": {"characters": list("Rice grows."), "character_start_times_seconds": [0.5, 0.6, 0.7, 0.8, 1, 1, 1.1, 1.2, 1.3, 1.4, 1.5],
                       "character_end_times_seconds": [0.6, 0.7, 0.8, 1.0, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.5]}},
        {"words": [{"text": "Rice", "start": 0.5, "end": 1.0}, {"text": "grows.", "start": 1.0, "end": 1.5}]},
    ],
    ids=["whisper", "aws", "deepgram", "assemblyai", "elevenlabs", "elevenlabs characters", "ours"],
)  # fmt: skip
def test_the_words_of_every_recogniser_are_read(tree: dict) -> None:
    words = words_of(json.dumps(tree), "words.json")
    assert [(word.text, word.start, word.end) for word in words] == [("Rice", 0.5, 1.0), ("grows.", 1.0, 1.5)]
