"""Sealed secrets open only unchanged, in their place, with their key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.business.derived_keys import derived_key, key_id
from reelwright.business.sealing import SealBroken, reseal, seal, unseal

SECRETS = ("new " * 10, "old " * 10)
CONTEXT = "provider-key:someone:somewhere"


@given(st.binary(max_size=500), st.text(max_size=50))
def test_what_is_sealed_comes_out_again(plain: bytes, context: str) -> None:
    sealed, sealed_by = seal(SECRETS, plain, context)
    assert unseal(SECRETS, sealed, sealed_by, context) == plain
    assert plain not in sealed or len(plain) < 4


@given(st.binary(min_size=1, max_size=60), st.data())
def test_a_changed_or_cut_seal_does_not_open(plain: bytes, data: st.DataObject) -> None:
    sealed, sealed_by = seal(SECRETS, plain, CONTEXT)
    place = data.draw(st.integers(0, len(sealed) - 1))
    change = data.draw(st.integers(1, 255))
    changed = sealed[:place] + bytes([sealed[place] ^ change]) + sealed[place + 1 :]
    for broken in (changed, sealed[:place], sealed + b"x"):
        with pytest.raises(SealBroken):
            unseal(SECRETS, broken, sealed_by, CONTEXT)


@pytest.mark.parametrize("context", ["provider-key:another:somewhere", "webhook:someone:somewhere", ""])
def test_a_seal_moved_elsewhere_does_not_open(context: str) -> None:
    sealed, sealed_by = seal(SECRETS, b"secret", CONTEXT)
    with pytest.raises(SealBroken):
        unseal(SECRETS, sealed, sealed_by, context)


def test_after_a_rotation_old_seals_open_and_are_sealed_anew() -> None:
    sealed, sealed_by = seal(SECRETS[1:], b"secret", CONTEXT)
    assert unseal(SECRETS, sealed, sealed_by, CONTEXT) == b"secret"
    newer, newer_by = reseal(SECRETS, sealed, sealed_by, CONTEXT)
    assert (newer_by, sealed_by) == (key_id(SECRETS[0]), key_id(SECRETS[1]))
    assert unseal(SECRETS[:1], newer, newer_by, CONTEXT) == b"secret"
    assert reseal(SECRETS, newer, newer_by, CONTEXT) == (newer, newer_by)
    with pytest.raises(SealBroken):
        unseal(SECRETS[:1], sealed, sealed_by, CONTEXT)
    with pytest.raises(SealBroken):
        unseal(SECRETS, sealed, newer_by, CONTEXT)


def test_the_same_is_never_sealed_the_same_way() -> None:
    assert seal(SECRETS, b"secret", CONTEXT) != seal(SECRETS, b"secret", CONTEXT)


def test_keys_of_different_purposes_and_secrets_differ() -> None:
    keys = {derived_key(secret, purpose) for secret in SECRETS for purpose in ("a", "b", "key id")}
    assert len(keys) == 6
    assert all(len(key) == 32 for key in keys)
