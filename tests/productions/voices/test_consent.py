"""Nobody is cloned without consent, and what was declared can be proved afterwards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reelwright.errors import ConsentNeeded, InvalidInput
from reelwright.productions.voices.consent import (
    Declared,
    consent_from,
    consent_given,
    declared,
    declared_by_speaker,
)

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_a_declaration_becomes_a_record_that_can_be_kept_and_proved() -> None:
    record = consent_given(Declared("written-permission", " Anna  Schmidt "), "ben@example.com", NOW)
    assert "Anna Schmidt has permitted in writing" in record.statement
    assert record.agreed_by == "ben@example.com"
    assert consent_from(record.tree()) == record
    other = consent_given(Declared("written-permission", "Anna Schmid"), "ben@example.com", NOW)
    assert record.digest != other.digest


@pytest.mark.parametrize(
    "told", [None, Declared(""), Declared("own-voice", is_agreed=False), Declared("written-permission")]
)
def test_without_consent_there_is_a_clear_error(told: Declared | None) -> None:
    with pytest.raises(ConsentNeeded) as caught:
        consent_given(told, "ben", NOW)
    assert caught.value.hint


@pytest.mark.parametrize(
    "told", [Declared("by-ear"), Declared("own-voice", "x" * 300), Declared("own-voice", "", "y" * 3000)]
)
def test_what_cannot_be_a_record_is_told(told: Declared) -> None:
    with pytest.raises(InvalidInput):
        consent_given(told, "ben", NOW)


def test_a_line_declares() -> None:
    assert declared("own") == Declared("own-voice")
    assert declared("own: Ben") == Declared("own-voice", "Ben")
    assert declared("Written: Anna Schmidt") == Declared("written-permission", "Anna Schmidt")
    assert declared_by_speaker(["own", "A=written: Anna"]) == {
        "*": Declared("own-voice"), "A": Declared("written-permission", "Anna"),
    }  # fmt: skip
    with pytest.raises(InvalidInput, match="no declaration"):
        declared("sure")
