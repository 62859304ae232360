from hypothesis import given
from hypothesis import strategies as st

from reelwright.productions.narrate.long_sentences import divided


@given(st.text("abc ,;:。，-–", max_size=1500).map(lambda text: " ".join(text.split())))
def test_parts_are_short_and_together_say_the_same(text: str) -> None:
    parts = divided(text)
    assert all(len(part) <= 260 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_sentence_of_one_breath_stays_whole() -> None:
    assert divided("Rice, wheat; maize.") == ["Rice, wheat; maize."]


def test_a_long_sentence_is_cut_at_its_strongest_pause() -> None:
    first, second = "a word, " * 20 + "end;", "another word, " * 12 + "end."
    assert divided(f"{first} {second}") == [first, second]
