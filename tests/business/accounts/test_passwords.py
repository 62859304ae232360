"""Passwords as hashes."""

from __future__ import annotations

import bcrypt
import pytest

from reelwright.business.accounts.passwords import check_password, hash_password
from reelwright.errors import InvalidInput

LONG = "ä" * 100  # 200 bytes, of which bcrypt sees 72


def test_a_password_is_known_by_its_argon2id_hash() -> None:
    kept = hash_password("correct horse battery")
    assert kept.startswith("$argon2id$")
    assert check_password("correct horse battery", kept) == (True, None)
    assert check_password("Correct horse battery", kept) == (False, None)


@pytest.mark.parametrize("password", ["correct horse battery", LONG, "short"])
@pytest.mark.parametrize("prefix", [b"2a", b"2b"])
def test_a_bcrypt_hash_is_accepted_and_replaced(password: str, prefix: bytes) -> None:
    kept = bcrypt.hashpw(password.encode()[:72], bcrypt.gensalt(4, prefix)).decode()
    is_right, newer = check_password(password, kept)
    assert is_right
    assert newer is not None
    assert newer.startswith("$argon2id$")
    assert check_password(password, newer) == (True, None)
    assert check_password("another password", kept) == (False, None)


@pytest.mark.parametrize("password", ["", "x" * 9, "x" * 201])
def test_a_password_has_ten_to_two_hundred_characters(password: str) -> None:
    with pytest.raises(InvalidInput):
        hash_password(password)
    assert hash_password("x" * 10)
    assert hash_password("x" * 200)


@pytest.mark.parametrize("kept", [None, "", "!", "plain text", "$argon2id$broken", "$2b$99$"])
def test_no_hash_and_an_unknown_one_fit_no_password(kept: str | None) -> None:
    assert check_password("correct horse battery", kept) == (False, None)
    assert check_password("x" * 100_000, kept) == (False, None)
    assert check_password("a\x00b", kept) == (False, None)
