"""What a type verification asks, read from the request: every fault with its pointer."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.certificate_numbers import fault_of, normalised
from app.domain.domain_names import DomainName, DomainNameError, parsed
from app.domain.errors import FieldError, ProblemCode, Refusal
from app.domain.filing_body import CertificateType, ServiceKind, SubjectNature
from app.domain.texts import Text
from app.usecases.call import Call
from app.usecases.runtime import Runtime

_WRONG_NUMBER = Text("证件号码格式或校验位不正确。", "The certificate number has a wrong form or check digit.")
_RETYPE_NUMBER = Text("请对照证件原件重新输入。", "Type it again from the certificate itself.")
_NO_DOMAIN = Text("这不是可以备案的域名。", "This is not a domain name that could be filed.")
_RETYPE_DOMAIN = Text(
    "请填写已注册的域名，例如 example.cn，不带 http://、端口和路径。",
    "Enter the registered domain such as example.cn, without http://, port or path.",
)
_NAMED_TWICE = Text("前面的服务已使用该名称或域名。", "A service before this one has the same name or domain.")
_NO_REGION = Text("没有这个行政区划代码。", "There is no such region code.")
_NOT_MAINLAND = Text("只能在中国内地的省、自治区、直辖市备案。", "Filing is for the mainland's provinces only.")


@dataclass(frozen=True, slots=True)
class AskedName:
    """A domain, or the name of an APP; `domain` None for what has none."""

    kind: ServiceKind
    name: str
    domain: DomainName | None

    @property
    def candidates(self) -> tuple[str, ...]:
        """Return the names under which it could be on file, longest first."""
        return self.domain.parents() if self.domain else (self.name,)


@dataclass(frozen=True, slots=True)
class AskedServiceInput:
    """A service as the client asked for it."""

    kind: ServiceKind
    domains: tuple[str, ...]
    name: str | None


@dataclass(frozen=True, slots=True)
class TypeQuestion:
    """Subject and services that a type is asked for; `service_names` has the names of each service, in order."""

    nature: SubjectNature
    certificate_type: CertificateType
    certificate_number: str
    region: str
    channel: str
    service_names: tuple[tuple[AskedName, ...], ...]


def read_question(
    runtime: Runtime,
    call: Call,
    *,
    nature: SubjectNature,
    certificate: tuple[CertificateType, str],
    region: str,
    channel: str,
    services: Sequence[AskedServiceInput],
    pointers: Sequence[str],
) -> TypeQuestion:
    """Read a question; raises `validation-failed` with every fault. `pointers` are those of the services."""
    faults: list[FieldError] = []
    number = normalised(certificate[0], certificate[1])
    if fault_of(certificate[0], number, call.today, runtime.regions.is_assigned) is not None:
        faults.append(
            FieldError("/subject/certificate/number", "certificate_number_wrong", _WRONG_NUMBER, remedy=_RETYPE_NUMBER)
        )
    if not runtime.regions.is_assigned(region):
        faults.append(FieldError("/subject/region", "unknown_region", _NO_REGION))
    elif runtime.regions.province_of(region)[:1] in "789":
        faults.append(FieldError("/subject/region", "not_mainland", _NOT_MAINLAND))
    names = [_names(runtime, service, at, faults) for service, at in zip(services, pointers, strict=True)]
    faults += _named_before(names, pointers)
    if faults:
        raise Refusal(ProblemCode.VALIDATION_FAILED, errors=tuple(faults))
    return TypeQuestion(nature, certificate[0], number, region, channel, tuple(names))


def _named_before(names: Sequence[tuple[AskedName, ...]], pointers: Sequence[str]) -> list[FieldError]:
    """Find the services that another one before them names too: each name is filed once."""
    seen: set[AskedName] = set()
    faults = []
    for of_one, at in zip(names, pointers, strict=True):
        if not seen.isdisjoint(of_one):
            faults.append(FieldError(at, "named_twice", _NAMED_TWICE))
        seen.update(of_one)
    return faults


def _names(
    runtime: Runtime, service: AskedServiceInput, pointer: str, faults: list[FieldError]
) -> tuple[AskedName, ...]:
    if service.kind is not ServiceKind.WEBSITE:
        return (AskedName(service.kind, (service.name or "").strip(), None),)
    read: list[AskedName] = []
    for position, raw in enumerate(service.domains):
        place = f"{pointer}/domain" if len(service.domains) == 1 else f"{pointer}/domains/{position}"
        try:
            domain = parsed(raw, runtime.suffixes)
        except DomainNameError as fault:
            faults.append(FieldError(place, f"domain_{fault.code.value}", _NO_DOMAIN, remedy=_RETYPE_DOMAIN))
            continue
        read.append(AskedName(service.kind, domain.ascii, domain))
    return tuple(dict.fromkeys(read))
