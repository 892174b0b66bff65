"""A database as of a busy provider, and questions that it can answer from the mirror alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import asyncpg
import orjson

from app.adapters.aes_columns import AesColumns
from app.adapters.keyring_text import keyring_of
from app.adapters.system_secrets import SystemSecrets
from app.demo.numbers import CREDIT_CODE_SYMBOLS
from app.domain.callers import Caller, CallerKind, Scope
from app.domain.certificate_numbers import family_of
from app.domain.filing_body import CertificateType
from app.settings import Settings
from app.storage.mirror import service_place, subject_place
from app.storage.name_keys import mirror_place
from app.storage.sealing import Sealing
from app.usecases import providers
from app.usecases.runtime import Runtime
from app.wiring import build

REGION = "410100"
FAMILY = family_of(CertificateType.BUSINESS_LICENSE).value
_STATIC = b"\x00" * 200
_FOUND = {"found": True, "nature": "enterprise", "services_left": 1, "under_review": False, "blacklisted": False}
_NOT_FOUND = {"found": False, "under_review": False, "blacklisted": False}
_NEW_NAME = _NOT_FOUND | {
    "same_name_elsewhere": False,
    "registrar": {
        "real_name": "verified",
        "expires_on": "2099-01-01",
        "registrar_approved": True,
        "suffix_approved": True,
    },
}


@dataclass(frozen=True, slots=True)
class Question:
    """What one request asks: the account's own certificate, and a domain that is on no record."""

    account_id: str
    certificate_number: str
    certificate_index: bytes
    domain: str

    @property
    def body(self) -> bytes:
        """The request's body."""
        certificate = {"type": "business_license", "number": self.certificate_number}
        return orjson.dumps(
            {
                "account_id": self.account_id,
                "subject": {"nature": "enterprise", "certificate": certificate, "region": REGION},
                "service": {"kind": "website", "domain": self.domain},
            }
        )


@dataclass(frozen=True, slots=True)
class Seeded:
    """The provider, a token of one of its clients, and the questions."""

    provider_id: str
    token: str
    questions: tuple[Question, ...]


async def seed(settings: Settings, admin_dsn: str, rows: int, asked: int) -> Seeded:
    """Fill the tables: `rows` accounts with their mirrored subject and name; every second one has a record here."""
    async with build(settings) as runtime:
        provider = await providers.ensure_default(runtime, settings.profile)
        sealing = Sealing(AesColumns(keyring_of(settings.keys or ""), SystemSecrets()), runtime.index)
        connection = await asyncpg.connect(admin_dsn)
        try:
            await connection.execute("set session_replication_role = replica")
            for table, columns, values in _tables(runtime, sealing, provider.id, rows):
                await connection.copy_records_to_table(table, records=values, columns=columns.split())
            await connection.execute("vacuum analyze")
        finally:
            await connection.close()
        caller = Caller(CallerKind.CLIENT, runtime.ids.new("cli"), provider.id, frozenset({Scope.TYPE_VERIFICATIONS}))
        token = runtime.tokens.issue(caller, 3600)
        step = max(rows // asked, 1)
        places = range(0, rows, step + (step + 1) % 2)
        return Seeded(provider.id, token, tuple(_question(runtime, place) for place in places))


def _question(runtime: Runtime, place: int) -> Question:
    number = _credit_code(place)
    index = runtime.index.of("certificate", f"{FAMILY}:{number}")
    return Question(f"acct_{place:026d}", number, index, _domain(place))


def _domain(place: int) -> str:
    return f"shop-{place:06d}.cn"


def _credit_code(place: int) -> str:
    """Return a unified social credit code (GB 32100) over an organisation code (GB 11714)."""
    unit = f"MA{place:06d}"
    check = 11 - sum(int(one, 36) * weight for one, weight in zip(unit, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    body = f"91{REGION}{unit}{ {10: 'X', 11: '0'}.get(check, str(check)) }"
    total = sum(CREDIT_CODE_SYMBOLS.index(one) * pow(3, at, 31) for at, one in enumerate(body))
    return body + CREDIT_CODE_SYMBOLS[-total % 31]


def _tables(
    runtime: Runtime, sealing: Sealing, provider: str, rows: int
) -> Iterator[tuple[str, str, Iterator[tuple[Any, ...]]]]:
    """Yield table, columns and rows."""
    now = datetime.now(UTC)
    recorded = range(0, rows, 2)
    busy = range(rows, rows + rows // 10)
    digest = "0" * 64
    yield (
        "accounts",
        "id provider_id external_id phone_sealed real_name_verified created_at updated_at",
        ((f"acct_{n:026d}", provider, f"customer-{n}", _STATIC[:60], True, now, now) for n in (*range(rows), *busy)),
    )
    yield (
        "resources",
        "id provider_id external_id product location billing public_ips purchased_at filing_capacity",
        iter([("res_1", provider, "server-1", "vm", "mainland", "prepaid", ["1.2.3.4"], now, 1_000_000)]),
    )
    yield (
        "mirror_subjects",
        "provider_id certificate_index answer_sealed fetched_at",
        (_mirrored_subject(runtime, sealing, provider, n, now) for n in range(rows)),
    )
    yield (
        "mirror_services",
        "provider_id kind place answer_sealed fetched_at",
        (_mirrored_service(sealing, provider, n, now) for n in range(rows)),
    )
    yield (
        "records",
        "id provider_id account_id subject_number certificate_index subject_sealed created_at updated_at",
        (
            (f"rec_{n:026d}", provider, f"acct_{n:026d}", _number(n), _index(runtime, n), _STATIC, now, now)
            for n in recorded
        ),
    )
    yield (
        "record_services",
        "id record_id provider_id kind number name domains access_here opened_on opened_told",
        (
            (f"svc_{n:026d}", f"rec_{n:026d}", provider, "website", f"{_number(n)}-1", f"Site {n}", [_filed(n)], True,
             date(2020, 1, 1), False)
            for n in recorded
        ),
    )  # fmt: skip
    yield (
        "record_names",
        "service_id name provider_id kind",
        ((f"svc_{n:026d}", _filed(n), provider, "website") for n in recorded),
    )
    yield (
        "filings",
        "id provider_id account_id filing_type channel state is_open order_slot revision type_verification_id"
        " acknowledged certificate_index body_sealed held service_numbers rules_as_of"
        " rulebook_digest created_at updated_at",
        (
            (f"fil_{n:026d}", provider, f"acct_{n:026d}", "first_filing", "app", state, state == "draft", 1, 1,
             f"tv_seed{n}", [], _index(runtime, n), _STATIC, False, "[]", now.date(), digest, now, now)
            for numbers, state in ((recorded, "approved"), (busy, "draft"))
            for n in numbers
        ),
    )  # fmt: skip
    yield (
        "filing_names",
        "filing_id kind name provider_id is_open",
        (
            (f"fil_{n:026d}", "website", _filed(n), provider, is_open)
            for numbers, is_open in ((recorded, False), (busy, True))
            for n in numbers
        ),
    )


def _index(runtime: Runtime, place: int) -> bytes:
    return runtime.index.of("certificate", f"{FAMILY}:{_credit_code(place)}")


def _number(place: int) -> str:
    return f"豫ICP备{2020_000000 + place}号"


def _filed(place: int) -> str:
    return f"filed-{place:06d}.cn"


def _mirrored_subject(runtime: Runtime, sealing: Sealing, provider: str, n: int, now: datetime) -> tuple[Any, ...]:
    index = _index(runtime, n)
    answer = _NOT_FOUND if n % 2 else _FOUND | {"subject_number": _number(n)}
    return provider, index, sealing.seal_json(answer, subject_place(provider, index)), now


def _mirrored_service(sealing: Sealing, provider: str, n: int, now: datetime) -> tuple[Any, ...]:
    place = mirror_place("website", _domain(n), b"")
    return provider, "website", place, sealing.seal_json(_NEW_NAME, service_place(provider, "website", place)), now
