"""Package names, fingerprints and public keys of APPs."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.app_identity import PlatformForms, is_plausible_key, normalised_fingerprint, platform_forms
from app.routers.schemas.filing_body import Platform
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

DER = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200") + bytes(range(65))
PEM = f"-----BEGIN PUBLIC KEY-----\n{base64.encodebytes(DER).decode()}-----END PUBLIC KEY-----\n"


def forms(platform: str) -> PlatformForms:
    found = platform_forms(platform, TODAY, RULEBOOK)
    assert found is not None
    return found


@pytest.mark.parametrize("platform", Platform)
def test_every_platform_that_can_be_entered_has_its_forms(platform: Platform) -> None:
    assert forms(platform.value).is_package_name(forms(platform.value).example)


def test_a_store_is_no_platform() -> None:
    assert platform_forms("appgallery", TODAY, RULEBOOK) is None


@pytest.mark.parametrize(
    ("platform", "name", "good"),
    [
        ("android", "com.example.app", True),
        ("android", "com.example_1.app2", True),
        ("android", "example", False),
        ("android", "com.2example.app", False),
        ("android", "com..app", False),
        ("android", "com.example-app.x", False),
        ("android", "com.示例.app", False),
        ("ios", "com.example-app.2x", True),
        ("ios", "com.example_app", False),
        ("ios", "com.example.", False),
        ("harmonyos", "com.example.app", True),
        ("harmonyos", "com.example.app\n", False),
    ],
)
def test_package_names_and_bundle_ids_have_forms_of_their_own(platform: str, name: str, good: bool) -> None:
    assert forms(platform).is_package_name(name) is good


@pytest.mark.parametrize(("platform", "digits"), [("android", 32), ("ios", 40), ("harmonyos", 32)])
def test_a_fingerprint_has_the_digits_of_its_digest(platform: str, digits: int) -> None:
    assert forms(platform).is_fingerprint("0f" * (digits // 2))
    assert forms(platform).is_fingerprint(":".join(["0F"] * (digits // 2)))
    assert not forms(platform).is_fingerprint("0f" * (digits // 2 + 4))
    assert not forms(platform).is_fingerprint("0g" * (digits // 2))


@given(st.binary(min_size=16, max_size=20))
def test_a_fingerprint_is_the_same_however_it_is_written(digest: bytes) -> None:
    assert normalised_fingerprint(digest.hex(":").upper()) == normalised_fingerprint(f" {digest.hex()} ")


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(DER.hex(), id="hexadecimal"),
        pytest.param(DER.hex(":").upper(), id="hexadecimal with colons"),
        pytest.param("0x" + DER.hex(), id="hexadecimal with its prefix"),
        pytest.param(str(int.from_bytes(DER, "big")), id="decimal"),
        pytest.param(base64.b64encode(DER).decode(), id="Base64"),
        pytest.param(PEM, id="PEM"),
        pytest.param("1" * 5000, id="more digits than Python reads at once"),
    ],
)
def test_a_public_key_may_be_written_in_many_ways(key: str) -> None:
    assert is_plausible_key(key, TODAY, RULEBOOK)


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("A1B2", id="too short"),
        pytest.param("12345678", id="a short number"),
        pytest.param("这是公钥", id="words"),
        pytest.param("public key of the app " * 8, id="English words"),
        pytest.param("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", id="an empty PEM"),
        pytest.param("-----BEGIN PUBLIC KEY-----\n!!!!\n-----END PUBLIC KEY-----", id="a PEM of nonsense"),
    ],
)
def test_what_cannot_be_a_public_key_is_told(key: str) -> None:
    assert not is_plausible_key(key, TODAY, RULEBOOK)
