"""The use cases over a real database, with the authority in memory and a clock that stands still."""

import base64
import itertools
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.adapters.aes_columns import AesColumns
from app.adapters.bounded_papers import BoundedPapers, PaperBounds
from app.adapters.hmac_index import HmacIndex
from app.adapters.hmac_secrets import HmacSecrets
from app.adapters.jwt_tokens import JwtTokens
from app.adapters.malware_scanners import NoScanner
from app.adapters.measured_authenticity import NoAuthenticityMachine
from app.adapters.memory_limits import MemoryRateLimiter
from app.adapters.obstore_objects import objects_at
from app.adapters.phone_ranges import PhoneRanges
from app.adapters.public_suffix_list import IcannSuffixes
from app.adapters.region_codes import region_codes
from app.adapters.reportlab_documents import ReportlabDocuments
from app.adapters.standard_webhooks import StandardWebhookSignatures
from app.adapters.system_ids import SystemIds
from app.adapters.system_secrets import SystemSecrets
from app.adapters.webhook_http import HttpWebhookSender
from app.adapters.working_calendar import working_calendar
from app.demo.numbers import Numbers
from app.demo.people import Applicant, enterprise
from app.domain.accounts import Account
from app.domain.callers import Caller, CallerKind, Scope
from app.domain.filing_body import CertificateType, ServiceKind, SubjectNature
from app.domain.filing_states import Event
from app.domain.filings import Filing, ReviewFinding
from app.domain.materials import AuthenticityMethod, Consent, Material, MaterialKind
from app.domain.providers import Provider
from app.domain.resources import Billing, Location
from app.domain.working_days import CalendarRule
from app.ports.domain_registry import DomainRegistration
from app.rulebook import RULES_FOLDER, asked_rules, load_rulebook
from app.storage.announcements import SqlAnnouncements
from app.storage.engine import Database
from app.storage.hot_questions import SqlHotQuestions
from app.storage.unit_of_work import SqlUnitOfWork
from app.usecases import (
    accounts,
    authenticity,
    authority_handover,
    authorization_codes,
    filing_bodies,
    filing_checks,
    filing_steps,
    filings,
    resources,
    review_claims,
    reviews,
    type_verifications,
)
from app.usecases.call import Call
from app.usecases.filing_details import FilingDetails
from app.usecases.filing_products import ProductCommand
from app.usecases.provider_directory import ProviderDirectory
from app.usecases.runtime import Limits, Runtime
from app.usecases.type_questions import AskedServiceInput, read_question
from tests.adapters.keyrings import a_keyring
from tests.fakes.authority import FakeAuthority
from tests.fakes.clock import StillClock
from tests.real_rules import PROFILES

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
YEARS = timedelta(days=3650)
LIMITS = Limits(
    code_checks_per_minute=30,
    sms_tries_per_minute=100,
    request_max_bytes=1_000_000,
    upload_max_bytes=10_000_000,
    upload_seconds=86_400,
    uploads_open=20,
    uploads_open_bytes=20_000_000,
    token_seconds=3600,
    session_seconds=3600,
    job_heartbeat_seconds=10,
    job_stalled_seconds=30,
    jobs_at_once=4,
)
# The smallest that the authority takes as it is.
A_PICTURE = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19i"
    "Z2hnPk1xeXBkeFxlZ2P/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAABv/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAI"
    "AQEAAD8ASP/Z"
)
# One for all worlds: it starts when first needed, and the session's end closes it.
PAPER_WORK = BoundedPapers(PaperBounds())
RULES = load_rulebook(RULES_FOLDER, asked_rules())
REGIONS = region_codes()
PHONE_AREAS = PhoneRanges({code: one.name for code, one in REGIONS.provinces.items()})
_worlds = itertools.count(1)


class NoRegistry:
    """A registry that knows nothing."""

    async def look_up(self, domains: Sequence[str]) -> tuple[DomainRegistration, ...]:
        """Know nothing."""
        return tuple(DomainRegistration(domain, known=False) for domain in domains)


def a_runtime(database: Database, folder: Path, clock: StillClock, authority: FakeAuthority) -> Runtime:
    """Fill the bundle of ports."""
    keyring, secrets = a_keyring(), SystemSecrets()
    cipher, index = AesColumns(keyring, secrets), HmacIndex(keyring)

    def unit_of_work() -> SqlUnitOfWork:
        return SqlUnitOfWork(database.engine, cipher, index)

    return Runtime(
        unit_of_work=unit_of_work,
        hot=SqlHotQuestions(database, cipher, index),
        providers=ProviderDirectory(unit_of_work),
        clock=clock,
        ids=SystemIds(),
        secrets=secrets,
        index=index,
        hasher=HmacSecrets(keyring),
        tokens=JwtTokens(keyring.token_keys(), keyring.active_token_id, clock),
        rate_limiter=MemoryRateLimiter({"client": (6000, 60), "account": (1200, 60), "token": (600, 60)}, clock),
        objects=objects_at(folder.as_uri(), keyring, secrets),
        paper_work=PAPER_WORK,
        malware=NoScanner(),
        printer=ReportlabDocuments(),
        authenticity=NoAuthenticityMachine(RULES),
        authority=authority,
        domains=NoRegistry(),
        callbacks=StandardWebhookSignatures("whsec_" + "A" * 40),
        webhooks=HttpWebhookSender(clock, loopback_allowed=True),
        announcements=SqlAnnouncements(database),
        sandbox=None,
        database=database,
        rulebook=RULES,
        profiles=PROFILES,
        regions=REGIONS,
        phone_areas=PHONE_AREAS,
        calendar=working_calendar(RULES.at(CalendarRule.OVERRIDES, NOW.date()).value),
        suffixes=IcannSuffixes(),
        limits=LIMITS,
    )


@dataclass(slots=True)
class World:
    """One provider with one account, and the way of its filing."""

    runtime: Runtime
    authority: FakeAuthority
    clock: StillClock
    provider: Provider
    account: Account
    who: Applicant
    server: str = "server-1"
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    @property
    def applicant(self) -> Call:
        """Call as the account's app."""
        caller = Caller(
            CallerKind.APPLICANT,
            self.account.id,
            self.provider.id,
            frozenset({Scope.FILINGS.value}),
            account_id=self.account.id,
        )
        return self._call(caller)

    @property
    def backend(self) -> Call:
        """Call as the provider's backend."""
        return self._call(Caller(CallerKind.CLIENT, "cli_backend", self.provider.id, frozenset(Scope)))

    @property
    def reviewer(self) -> Call:
        """Call as a reviewer."""
        return self.reviewer_named("cli_reviewer")

    def reviewer_named(self, name: str) -> Call:
        """Call as this reviewer."""
        return self._call(Caller(CallerKind.REVIEWER, name, self.provider.id, frozenset({Scope.REVIEWS.value})))

    def _call(self, caller: Caller) -> Call:
        profile = self.runtime.profiles[self.provider.profile]
        return Call(caller, self.provider, profile, self.clock.now())

    def with_profile(self, **changes: Any) -> None:
        """Let the provider do it another way."""
        own = replace(PROFILES["national"], **changes)
        self.runtime = replace(self.runtime, profiles={**PROFILES, "national": own})

    async def put_server(
        self, *, expires_in: timedelta = timedelta(days=3650), **changes: Any
    ) -> resources.ResourceSeen:
        """Put the server, or change it."""
        command = resources.ResourceCommand(
            product="cloud_server",
            location=Location.MAINLAND,
            billing=Billing.PREPAID,
            public_ips=("203.0.113.10",),
            owner_account_id=self.account.id,
            purchased_at=NOW - timedelta(days=100),
            expires_at=self.clock.now() + expires_in,
            filing_capacity=5,
        )
        seen, _ = await resources.put(self.runtime, self.backend, self.server, replace(command, **changes))
        return seen

    async def a_code(self) -> authorization_codes.CodeIssued:
        """Issue one code."""
        command = authorization_codes.IssueCommand(1, None, None)
        (issued,) = await authorization_codes.issue(self.runtime, self.backend, self.server, command)
        return issued

    async def verified(self, call: Call | None = None, account_id: str | None = None) -> str:
        """Verify the type and return the verification's id."""
        asked = call or self.applicant
        question = read_question(
            self.runtime,
            asked,
            nature=SubjectNature(self.who.nature),
            certificate=(CertificateType(self.who.certificate_type), self.who.certificate_number),
            region="410100",
            channel="app",
            services=[AskedServiceInput(ServiceKind.WEBSITE, (self.who.domain,), None)],
            pointers=["/service"],
        )
        described = await type_verifications.verify(
            self.runtime, asked, account_id or self.account.id, question, lambda _: {}
        )
        return described.stored.id

    async def begun(self) -> Filing:
        """Begin a filing with a fresh code."""
        await self.put_server()
        issued = await self.a_code()
        command = filings.BeginCommand(await self.verified(), ProductCommand(issued.code, None), None)
        return (await filings.begin(self.runtime, self.applicant, command)).filing

    async def filled_in(self) -> Filing:
        """Enter everything."""
        filing = await self.begun()
        change = {
            "subject": without_null(self.who.subject()),
            "services": [self.who.service(filing.body.services[0].id)],
        }
        return await self.patch(filing, change)

    async def patch(self, filing: Filing, change: dict[str, Any]) -> Filing:
        """Change what was entered."""
        return (await filing_bodies.patch(self.runtime, self.applicant, filing.id, None, change)).filing

    async def with_papers(self) -> Filing:
        """Hand in every paper that is wanted, and the portrait with its check."""
        filing = await self.filled_in()
        for seen in await filing_checks.required(self.runtime, self.applicant, filing.id):
            if seen.requirement.required and not seen.satisfied:
                await self.add_paper(filing, seen.requirement.kind, seen.requirement.for_)
        await self.checked(filing)
        return await self.filing(filing.id)

    async def add_paper(
        self,
        filing: Filing,
        kind: MaterialKind,
        place: str,
        content: bytes = A_PICTURE,
        media_type: str = "image/jpeg",
    ) -> Material:
        """Put a paper straight into the database: what receives files is tested elsewhere."""
        number, material_id = next(self.numbers), self.runtime.ids.new("mat")
        material = Material(
            id=material_id,
            provider_id=filing.provider_id,
            account_id=filing.account_id,
            filing_id=filing.id,
            kind=kind,
            for_pointer=place,
            object_key=f"{filing.provider_id}/{material_id}",
            sha256=f"{number:064x}",
            media_type=media_type,
            bytes=len(content),
            created_at=self.clock.now(),
            sealed_as=material_id,
        )
        await self.runtime.objects.put(
            material.object_key, chunks(content), f"material:{filing.provider_id}:{material_id}"
        )
        async with self.runtime.unit_of_work() as uow:
            await uow.materials.add(material)
            await uow.commit()
        return material

    async def checked(self, filing: Filing, place: str = "/services/0/principal") -> Material:
        """Show the face of a service's principal."""
        portrait = await self.add_paper(filing, MaterialKind.PORTRAIT, place)
        consent = Consent("2026-01", self.clock.now())
        command = authenticity.CheckCommand(AuthenticityMethod.PORTRAIT, place, portrait.id, consent)
        await authenticity.begin(self.runtime, self.applicant, filing.id, command)
        return portrait

    async def submitted(self) -> Filing:
        """Confirm and submit."""
        filing = await self.with_papers()
        await filing_steps.confirm(self.runtime, self.applicant, filing.id, None)
        return (await filing_steps.submit(self.runtime, self.applicant, filing.id, None)).filing

    async def decide(self, filing: Filing, event: Event, *findings: ReviewFinding) -> Filing:
        """Claim and decide as a reviewer."""
        await review_claims.claim(self.runtime, self.reviewer, filing.id)
        command = reviews.DecisionCommand(event, findings)
        return (await reviews.decide(self.runtime, self.reviewer, filing.id, None, command)).filing

    async def awaiting_sms(self) -> Filing:
        """Pass the review and hand over."""
        filing = await self.decide(await self.submitted(), Event.PASS)
        await authority_handover.hand_over(self.runtime, filing.id)
        return await self.filing(filing.id)

    async def handovers_queued(self) -> int:
        """Count the hand-overs to the authority that wait for the worker."""
        assert isinstance(self.runtime.database, Database)
        query = "select count(*) from procrastinate_jobs where task_name = $1 and status = 'todo'"
        return int(await self.runtime.database.pool.fetchval(query, authority_handover.HAND_OVER))

    async def close(self) -> None:
        """Close the connections that were opened on the way."""
        await self.runtime.webhooks.close()
        await self.runtime.announcements.close()

    async def details(self, filing_id: str) -> FilingDetails:
        """Read a filing."""
        return await filings.get(self.runtime, self.backend, filing_id)

    async def filing(self, filing_id: str) -> Filing:
        """Read a filing."""
        return (await self.details(filing_id)).filing


async def chunks(content: bytes) -> AsyncIterator[bytes]:
    """Send a file as the store takes it."""
    yield content


def without_null(value: Any) -> Any:
    """Return a patch that removes nothing."""
    if isinstance(value, dict):
        return {name: without_null(item) for name, item in value.items() if item is not None}
    return value


async def a_world(database: Database, folder: Path) -> World:
    """Make a provider with one account, and an applicant nobody else is."""
    clock = StillClock(NOW)
    authority = FakeAuthority(clock)
    runtime = a_runtime(database, folder, clock, authority)
    number = next(_worlds)
    provider = Provider(runtime.ids.new("prov"), f"provider-{number}", f"99{number:04d}", "national", NOW)
    async with runtime.unit_of_work() as uow:
        await uow.providers.add(provider)
        await uow.commit()
    backend = Caller(CallerKind.CLIENT, "cli_backend", provider.id, frozenset(Scope))
    who = replace(enterprise(Numbers(f"world-{number}")), first_name=None)
    command = accounts.AccountCommand("customer", who.principal.mobile, real_name_verified=True)
    call = Call(backend, provider, runtime.profiles["national"], NOW)
    account, _ = await accounts.register(runtime, call, command)
    return World(runtime, authority, clock, provider, account, who)
