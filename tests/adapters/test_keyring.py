"""The keyring: what its text may be, what its errors say, and how it is made in sandbox mode."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.adapters.keyring import Purpose
from app.adapters.keyring_text import KeyringError, keyring_of, load_or_create, new_keyring
from app.adapters.system_secrets import SystemSecrets
from app.ports.secrecy import SecrecyError
from tests.adapters.keyrings import a_key, a_keyring, a_keyring_text


def test_a_new_keyring_can_be_read_and_no_two_are_alike() -> None:
    first, second = new_keyring(SystemSecrets()), new_keyring(SystemSecrets())

    assert first != second
    assert keyring_of(first).active_id == "k1"
    assert keyring_of(first).active_token_id == "t1"


def test_a_keyring_is_read_from_a_file_named_by_url(tmp_path: Path) -> None:
    path = tmp_path / "the keys.json"
    path.write_text(a_keyring_text())

    keyring = keyring_of(path.as_uri())

    assert keyring.key(Purpose.FILES, "k1") == a_keyring().key(Purpose.FILES, "k1")


def test_every_purpose_and_every_id_has_a_key_of_its_own() -> None:
    keyring = a_keyring(ids=("k1", "k2"))
    keys = [keyring.key(purpose, key_id) for purpose in BY_ID for key_id in ("k1", "k2")]
    keys += [keyring.index_key(), *keyring.token_keys().values()]

    assert len(set(keys)) == len(keys) == 8
    assert {len(key) for key in keys} == {32}


def test_a_derived_key_stays_the_same_over_releases() -> None:
    # Computed with RFC 5869's HKDF from the master key; another value here means that stored data no longer opens.
    assert a_keyring().key(Purpose.COLUMNS, "k1").hex() == DERIVED_COLUMNS_KEY


BY_ID = (Purpose.COLUMNS, Purpose.FILES, Purpose.SECRETS)
DERIVED_COLUMNS_KEY = "ceac2687fed47205df37e0ae6829c49ef7e29395d41b20e94cdd321eb8c908da"


def test_an_unknown_key_id_is_an_error_that_names_it() -> None:
    with pytest.raises(SecrecyError, match="k9"):
        a_keyring().key(Purpose.COLUMNS, "k9")


def test_no_key_shows_in_the_representation_of_a_keyring() -> None:
    keyring = a_keyring()

    assert repr(keyring) == "Keyring(active_id='k1', active_token_id='t1')"


def broken(**changes: object) -> str:
    """Return a keyring's text with members replaced; `None` removes one."""
    members = {**json.loads(a_keyring_text()), **changes}
    return json.dumps({name: value for name, value in members.items() if value is not None})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  ", "is empty"),
        ("{'active'", "is not JSON"),
        ("[]", "the keyring must be an object"),
        (a_key("k1"), "is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("file://elsewhere/keys", "file:///absolute/path"),
        ("file:///no/such/file", "cannot be read"),
        ('{"active": "k1", "active": "k2"}', "names a property twice"),
        (broken(index=None), "lacks index"),
        (broken(more=a_key("k1")), "a property that is not known"),
        (broken(active="k9"), "active must be the id of one of keys"),
        (broken(keys={}), "at least one key"),
        (broken(keys={"k 1": a_key("k1")}), "an id that is not"),
        (broken(keys={"k1": "not base64!"}), "keys.k1 is not base64"),
        (broken(keys={"k1": "c2hvcnQ="}), "keys.k1 must be 32 bytes"),
        (broken(keys={"k1": 5}), "keys.k1 must be 32 bytes"),
        (broken(index="A" * 43 + "="), "index is one byte repeated"),
        (broken(index=a_key("k1")), "the same key stands there twice"),
        (broken(token={"active": "t2", "keys": {"t1": a_key("t1")}}), "token.active must be"),
        (broken(token={"active": "t1", "keys": {"t1": "é"}}), "token.keys.t1 is not base64"),
        (broken(token=[]), "token must be an object"),
    ],
)
def test_an_unusable_keyring_is_refused_with_the_setting_and_the_fault(text: str, words: str) -> None:
    with pytest.raises(KeyringError) as refusal:
        keyring_of(text)

    assert str(refusal.value).startswith("FILING_KEYS: ")
    assert words in str(refusal.value)
    assert refusal.value.__suppress_context__ or refusal.value.__context__ is None


def test_no_refusal_shows_a_key() -> None:
    key = a_key("k1")

    for text in (f'{{"active": {key}', broken(more=key), broken(active=key), broken(keys={key: key}), broken(keys=key)):
        with pytest.raises(KeyringError) as refusal:
            keyring_of(text)
        assert key not in str(refusal.value)


def test_the_first_start_makes_a_keyring_only_its_owner_can_read(tmp_path: Path) -> None:
    path = tmp_path / "data" / "keys.json"

    made = load_or_create(path, SystemSecrets())
    found = load_or_create(path, SystemSecrets())

    assert made.index_key() == found.index_key()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["keys.json"]


def test_processes_that_start_at_once_agree_on_one_keyring(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"

    with ThreadPoolExecutor(8) as pool:
        keyrings = list(pool.map(lambda _: load_or_create(path, SystemSecrets()), range(32)))

    assert len({keyring.index_key() for keyring in keyrings}) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["keys.json"]
