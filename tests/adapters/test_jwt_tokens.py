"""Access tokens: ours are understood until they expire, nobody else's are."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import jwt
import pytest

from app.adapters.jwt_tokens import JwtTokens
from app.domain.callers import Caller, CallerKind
from app.ports.tokens import Tokens
from tests.fakes.clock import StillClock

KEYS = {"k1": b"1" * 32, "k2": b"2" * 32}
CLIENT = Caller(CallerKind.CLIENT, "cli_1", "prv_1", frozenset({"filings", "pii:read"}))
APPLICANT = Caller(CallerKind.APPLICANT, "acct_1", "prv_1", frozenset({"filings"}), "acct_1")


def some_tokens(clock: StillClock | None = None, active: str = "k1", keys: Mapping[str, bytes] = KEYS) -> JwtTokens:
    return JwtTokens(keys, active, clock or StillClock())


def claims_of(token: str) -> dict[str, Any]:
    return dict(jwt.decode(token, options={"verify_signature": False}))


def forged(changes: Mapping[str, Any], *, key: bytes = KEYS["k1"], kid: str | None = "k1", alg: str = "HS256") -> str:
    """Sign the claims of a good token, changed; a value of None takes a claim away."""
    claims = {**claims_of(some_tokens().issue(CLIENT, 3600)), **changes}
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key, algorithm=alg, headers={} if kid is None else {"kid": kid})


@pytest.mark.parametrize("caller", [CLIENT, APPLICANT])
def test_a_token_stands_for_whom_it_was_issued_for(caller: Caller) -> None:
    tokens: Tokens = some_tokens()

    assert tokens.caller_of(tokens.issue(caller, 60)) == caller


def test_a_token_ends_with_its_time_whether_it_was_seen_before_or_not() -> None:
    clock = StillClock()
    tokens = some_tokens(clock)
    token = tokens.issue(CLIENT, 60)

    clock.advance(timedelta(seconds=59))
    assert tokens.caller_of(token) == CLIENT
    clock.advance(timedelta(seconds=1))
    assert tokens.caller_of(token) is None
    assert tokens.caller_of(token) is None
    assert some_tokens(clock).caller_of(token) is None


def test_a_key_that_no_longer_signs_still_verifies() -> None:
    token = some_tokens(active="k1").issue(CLIENT, 60)

    assert some_tokens(active="k2").caller_of(token) == CLIENT


def test_a_key_taken_away_ends_its_tokens() -> None:
    token = some_tokens(active="k1").issue(CLIENT, 60)

    assert some_tokens(active="k2", keys={"k2": KEYS["k2"]}).caller_of(token) is None


@pytest.mark.parametrize(
    "token",
    [
        forged({}, key=b"3" * 32),
        forged({}, key=KEYS["k2"]),
        forged({}, kid="k3"),
        forged({}, kid=None),
        forged({}, alg="HS384", key=b"1" * 48),
        forged({"iss": "somebody-else"}),
        forged({"aud": "another-service"}),
        forged({"aud": None}),
        forged({"exp": None}),
        forged({"exp": 1.5e9}),
        forged({"sub": None}),
        forged({"kind": "administrator"}),
        forged({"kind": ["client"]}),
        forged({"provider": 7}),
        forged({"scopes": "filings"}),
        forged({"scopes": [1]}),
        forged({"account_id": ["acct_1"]}),
        jwt.encode(claims_of(some_tokens().issue(CLIENT, 60)), "", algorithm="none", headers={"kid": "k1"}),
        "",
        "a.b.c",
        "no token",
        "键.键.键",
        "e" * 10_000,
    ],
)
def test_anything_else_stands_for_nobody(token: str) -> None:
    assert some_tokens().caller_of(token) is None


def test_a_token_changed_in_one_place_stands_for_nobody() -> None:
    tokens = some_tokens()
    header, body, signature = tokens.issue(CLIENT, 60).split(".")
    other = tokens.issue(APPLICANT, 60).split(".")[1]

    assert tokens.caller_of(f"{header}.{other}.{signature}") is None
    assert tokens.caller_of(f"{header}.{body}.{signature[:-4]}AAAA") is None


def test_a_token_carries_no_more_than_it_must() -> None:
    claims = claims_of(some_tokens().issue(APPLICANT, 60))

    assert claims == {
        "iss": "icp-filing-service",
        "aud": "icp-filing-service/v1",
        "sub": "acct_1",
        "iat": int(StillClock().real_now().timestamp()),
        "exp": int(StillClock().real_now().timestamp()) + 60,
        "kind": "applicant",
        "provider": "prv_1",
        "scopes": ["filings"],
        "account_id": "acct_1",
    }


def test_no_more_than_so_many_verified_tokens_are_remembered_the_longest_unused_going_first() -> None:
    tokens = JwtTokens(KEYS, "k1", StillClock(), remembered=2)
    first, second, third = (
        tokens.issue(Caller(CallerKind.CLIENT, f"cli_{n}", "prv_1", frozenset()), 60) for n in range(3)
    )

    for token in (first, second, first, third):
        assert tokens.caller_of(token) is not None

    assert tokens.remembers(first)
    assert not tokens.remembers(second)
    assert tokens.remembers(third)


def test_keys_that_are_too_short_or_missing_stop_the_start() -> None:
    with pytest.raises(ValueError, match="'k9' is not among the keys"):
        JwtTokens(KEYS, "k9", StillClock())
    with pytest.raises(ValueError, match="'k1' is shorter than 32 bytes"):
        JwtTokens({"k1": b"short"}, "k1", StillClock())
