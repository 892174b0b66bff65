"""A changed rulebook or profile run dry over the open filings: which would change and how. Nothing is written."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from app.domain.callers import Caller, CallerKind
from app.domain.filing_states import State, is_open
from app.domain.filing_types import FilingType
from app.domain.filings import Filing
from app.domain.profile import Profile
from app.domain.providers import Provider
from app.domain.provinces import province_of
from app.domain.requirements import requirements
from app.domain.rule_changes import Aspect, Judged, RuleChange, rule_changes
from app.domain.rulebook import Rulebook
from app.ports.store.filings import FilingsWanted
from app.ports.store.paging import PageWanted
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import SHANGHAI, Call
from app.usecases.filing_checks import content_findings
from app.usecases.paper_questions import paper_question, services_on_file
from app.usecases.people_to_verify import people_to_verify_on
from app.usecases.runtime import Runtime

_OPEN_STATES = tuple(state.value for state in State if is_open(state))
_AT_ONCE = 100


class ProfileGoneError(Exception):
    """A provider would be left without its profile; the message names both."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is tried: a rulebook, profiles by id, and, where it is named, the profile that every provider would have."""

    rulebook: Rulebook
    profiles: Mapping[str, Profile]
    profile_id: str | None = None

    def profile_of(self, provider: Provider) -> Profile:
        """Return the profile that a provider would have; raises ProfileGoneError."""
        profile = self.profiles.get(self.profile_id or provider.profile)
        if profile is None:
            raise ProfileGoneError(f"the provider {provider.name} has the profile {provider.profile}, which is gone")
        return profile


@dataclass(frozen=True, slots=True)
class FilingSeen:
    """One open filing, and what would change for it."""

    provider: str
    filing_id: str
    filing_type: FilingType
    state: State
    changes: tuple[RuleChange, ...]


async def dry_run(
    runtime: Runtime, candidate: Candidate, on: date | None = None, at_once: int = _AT_ONCE
) -> AsyncIterator[FilingSeen]:
    """Give every open filing of every provider with its changes, judged both ways on the same day, today by default.

    Filings come a page of `at_once` at a time, so that the memory does not grow with their number. Raises
    ProfileGoneError before the first.
    """
    async with runtime.unit_of_work() as uow:
        providers = await uow.providers.all()
    for provider in providers:
        candidate.profile_of(provider)
    moment = runtime.clock.now() if on is None else datetime.combine(on, time(12), SHANGHAI)
    for provider in providers:
        async for seen in _of_provider(runtime, candidate, provider, moment, at_once):
            yield seen


async def _of_provider(
    runtime: Runtime, candidate: Candidate, provider: Provider, moment: datetime, at_once: int
) -> AsyncIterator[FilingSeen]:
    changed = replace(runtime, rulebook=candidate.rulebook, profiles=candidate.profiles)
    caller = Caller(CallerKind.CLIENT, "dry_run", provider.id, frozenset())
    call_now = Call(caller, provider, runtime.profiles[provider.profile], moment)
    call_then = Call(caller, provider, candidate.profile_of(provider), moment)
    wanted, after = FilingsWanted(states=_OPEN_STATES), None
    while True:
        async with runtime.unit_of_work() as uow:
            page = await uow.filings.queue(provider.id, wanted, PageWanted(at_once, after))
            for filing in page.items:
                now = await _judged(runtime, call_now, uow, filing)
                then = await _judged(changed, call_then, uow, filing)
                yield FilingSeen(provider.name, filing.id, filing.filing_type, filing.state, rule_changes(now, then))
        after = page.next_after
        if after is None:
            return


async def _judged(runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing) -> Judged:
    """Say of a filing what rules and profile say, by codes and places: no name, no number, no phone."""
    question = paper_question(runtime, call, filing, await services_on_file(uow, filing))
    papers = requirements(question, call.today, runtime.rulebook)
    people = people_to_verify_on(runtime, filing, call.today)
    return Judged(
        {
            Aspect.SERVED: {"/subject": "yes" if _is_served(call.profile, filing) else "no"},
            Aspect.CHECK: {
                f"{one.rule} {one.pointer}".strip(): one.severity.value
                for one in await content_findings(runtime, call, uow, filing)
            },
            Aspect.PAPER: {f"{one.kind} {one.for_}": "required" if one.required else "optional" for one in papers},
            Aspect.SMS: {f"{'+'.join(one.roles)} {' '.join(one.service_ids)}".strip(): "code" for one in people},
            Aspect.STATE_LABEL: {filing.state.value: call.profile.state_label(filing.state, filing.filing_type).zh},
            Aspect.TYPE_LABEL: {
                filing.filing_type.value: call.profile.type_label(filing.filing_type, call.today, runtime.rulebook).zh
            },
        }
    )


def _is_served(profile: Profile, filing: Filing) -> bool:
    subject = filing.body.subject
    refused = subject.region is not None and province_of(subject.region) in profile.provinces_refused
    return subject.nature in profile.natures_served and not refused
