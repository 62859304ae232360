from hypothesis import given
from hypothesis import strategies as st

from reelwright.speaking.engine_text import engine_text, plain_ascii, speakable


@given(st.lists(st.lists(st.text(max_size=4), min_size=1, max_size=3), max_size=8))
def test_every_place_in_the_text_leads_back_to_the_unit_written_there(tokens: list[list[str]]):
    units = [unit for token in tokens for unit in token]
    said = engine_text(tokens, plain_ascii)
    for unit, start in zip(said.units, said.starts, strict=True):
        spelt = plain_ascii(units[unit])
        assert said.text[start : start + len(spelt)] == spelt
        assert {said.unit_at(place) for place in range(start, start + len(spelt))} == {unit}


def test_units_without_anything_sayable_are_left_out():
    said = engine_text([["a"], ["\x00"], ["b", "c"]], speakable)
    assert (said.text, said.units, said.starts) == ("a bc", (0, 2, 3), (0, 2, 3))


def test_typography_and_accents_become_plain_letters():
    assert plain_ascii("“Café”…") == '"Cafe"...'
    assert plain_ascii("it’s") == "it's"
    assert plain_ascii("Straße") == "Strasse"
    assert plain_ascii("你好") == ""


@given(st.text())
def test_plain_text_has_no_space_that_would_make_another_token(unit: str):
    assert all("!" <= char <= "~" for char in plain_ascii(unit))
