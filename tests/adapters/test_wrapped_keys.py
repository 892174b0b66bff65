"""Wrapped data keys: under the active master key, at one place, and nowhere else."""

import pytest

from app.adapters.system_secrets import SystemSecrets
from app.adapters.wrapped_keys import key_id_of, unwrapped, wrapped
from app.ports.secrecy import SecrecyError
from tests.adapters.keyrings import a_keyring

NAME = "papers/one-key"
DATA_KEY = bytes(range(32))
WRAPPED = wrapped(a_keyring(), SystemSecrets(), DATA_KEY, NAME)


def test_a_key_comes_out_as_it_went_in_and_names_its_master_key() -> None:
    assert unwrapped(a_keyring(), WRAPPED, NAME) == DATA_KEY
    assert key_id_of(WRAPPED) == "k1"
    assert DATA_KEY not in WRAPPED


def test_the_same_key_wrapped_twice_looks_different() -> None:
    assert wrapped(a_keyring(), SystemSecrets(), DATA_KEY, NAME) != WRAPPED


def test_after_a_rotation_new_keys_are_wrapped_under_the_new_one_and_old_ones_open() -> None:
    rotated = a_keyring("k2", ("k1", "k2"))

    again = wrapped(rotated, SystemSecrets(), unwrapped(rotated, WRAPPED, NAME), NAME)

    assert key_id_of(again) == "k2"
    assert unwrapped(a_keyring("k2", ("k2",)), again, NAME) == DATA_KEY


@pytest.mark.parametrize("at", range(len(WRAPPED)))
def test_a_wrapped_key_changed_in_any_byte_is_refused(at: int) -> None:
    changed = WRAPPED[:at] + bytes((WRAPPED[at] ^ 1,)) + WRAPPED[at + 1 :]

    with pytest.raises(SecrecyError):
        unwrapped(a_keyring(), changed, NAME)


@pytest.mark.parametrize("end", [0, 3, 5, 6, 8, 20, len(WRAPPED) - 1])
def test_a_wrapped_key_cut_anywhere_is_refused(end: int) -> None:
    with pytest.raises(SecrecyError):
        unwrapped(a_keyring(), WRAPPED[:end], NAME)


def test_the_wrapped_key_of_another_file_is_refused() -> None:
    with pytest.raises(SecrecyError):
        unwrapped(a_keyring(), WRAPPED, "papers/two-key")


def test_a_master_key_that_is_not_held_is_named() -> None:
    with pytest.raises(SecrecyError, match="k1"):
        unwrapped(a_keyring("k2", ("k2",)), WRAPPED, NAME)
