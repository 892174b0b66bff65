"""Taking over the body of an older filing, all but what was verified anew."""

from dataclasses import replace

from app.domain.filing_body import FilingBody, Service, Subject


def copied_body(source: FilingBody, verified: FilingBody, *, subject_stays: bool) -> FilingBody:
    """Return `source` with the verified fields of `verified`; services are matched by position and kind.

    `subject_stays` tells that the subject is on file as it is in `verified`, and not the matter of the filing.
    """
    subject = verified.subject if subject_stays else _copied_subject(source.subject, verified.subject)
    services = tuple(
        _copied_service(source.services[place] if place < len(source.services) else None, service)
        for place, service in enumerate(verified.services)
    )
    return FilingBody(subject, services, source.emergency_contacts, source.remark)


def _copied_subject(old: Subject, new: Subject) -> Subject:
    certificate = new.certificate
    if certificate is not None and old.certificate is not None and old.certificate.number == certificate.number:
        certificate = replace(old.certificate, type=certificate.type)
    return replace(old, nature=new.nature, region=new.region, certificate=certificate)


def _copied_service(old: Service | None, new: Service) -> Service:
    if old is None or old.kind is not new.kind:
        return new
    same_names = old.domains == new.domains
    return replace(
        old,
        id=new.id,
        domains=new.domains,
        name=new.name or old.name,
        main_domain=old.main_domain if same_names else new.main_domain,
        home_url=old.home_url if same_names else None,
        access=new.access or old.access,
    )
