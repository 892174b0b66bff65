"""What a form is asked for: one combination of filing type, nature, region and kind of service, on a day."""

from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.check_rules import CheckContext, CheckRule
from app.domain.errors import FieldError
from app.domain.filing_body import FilingBody, ServiceKind, SubjectNature
from app.domain.filing_types import FilingType
from app.domain.filing_ways import ServicesPart, Way, way_of
from app.domain.filings import OnFile
from app.domain.form_rules import FormRule
from app.domain.form_shape import Shape
from app.domain.regions import Regions
from app.domain.rulebook import Rulebook
from app.domain.transfer_rules import TransferRule


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One combination. `region` (6 digits) may be left out; `kind` says nothing where a type has no services.

    Regions and `door`, the shape of a body at the door, are the same for all questions of a process.
    """

    filing_type: FilingType
    nature: SubjectNature
    region: str | None
    kind: ServiceKind
    as_of: date
    rulebook: Rulebook = field(repr=False)
    regions: Regions = field(compare=False, repr=False)
    door: Shape = field(compare=False, repr=False)

    @property
    def way(self) -> Way:
        """Return what the type asks."""
        return way_of(self.filing_type, self.as_of, self.rulebook)

    @property
    def has_services(self) -> bool:
        """Tell whether the body has services at all."""
        return self.way.services is not ServicesPart.NONE

    def generalised(self) -> "FormQuestion":
        """Return the question that has the same form: of a region its province counts, of no service no kind."""
        province = None if self.region is None else self.regions.province_of(self.region)
        return replace(self, region=province, kind=self.kind if self.has_services else ServiceKind.WEBSITE)

    def context(self) -> CheckContext:
        """Return what a draft is judged by: of what is on file, if anything is, nothing is known."""
        on_file = OnFile(FilingBody(), complete=True, subject_number=None)
        return CheckContext(
            self.filing_type,
            self.as_of,
            self.rulebook,
            self.regions,
            on_file=None if self.filing_type is FilingType.FIRST_FILING else on_file,
        )


def faults_of(question: FormQuestion) -> tuple[FieldError, ...]:
    """Return why there is no such combination, each with the nearest rule; none where there is a form."""
    context = question.context()
    faults = []
    if question.filing_type is FilingType.TRANSFER_ACCOUNT:
        label = question.filing_type.label(question.as_of, question.rulebook)
        faults.append(context.finding(FormRule.NO_FORM, "/path/filing_type", filing_type=label))
    if question.region is not None and not question.regions.is_current(question.region):
        faults.append(context.finding(CheckRule.REGION_UNKNOWN, "/query/region"))
    if question.filing_type is FilingType.MIGRATE_SERVICE:
        if question.nature is SubjectNature.INDIVIDUAL:
            faults.append(context.finding(TransferRule.NOT_TO_INDIVIDUALS, "/query/subject_nature"))
        if question.kind is not ServiceKind.WEBSITE:
            faults.append(context.finding(TransferRule.WEBSITES_ONLY, "/query/service_kind"))
    return tuple(FieldError.of(fault) for fault in faults)
