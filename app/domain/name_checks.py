"""What a website or an APP may be called, asked before anything is filed: by the rules of the machine pre-review."""

from dataclasses import dataclass, replace

from app.domain.check_rules import CheckContext
from app.domain.checks import checks
from app.domain.filing_body import FilingBody, PreApproval, Service, ServiceKind, Subject, SubjectNature
from app.domain.findings import Finding

_IN_THE_BODY, _IN_THE_QUESTION = "/services/0/name", "/name"


@dataclass(frozen=True, slots=True)
class AskedName:
    """A name, what it is to be the name of, and whose; `pre_approvals` are the consent papers that there are."""

    kind: ServiceKind
    name: str
    nature: SubjectNature
    subject_name: str | None = None
    region: str | None = None
    pre_approvals: tuple[PreApproval, ...] = ()


def name_findings(asked: AskedName, context: CheckContext) -> tuple[Finding, ...]:
    """Return what the pre-review would say of the name in a filing, the rules of the region included.

    Asked of a body that has nothing else, whose other findings are left out.
    """
    service = Service(id="", kind=asked.kind, name=asked.name, pre_approvals=asked.pre_approvals)
    subject = Subject(name=asked.subject_name, nature=asked.nature, region=asked.region)
    found = checks(FilingBody(subject=subject, services=(service,)), context)
    return tuple(replace(one, pointer=_IN_THE_QUESTION) for one in found if one.pointer == _IN_THE_BODY)
