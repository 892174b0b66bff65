"""The domains of a filing as regional rules ask for them: where they stand, what each is read as."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.domain_eligibility import RegistrarAnswer
from app.domain.domain_names import DomainName, DomainNameError, parsed
from app.domain.filing_body import Service
from app.domain.region_questions import Question


@dataclass(frozen=True, slots=True)
class PlacedDomain:
    """A domain with its pointer and the service that it is of."""

    pointer: str
    service: Service
    name: DomainName

    @property
    def label(self) -> str:
        """Return what stands before the suffix, in its own script: 示例 of 示例.中国."""
        labels = self.name.unicode.split(".")
        of_suffix = self.name.suffix.count(".") + 1 if self.name.suffix else 1
        return ".".join(labels[:-of_suffix])

    def is_below(self, suffixes: tuple[str, ...]) -> bool:
        """Tell whether the name stands under one of several suffixes, written with a dot and in their own script."""
        return f".{self.name.unicode}".endswith(suffixes)


def domains(question: Question) -> Iterator[PlacedDomain]:
    """Give the domains of all services; what is no domain name is told by another rule."""
    for place, service in enumerate(question.body.services):
        for index, raw in enumerate(service.domains):
            try:
                name = parsed(raw, question.context.suffixes)
            except DomainNameError:
                continue
            yield PlacedDomain(f"/services/{place}/domains/{index}", service, name)


def answer_of(one: PlacedDomain, question: Question) -> RegistrarAnswer:
    """Return what the registrar says of a domain; an answer that knows nothing where nobody was asked."""
    known = question.context.region_facts.registrations or {}
    return next((known[name] for name in one.name.parents() if name in known), RegistrarAnswer())
