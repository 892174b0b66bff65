"""Things to store: a small world of one provider, and builders of what stands in it."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.domain.accounts import Account
from app.domain.filing_body import (
    Certificate,
    CertificateType,
    FilingBody,
    Person,
    Service,
    ServiceKind,
    Subject,
    SubjectNature,
)
from app.domain.filing_states import State
from app.domain.filing_types import FilingType
from app.domain.filings import Filing, Product, TypeVerification
from app.domain.materials import Material, MaterialKind
from app.domain.obligations import Obligation, ObligationKind, ObligationState
from app.domain.providers import Provider
from app.domain.records import Record, RecordedService
from app.domain.resources import Billing, Location, Resource
from app.domain.transfers import LIVES_FOR, Transfer, TransferKind, TransferState
from app.storage.unit_of_work import SqlUnitOfWork

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NAME = "王小明"
PHONE = "13800138000"
ID_NUMBER = "110101199003070011"

_numbers = itertools.count(1)

UnitOfWorks = Callable[[], SqlUnitOfWork]


def new_id(prefix: str) -> str:
    """Return an id that sorts after the ones before it."""
    return f"{prefix}_{next(_numbers):026d}"


def certificate_hash(number: str = ID_NUMBER) -> bytes:
    """Return some 32 bytes for a certificate."""
    return number.encode().ljust(32, b"\0")


@dataclass(frozen=True, slots=True)
class World:
    """A provider with one account and one server."""

    provider: Provider
    account: Account
    resource: Resource


def a_provider(**changes: object) -> Provider:
    provider_id = new_id("prv")
    values = {"id": provider_id, "name": f"Provider {provider_id}", "number": "3300", "profile": "national"}
    return Provider(**(values | {"created_at": NOW} | changes))  # type: ignore[arg-type]  # a builder


def an_account(provider_id: str, **changes: object) -> Account:
    account_id = new_id("acct")
    values = {
        "id": account_id,
        "provider_id": provider_id,
        "external_id": f"customer-{account_id}",
        "phone": PHONE,
        "real_name_verified": True,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Account(**(values | changes))  # type: ignore[arg-type]  # a builder


def a_resource(provider_id: str, **changes: object) -> Resource:
    resource_id = new_id("res")
    values = {
        "id": resource_id,
        "provider_id": provider_id,
        "external_id": f"server-{resource_id}",
        "product": "ecs",
        "location": Location.MAINLAND,
        "billing": Billing.PREPAID,
        "public_ips": ("203.0.113.7",),
        "owner_account_id": None,
        "purchased_at": NOW,
        "expires_at": NOW + timedelta(days=365),
        "filing_capacity": 5,
    }
    return Resource(**(values | changes))  # type: ignore[arg-type]  # a builder


async def a_world(unit_of_work: UnitOfWorks) -> World:
    """Store a provider with one account and one server."""
    provider = a_provider()
    world = World(provider, an_account(provider.id), a_resource(provider.id))
    async with unit_of_work() as uow:
        await uow.providers.add(provider)
        await uow.accounts.put(world.account)
        await uow.resources.put(world.resource)
        await uow.commit()
    return world


def a_website(*domains: str, id_: str = "svc_1") -> Service:
    return Service(id=id_, kind=ServiceKind.WEBSITE, name="小明的花园", domains=domains)


def an_app(name: str, id_: str = "svc_2") -> Service:
    return Service(id=id_, kind=ServiceKind.APP, name=name)


def a_body(*services: Service) -> FilingBody:
    papers = Certificate(CertificateType.RESIDENT_ID, ID_NUMBER, "杭州市西湖区", date(2015, 1, 2))
    person = Person(name=NAME, certificate=papers, mobile=PHONE, email="xiaoming@example.com")
    subject = Subject(name=NAME, nature=SubjectNature.INDIVIDUAL, certificate=papers, principal=person)
    return FilingBody(subject=subject, services=services)


def a_filing(world: World, *services: Service, **changes: object) -> Filing:
    """Return a draft of the world's account; by default of one website of its own."""
    filing_id = new_id("fil")
    services = services or (a_website(f"{filing_id.replace('_', '-')}.example.cn"),)
    values = {
        "id": filing_id,
        "provider_id": world.provider.id,
        "account_id": world.account.id,
        "filing_type": FilingType.FIRST_FILING,
        "channel": "app",
        "state": State.DRAFT,
        "revision": 1,
        "type_verification_id": new_id("tv"),
        "products": tuple(a_product(world, service.id) for service in services),
        "body": a_body(*services),
        "created_at": NOW,
        "updated_at": NOW,
        "rules_as_of": NOW.date(),
        "rulebook_digest": "d" * 64,
    }
    return Filing(**(values | changes))  # type: ignore[arg-type]  # a builder


def a_product(world: World, service_id: str, code_id: str | None = None) -> Product:
    return Product(service_id, world.resource.id, world.resource.external_id, code_id)


async def stored_filing(
    unit_of_work: UnitOfWorks, world: World, *services: Service, certificate: bytes | None = None, **changes: object
) -> Filing:
    """Store a filing of an account of its own, so that no open order of another stands in its way."""
    account = an_account(world.provider.id)
    filing = a_filing(world, *services, account_id=account.id, **changes)
    async with unit_of_work() as uow:
        await uow.accounts.put(account)
        await uow.filings.add(filing, certificate or certificate_hash(filing.id), 1)
        await uow.commit()
    return filing


def a_verification(world: World, **changes: object) -> TypeVerification:
    values = {
        "id": new_id("tv"),
        "provider_id": world.provider.id,
        "account_id": world.account.id,
        "channel": "app",
        "asked": {"subject": {"name": NAME, "certificate": {"number": ID_NUMBER}}},
        "certificate_index": certificate_hash(),
        "facts": [{"fact": "subject_on_record", "of": NAME}],
        "answer": {"filing_type": "first_filing", "subject": {"name": NAME}},
        "filing_type": FilingType.FIRST_FILING,
        "as_of": NOW.date(),
        "rulebook_digest": "d" * 64,
        "created_at": NOW,
        "expires_at": NOW + timedelta(days=7),
    }
    return TypeVerification(**(values | changes))  # type: ignore[arg-type]  # a builder


def a_recorded_service(*domains: str, kind: ServiceKind = ServiceKind.WEBSITE, **changes: object) -> RecordedService:
    """Return a service on file; `name` is the filed name."""
    service_id = new_id("svc")
    name = str(changes.pop("name", "小明的花园"))
    values = {
        "id": service_id,
        "service": Service(id=service_id, kind=kind, name=name, domains=domains),
        "number": f"浙ICP备{service_id}号-1",
        "access_here": True,
        "opened_on": date(2026, 3, 1),
    }
    return RecordedService(**(values | changes))  # type: ignore[arg-type]  # a builder


def a_record(world: World, *services: RecordedService, **changes: object) -> Record:
    record_id = new_id("rec")
    values = {
        "id": record_id,
        "provider_id": world.provider.id,
        "account_id": world.account.id,
        "subject_number": f"浙ICP备{record_id}号",
        "subject": a_body().subject,
        "services": services,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Record(**(values | changes))  # type: ignore[arg-type]  # a builder


def a_paper(filing: Filing, **changes: object) -> Material:
    material_id = new_id("mat")
    values = {
        "id": material_id,
        "provider_id": filing.provider_id,
        "account_id": filing.account_id,
        "filing_id": filing.id,
        "kind": MaterialKind.PORTRAIT,
        "for_pointer": "/subject",
        "object_key": new_id("obj"),
        "sha256": "a" * 64,
        "media_type": "image/png",
        "bytes": 5_000_000_000,
        "created_at": NOW,
        "sealed_as": material_id,
    }
    return Material(**(values | changes))  # type: ignore[arg-type]  # a builder


def a_transfer(world: World, target: Account, **changes: object) -> Transfer:
    """Return an offer of the world's account to another; of a record of its own."""
    values = {
        "id": new_id("trf"),
        "provider_id": world.provider.id,
        "kind": TransferKind.TRANSFER,
        "state": TransferState.PENDING,
        "record_id": new_id("rec"),
        "service_id": None,
        "source_account_id": world.account.id,
        "target_account_id": target.id,
        "created_at": NOW,
        "expires_at": NOW + LIVES_FOR,
    }
    return Transfer(**(values | changes))  # type: ignore[arg-type]  # a builder


def an_obligation(world: World, **changes: object) -> Obligation:
    """Return what a rule created; about a record of its own."""
    values = {
        "id": new_id("obl"),
        "provider_id": world.provider.id,
        "account_id": world.account.id,
        "record_id": new_id("rec"),
        "service_id": None,
        "kind": ObligationKind.FOOTER,
        "state": ObligationState.OPEN,
        "due_at": NOW + timedelta(days=10),
        "provisional": False,
        "created_by": "rule",
        "created_at": NOW,
    }
    return Obligation(**(values | changes))  # type: ignore[arg-type]  # a builder
