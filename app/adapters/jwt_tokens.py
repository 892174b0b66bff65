"""Access tokens as JWTs (RFC 7519), signed with HMAC-SHA-256 by keys of the keyring."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import jwt

from app.domain.callers import Caller, CallerKind
from app.ports.clock import Clock

_ALGORITHM = "HS256"
_ISSUER = "icp-filing-service"
_AUDIENCE = "icp-filing-service/v1"
_KEY_BYTES = 32
_LONGEST = 8192
_REMEMBERED = 10_000
_REQUIRED = ["iss", "aud", "sub", "iat", "exp", "kind", "provider", "scopes"]


class JwtTokens:
    """Implements `app.ports.tokens.Tokens`.

    A verified token is remembered by its SHA-256 until it expires, 10,000 of them, because checking a signature costs
    more than all else of a small request. Nothing can be revoked before it expires, so keep lives short.
    """

    def __init__(self, keys: Mapping[str, bytes], active: str, clock: Clock, *, remembered: int = _REMEMBERED) -> None:
        """Take the keys by key id (`kid`), each of 32 bytes or more; `active` signs, all of them verify.

        Raises ValueError for a key that is too short and for an active key that is not there.
        """
        if active not in keys:
            message = f"the active token key {active!r} is not among the keys"
            raise ValueError(message)
        for key_id, key in keys.items():
            if len(key) < _KEY_BYTES:
                message = f"the token key {key_id!r} is shorter than {_KEY_BYTES} bytes"
                raise ValueError(message)
        self._keys = dict(keys)
        self._active = active
        self._clock = clock
        self._remembered = remembered
        self._known: OrderedDict[bytes, tuple[Caller, int]] = OrderedDict()

    def issue(self, caller: Caller, ttl_seconds: int) -> str:
        """Return a signed token that stands for the caller for so many seconds of real time."""
        now = int(self._clock.real_now().timestamp())
        claims: dict[str, Any] = {
            "iss": _ISSUER,
            "aud": _AUDIENCE,
            "sub": caller.id,
            "iat": now,
            "exp": now + ttl_seconds,
            "kind": caller.kind.value,
            "provider": caller.provider_id,
            "scopes": sorted(caller.scopes),
        }
        if caller.account_id is not None:
            claims["account_id"] = caller.account_id
        return jwt.encode(claims, self._keys[self._active], algorithm=_ALGORITHM, headers={"kid": self._active})

    def caller_of(self, token: str) -> Caller | None:
        """Return whom a token stands for; None unless it is ours, whole and not expired."""
        if len(token) > _LONGEST or not token.isascii():
            return None
        digest = hashlib.sha256(token.encode("ascii")).digest()
        known = self._known.get(digest)
        if known is None:
            known = self._verified(token)
            if known is None:
                return None
            self._remember(digest, known)
        else:
            self._known.move_to_end(digest)
        caller, expires_at = known
        if self._clock.real_now().timestamp() < expires_at:
            return caller
        del self._known[digest]
        return None

    def remembers(self, token: str) -> bool:
        """Tell whether the next check of a token is spared; for tests and figures."""
        return hashlib.sha256(token.encode("ascii")).digest() in self._known

    def _remember(self, digest: bytes, known: tuple[Caller, int]) -> None:
        self._known[digest] = known
        if len(self._known) > self._remembered:
            self._known.popitem(last=False)

    def _verified(self, token: str) -> tuple[Caller, int] | None:
        try:
            key = self._keys.get(str(jwt.get_unverified_header(token).get("kid")))
            if key is None:
                return None
            claims = jwt.decode(
                token,
                key,
                algorithms=[_ALGORITHM],
                issuer=_ISSUER,
                audience=_AUDIENCE,
                # The library would compare times with its own clock; `caller_of` compares with ours.
                options={"require": _REQUIRED, "verify_exp": False, "verify_iat": False, "verify_nbf": False},
            )
        except jwt.InvalidTokenError:
            return None
        return _caller(claims)


def _caller(claims: Mapping[str, Any]) -> tuple[Caller, int] | None:
    """Read claims whose signature is right; None where one of our keys signed what is no access token of ours."""
    subject, provider, scopes, account, expires_at = (
        claims[name] if name != "account_id" else claims.get(name)
        for name in ("sub", "provider", "scopes", "account_id", "exp")
    )
    if not (
        isinstance(subject, str)
        and isinstance(provider, str)
        and isinstance(scopes, list)
        and all(isinstance(scope, str) for scope in scopes)
        and isinstance(account, str | None)
        and type(expires_at) is int
        and claims["kind"] in CallerKind.__members__.values()
    ):
        return None
    return Caller(CallerKind(claims["kind"]), subject, provider, frozenset(scopes), account), expires_at
