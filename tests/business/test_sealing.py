"""Secrets at rest open with their own secret and context, and with nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.business.sealing import seal, unseal
from reelwright.errors import InvalidInput


@given(st.binary(max_size=200), st.text(max_size=20))
def test_what_was_sealed_opens_again(data: bytes, context: str) -> None:
    sealed, key_id = seal(("secret",), data, context)
    assert unseal(("newer", "secret"), sealed, key_id, context) == data
    assert len(key_id) == 16


def test_the_same_data_is_sealed_differently_each_time() -> None:
    assert seal(("secret",), b"data", "a")[0] != seal(("secret",), b"data", "a")[0]


def test_another_context_does_not_open_it() -> None:
    sealed, key_id = seal(("secret",), b"data", "a")
    with pytest.raises(InvalidInput, match="changed"):
        unseal(("secret",), sealed, key_id, "b")


def test_one_changed_bit_does_not_open() -> None:
    sealed, key_id = seal(("secret",), b"data", "a")
    for at in range(len(sealed)):
        forged = bytearray(sealed)
        forged[at] ^= 1
        with pytest.raises(InvalidInput):
            unseal(("secret",), bytes(forged), key_id, "a")
    with pytest.raises(InvalidInput):
        unseal(("secret",), b"", key_id, "a")


def test_without_its_secret_the_remedy_is_told() -> None:
    sealed, key_id = seal(("secret",), b"data", "a")
    with pytest.raises(InvalidInput, match="not at hand"):
        unseal(("another",), sealed, key_id, "a")
    with pytest.raises(InvalidInput):
        seal((), b"data", "a")
