"""What registrars said of domains when their types were verified, as long as that is fresh."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain.domain_eligibility import RealName, RegistrarAnswer
from app.domain.filings import Filing
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.national_mirror import FRESH_FOR


def registrar_answer(service: Mapping[str, Any]) -> RegistrarAnswer | None:
    """Read what the mirror keeps of a service's domain, which is never the holder; None where nothing was said."""
    said = service.get("registrar")
    if said is None:
        return None
    return RegistrarAnswer(
        holder=None,
        real_name=RealName(said["real_name"]),
        expires_on=date.fromisoformat(said["expires_on"]) if said["expires_on"] else None,
        registrar_approved=said["registrar_approved"],
        suffix_approved=said["suffix_approved"],
    )


async def registrations_known(uow: UnitOfWork, call: Call, filing: Filing) -> Mapping[str, RegistrarAnswer]:
    """Return what is known of the domains in a filing, by the name asked about; older answers count for nothing."""
    domains = [domain for service in filing.body.services for domain in service.domains]
    found = await uow.mirror.of_domains(filing.provider_id, domains, call.now - FRESH_FOR) if domains else {}
    answers = {domain: registrar_answer(service) for domain, service in found.items()}
    return {domain: answer for domain, answer in answers.items() if answer is not None}
