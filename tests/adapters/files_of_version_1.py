"""Seals files as the first format did; the service only reads it now."""

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.adapters.keyring import Keyring, Purpose
from app.adapters.system_secrets import SystemSecrets


def sealed_as_version_1(
    keyring: Keyring, plain: bytes, context: str, *, segment_log2: int = 18, version: int = 1
) -> bytes:
    """Return a file with its wrapped key in the header, which every segment is bound to."""
    secrets, key_id = SystemSecrets(), keyring.active_id
    data_key, prefix, nonce = secrets.random_bytes(32), secrets.random_bytes(7), secrets.random_bytes(12)
    fixed = b"ICPF" + bytes((version, segment_log2, len(key_id))) + key_id.encode() + prefix
    wrapped = AESGCM(keyring.key(Purpose.FILES, key_id)).encrypt(nonce, data_key, fixed + context.encode())
    header, cipher, size = fixed + nonce + wrapped, AESGCM(data_key), 1 << segment_log2
    starts = range(0, len(plain), size) or [0]
    segments = [
        cipher.encrypt(
            prefix + number.to_bytes(4, "big") + bytes((start + size >= len(plain),)),
            plain[start : start + size],
            header + context.encode(),
        )
        for number, start in enumerate(starts)
    ]
    return header + b"".join(segments)
