"""The key object beside a sealed file: its data key, wrapped under a master key.

    magic "ICPK" | version (1 byte) | length of key id (1) | key id | nonce (12) | wrapped data key (32 + tag 16)

Wrapped by AES-256-GCM with everything before the nonce and the name of the key object as associated data. So it can be
wrapped again under another master key without a look at the file, and opens under no other name. That the file itself
is the right one and read as what it is is seen to by the file's own segments (`sealed_stream`).
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.adapters.keyring import KEY_BYTES, Keyring, Purpose
from app.ports.secrecy import SecrecyError, Secrets

_MAGIC = b"ICPK"
_VERSION = 1
_FIXED = len(_MAGIC) + 2
_NONCE_BYTES = 12
_TAG_BYTES = 16
_WRAPPED_BYTES = _NONCE_BYTES + KEY_BYTES + _TAG_BYTES


def wrapped(keyring: Keyring, secrets: Secrets, data_key: bytes, name: str) -> bytes:
    """Return the key object of this name: the data key under the active master key."""
    key_id = keyring.active_id
    head = _MAGIC + bytes((_VERSION, len(key_id))) + key_id.encode("ascii")
    nonce = secrets.random_bytes(_NONCE_BYTES)
    master = AESGCM(keyring.key(Purpose.FILES, key_id))
    return head + nonce + master.encrypt(nonce, data_key, head + name.encode())


def key_id_of(key_object: bytes) -> str:
    """Return the id of the master key. Raises `SecrecyError` for what is no key object."""
    if not key_object.startswith(_MAGIC) or len(key_object) < _FIXED:
        raise SecrecyError("not a wrapped key")
    version, id_bytes = key_object[len(_MAGIC) : _FIXED]
    if version != _VERSION or len(key_object) != _FIXED + id_bytes + _WRAPPED_BYTES:
        raise SecrecyError("a wrapped key has no version known here, or was cut")
    return key_object[_FIXED : _FIXED + id_bytes].decode("ascii", "replace")


def unwrapped(keyring: Keyring, key_object: bytes, name: str) -> bytes:
    """Return the data key. Raises `SecrecyError` for a changed object, another one's, or a master key not held."""
    master = AESGCM(keyring.key(Purpose.FILES, key_id_of(key_object)))
    head, sealed = key_object[:-_WRAPPED_BYTES], key_object[-_WRAPPED_BYTES:]
    try:
        return master.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], head + name.encode())
    except InvalidTag:
        raise SecrecyError("a wrapped key was changed, or is another file's") from None
