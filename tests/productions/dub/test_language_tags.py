"""Languages by tag or by name."""

from __future__ import annotations

import pytest

from reelwright.errors import InvalidInput
from reelwright.productions.dub.language_tags import language_tag


@pytest.mark.parametrize(
    ("told", "tag"),
    [("es", "es"), ("pt-br", "pt-BR"), ("pt_BR", "pt-BR"), ("Spanish", "es"), ("Deutsch", "de"), ("zh", "zh")],
)
def test_a_language_is_known_by_tag_and_by_name(told: str, tag: str) -> None:
    assert language_tag(told) == tag


@pytest.mark.parametrize("told", ["", "xx-yy-zz-1", "the one with the hats", "a" * 300])
def test_what_names_no_language_is_refused(told: str) -> None:
    with pytest.raises(InvalidInput):
        language_tag(told)
