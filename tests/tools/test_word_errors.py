"""How the bench of recognition counts what was heard wrong."""

from __future__ import annotations

import pytest
from bench.recognition import plain, said, word_errors


@pytest.mark.parametrize(
    ("heard", "errors"),
    [("a b c d", 0), ("a x c d", 1), ("a c d", 1), ("a b b c d", 1), ("", 4), ("b c d e", 2), ("x y z w v", 5)],
)
def test_the_fewest_changes_are_counted(heard: str, errors: int) -> None:
    assert word_errors(["a", "b", "c", "d"], heard.split()) == errors
    assert word_errors(heard.split(), ["a", "b", "c", "d"]) == errors


def test_words_are_compared_without_case_and_punctuation() -> None:
    assert plain("And so, my Fellow Americans: don’t!") == ["and", "so", "my", "fellow", "americans", "don't"]
    assert len(said()) == 58
