import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.transcript.spoken_units import lacks_spaces, spoken_units

MIXED = st.text(
    alphabet=st.sampled_from("ab1 ,.!「」（）。、我你好今日はのカターっสวัดีเไ์้មក្ខာမင်္ဂລາ한글ع😀é\u200d\u0301\n"),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Plain words, here — 3.5!", ["Plain", "words,", "here", "—", "3.5!"]),
        ("我（小明）说：“你好”。", ["我", "（小", "明）", "说：", "“你", "好”。"]),
        ("今日は良い天気です。「東京タワー」", ["今日は", "良い", "天気です。", "「東京", "タワー」"]),
        ("我用Python3写代码", ["我", "用", "Python3", "写", "代", "码"]),
        ("เด็กไป", ["เด็ก", "ไป"]),
        ("안녕하세요 세계", ["안녕하세요", "세계"]),
        ("", []),
    ],
)
def test_texts_are_cut_where_words_are_or_may_be(text: str, units: list[str]):
    assert spoken_units(text) == units


@given(MIXED)
def test_the_pieces_join_to_the_text_and_none_is_empty(text: str):
    units = spoken_units(text)
    assert "".join(units) == "".join(text.split())
    assert all(units)


@given(st.text())
def test_a_text_with_spaces_only_is_cut_at_spaces(text: str):
    if not lacks_spaces(text):
        assert spoken_units(text) == text.split()


@given(MIXED)
def test_no_piece_begins_with_a_mark_that_belongs_to_the_one_before(text: str):
    for token in text.split():
        assert not any(unit[0] in "。、」）\u0301์้" for unit in spoken_units(token)[1:])
