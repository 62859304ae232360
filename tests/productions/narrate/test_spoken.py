import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.productions.narrate.spoken import spoken_form
from reelwright.transcript import Word
from reelwright.transcript.spoken_units import spoken_units


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("In 1984, 1,200 people came.", "In nineteen eighty-four, one thousand two hundred people came."),
        ("1200 kg of rice", "one thousand two hundred kilograms of rice"),
        ("They paid $5 & $3.5 billion.", "They paid five dollars and three point five billion dollars."),
        ("It costs $1.50, £2bn or €1.", "It costs one dollar and fifty cents, two billion pounds or one euro."),
        ("5–10% of it", "five to ten percent of it"),
        ("(1914–1918)", "(nineteen fourteen to nineteen eighteen)"),
        ("at 20 km/h over 3.5 km²", "at twenty kilometres per hour over three point five square kilometres"),
        ("1 km away, 2 km away", "one kilometre away, two kilometres away"),
        ("It was −5°C.", "It was minus five degrees Celsius."),
        ("on 2024-05-01.", "on May first twenty twenty-four."),
        ("at 10:30 and 3:05", "at ten thirty and three oh five"),
        ("the 21st of the 1990s", "the twenty-first of the nineteen nineties"),
        ("a 20-year-old", "a twenty-year-old"),
        ("World War II, chapter IV.", "World War two, chapter four."),
        ("#1 of 3x more, 1/2 of it", "number one of three times more, one half of it"),
        ("Dr. Lee, e.g. rice, etc.", "Doctor Lee, for example rice, et cetera."),
        ("No. 5 is here. No. It is not.", "number five is here. No. It is not."),
        ("See https://www.example.com/a?b=1, now.", "See example dot com, now."),
        ("Write to a.b@c.org.", "Write to a dot b at c dot org."),
        ("**bold** and `code` 🎉", "bold and code"),
        ("COVID-19, A380 and H2O", "COVID-19, A380 and H2O"),
    ],
)
def test_english_is_said_as_a_reader_would(written: str, said: str) -> None:
    assert spoken_form(written, "en-GB").text == said


def test_a_dash_between_words_is_heard_as_a_pause() -> None:
    assert spoken_form("Rice — the grain", "en").text == "Rice, the grain"


@pytest.mark.parametrize("text", ["Das kostet 5 € & 3 % mehr.", "En 1984, 20 km de riz.", "चावल 2024 में 5% बढ़ा।"])
def test_other_languages_leave_numbers_and_signs_to_the_voice(text: str) -> None:
    assert spoken_form(text, "xx").text == text


def test_what_no_voice_can_read_is_left_out_in_every_language() -> None:
    assert spoken_form("**Ris** 🎉 https://example.com/a", "sv").text == "Ris example.com"


@given(st.text(max_size=80), st.sampled_from(["en", "de", "zh"]))
def test_every_written_piece_has_its_share_of_what_is_said(text: str, language: str) -> None:
    spoken = spoken_form(text, language)
    assert len(spoken.written) == len(spoken.counts)
    assert sum(spoken.counts) == len(spoken_units(spoken.text))


def test_unspaced_scripts_are_shown_bit_by_bit_without_their_markup() -> None:
    spoken = spoken_form("**水稻**在2024年增长", "zh")
    assert "".join(spoken.written) == "水稻在2024年增长"
    assert len(spoken.written) > 2


@given(
    st.lists(
        st.one_of(
            st.text("abc1290.,-–%$€°CkmsIVX:/#@&", min_size=1, max_size=9),
            st.sampled_from(["$3.5", "billion", "20", "km", "1984", "—", "etc.", "🎉", "5–10%"]),
        ),
        max_size=12,
    )
)  # fmt: skip
def test_word_times_come_back_to_the_writers_words_in_order(pieces: list[str]) -> None:
    spoken = spoken_form(" ".join(pieces), "en")
    units = spoken_units(spoken.text)
    assert sum(spoken.counts) == len(units)
    if units:
        words = spoken.times_of_written([Word(unit, place, place + 0.5) for place, unit in enumerate(units)])
        assert [word.text for word in words] == list(spoken.written)
        assert all(a.start <= b.start and a.end <= b.end for a, b in itertools.pairwise(words))


def test_a_number_of_several_spoken_words_takes_their_whole_time() -> None:
    spoken = spoken_form("About 1,200 people", "en")
    words = spoken.times_of_written([Word(unit, place, place + 1) for place, unit in enumerate(spoken.text.split())])
    assert words == (Word("About", 0, 1), Word("1,200", 1, 5), Word("people", 5, 6))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Butter, 225 g (8 oz)", "Butter, two hundred and twenty-five grams (eight ounces)"), ("Bake for 45–50 min.", "Bake for forty-five to fifty minutes."),
        ("juice of 1 ½ lemons", "juice of one and a half lemons"), ("Add 2¾ cups, then ½ more.", "Add two and three quarters cups, then a half more."),
        ("2^10 bytes", "2 to the power of 10 bytes"),
    ],
)  # fmt: skip
def test_recipes_and_powers_are_said(written: str, said: str) -> None:
    assert spoken_form(written, "en").text == said
