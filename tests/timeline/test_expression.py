"""The expression language: right answers, kept types, and one kind of error."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.timeline.expression import ExpressionError, evaluate

NAMES = {
    "name": "Rice",
    "n": 3,
    "half": 0.5,
    "yes": True,
    "photos": ["a.jpg", "b.jpg"],
    "talk": {"title": "Hi", "n": 2},
    "none": None,
}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("name", "Rice"), ("n + 1", 4), ("n * half", 1.5), ("-n", -3), ("7 % 4", 3), ("(1 + 2) * 3", 9), ("1 + 2 * 3", 7),
        ("name == 'Rice'", True), ("n > 2 and n < 4", True), ("not yes", False), ("not not yes", True), ("n < 2 or name != ''", True),
        ("'a' in name", False), ("'ic' in name", True), ("photos[0]", "a.jpg"), ("photos[-1]", "b.jpg"), ("talk.title", "Hi"), ("talk['n']", 2),
        ("len(photos)", 2), ("upper(name)", "RICE"), ("format(1234.5, ',.2f')", "1,234.50"), ("format(0.256, '.0%')", "26%"),
        ("n > 2 ? 'many' : 'few'", "many"), ("yes ? n : missing", 3), ("false and missing", False), ("true or missing", True),
        ("join(photos, ' + ')", "a.jpg + b.jpg"), ("round(2.567, 1)", 2.6), ("min(n, 2)", 2), ("max(1, 5, 2)", 5), ("none == null", True),
        ("'it\\'s'", "it's"), ('"x" + "y"', "xy"), ("text(2.0)", "2"), ("abs(-2)", 2), ("true", True),
    ],
)  # fmt: skip
def test_expressions_have_their_values(source: str, value: Any) -> None:
    found = evaluate(source, NAMES)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("nme", "did you mean 'name'"), ("1 / 0", "division by zero"), ("name + 1", "cannot use"), ("photos[9]", "outside"), ("talk.titel", "there is no"),
        ("1 +", "ends too early"), ("(1", "expected"), ("foo(1)", "no function"), ("len(3)", "len of"), ("1 < 'a'", "cannot compare"),
        ("__import__('os')", "no function"), ("name.__class__", "cannot take"), ("9" * 400 + " * 9", "too large"), ("(" * 300 + "1" + ")" * 300, "too deeply"),
        ("1 2", "unexpected"), ("", "ends too early"), ("upper(name, 1)", "does not take"), ("format(1, '%s')", "format takes"),
    ],
)  # fmt: skip
def test_what_has_no_value_says_why(source: str, words: str) -> None:
    with pytest.raises(ExpressionError, match=words):
        evaluate(source, NAMES)


@given(st.text(alphabet="abcnphotostalk.()[]{}+-*/%<>=!?:,'\"0123456789 _andornotinlen", max_size=60))
def test_any_text_gives_a_value_or_that_one_error(source: str) -> None:
    try:
        evaluate(source, NAMES)
    except ExpressionError:
        pass
