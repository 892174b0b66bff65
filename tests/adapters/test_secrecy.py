"""Columns, blind index, hashes of secrets and fresh secrets."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.aes_columns import AesColumns
from app.adapters.hmac_index import HmacIndex
from app.adapters.hmac_secrets import HmacSecrets
from app.adapters.system_secrets import SystemSecrets
from app.ports.secrecy import BlindIndex, ColumnCipher, SecrecyError, SecretHasher, Secrets
from tests.adapters.keyrings import a_keyring

SECRETS: Secrets = SystemSecrets()


def columns(active: str = "k1", ids: tuple[str, ...] = ("k1",)) -> ColumnCipher:
    return AesColumns(a_keyring(active, ids), SECRETS)


@given(st.binary(max_size=300), st.text(st.characters(codec="utf-8"), max_size=40))
def test_what_was_sealed_opens_to_the_same(plaintext: bytes, context: str) -> None:
    assert columns().open(columns().seal(plaintext, context), context) == plaintext


def test_equal_values_are_sealed_differently_and_unreadably() -> None:
    first, second = (columns().seal(b"13800138000", "accounts/phone/1") for _ in range(2))

    assert first != second
    assert b"13800138000" not in first


def test_a_value_changed_in_any_byte_or_cut_anywhere_does_not_open() -> None:
    sealed = columns().seal(b"110101199003070011", "accounts/number/1")

    for at in range(len(sealed)):
        changed = sealed[:at] + bytes((sealed[at] ^ 1,)) + sealed[at + 1 :]
        for wrong in (changed, sealed[:at]):
            with pytest.raises(SecrecyError):
                columns().open(wrong, "accounts/number/1")
    with pytest.raises(SecrecyError):
        columns().open(sealed + b"\0", "accounts/number/1")


def test_a_value_copied_to_another_row_does_not_open_there() -> None:
    sealed = columns().seal(b"110101199003070011", "accounts/number/1")

    with pytest.raises(SecrecyError):
        columns().open(sealed, "accounts/number/2")


def test_after_a_rotation_old_values_open_and_new_ones_use_the_new_key() -> None:
    old = columns("k1").seal(b"old", "c")
    rotated = columns("k2", ("k1", "k2"))
    new = rotated.seal(b"new", "c")

    assert rotated.open(old, "c") == b"old"
    assert rotated.open(new, "c") == b"new"
    with pytest.raises(SecrecyError, match="k2"):
        columns("k1").open(new, "c")


def test_a_value_under_a_retired_key_is_refused_by_that_keys_id() -> None:
    old = columns("k1").seal(b"old", "c")

    with pytest.raises(SecrecyError, match="k1"):
        columns("k2", ("k2",)).open(old, "c")


def test_the_index_finds_equal_values_of_the_same_kind_only() -> None:
    index: BlindIndex = HmacIndex(a_keyring())

    assert index.of("phone", "13800138000") == HmacIndex(a_keyring("k2", ("k1", "k2"))).of("phone", "13800138000")
    assert index.of("phone", "13800138000") != index.of("phone", "13800138001")
    assert index.of("phone", "1") != index.of("certificate", "1")
    assert index.of("phone", "1") != HmacIndex(a_keyring(index="other")).of("phone", "1")
    assert len(index.of("phone", "1")) == 32


def test_kind_and_value_cannot_run_into_each_other() -> None:
    index = HmacIndex(a_keyring())

    assert index.of("a", "bc") != index.of("ab", "c")
    with pytest.raises(ValueError, match="NUL"):
        index.of("a\0b", "c")


def test_a_secret_matches_its_hash_and_nothing_else_does() -> None:
    hasher: SecretHasher = HmacSecrets(a_keyring())
    hashed = hasher.hash("s3cret")

    assert hashed.startswith("hmac-sha256$k1$")
    assert "s3cret" not in hashed
    assert hasher.matches("s3cret", hashed)
    assert not hasher.matches("s3cre", hashed)
    assert not hasher.matches("s3cret", hashed[:-1])
    assert not hasher.matches("密", hashed)


def test_a_secret_hashed_before_a_rotation_still_matches() -> None:
    hashed = HmacSecrets(a_keyring("k1")).hash("s3cret")
    rotated = HmacSecrets(a_keyring("k2", ("k1", "k2")))

    assert rotated.matches("s3cret", hashed)
    assert rotated.hash("s3cret").startswith("hmac-sha256$k2$")


@pytest.mark.parametrize("hashed", ["", "plain", "md5$k1$x", "hmac-sha256$k1", "hmac-sha256$k9$abc"])
def test_a_stored_hash_that_is_not_ours_is_an_error_and_no_mismatch(hashed: str) -> None:
    with pytest.raises(SecrecyError):
        HmacSecrets(a_keyring()).matches("s3cret", hashed)


def test_fresh_secrets_have_their_shapes_and_do_not_repeat() -> None:
    codes = {SECRETS.code() for _ in range(200)}

    assert len(codes) == 200
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)
    assert re.fullmatch(r"\d{6}", SECRETS.digits(6))
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", SECRETS.token(32))
    assert len(SECRETS.random_bytes(7)) == 7
