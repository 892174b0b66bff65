"""A filing beside the record: what changes, and what follows from it."""

from dataclasses import dataclass

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_ways import way_of
from app.domain.filings import Filing
from app.domain.record_diff import Diff, diff
from app.domain.sms_recipients import Recipient
from app.domain.texts import Text
from app.usecases.call import Call
from app.usecases.data_erasure import found_whole
from app.usecases.people_to_prove import people_to_prove_in
from app.usecases.people_to_verify import people_to_verify_on
from app.usecases.runtime import Runtime

_NOTHING_CHANGED = Text(
    "变更备案的内容与已备案信息完全一致，没有可变更的内容。",
    "This change filing has exactly what is on file; there is nothing to change.",
)
_CHANGE_SOMETHING = Text(
    "请修改需要变更的信息，再确认并提交；无需变更的，请放弃本订单。",
    "Change what is to be changed, confirm and submit; if nothing is, abandon the order.",
)


@dataclass(frozen=True, slots=True)
class FilingDiff:
    """A filing, how it differs from the record, and what that decides if it were submitted today."""

    filing: Filing
    diff: Diff
    recipients: tuple[Recipient, ...]
    first_review: bool
    authority_review: bool
    must_be_offline: bool
    may_be_served_meanwhile: bool
    to_prove: tuple[str, ...]


async def get(runtime: Runtime, call: Call, filing_id: str) -> FilingDiff:
    """Compare a filing with what was on file when it was begun."""
    async with runtime.unit_of_work() as uow:
        filing = await found_whole(uow, call, filing_id)
    way = way_of(filing.filing_type, call.today, runtime.rulebook)
    served = way.may_be_served_meanwhile(open_after_first_review=call.profile.open_after_first_review)
    return FilingDiff(
        filing=filing,
        diff=diff(filing.on_file, filing.body, way),
        recipients=people_to_verify_on(runtime, filing, call.today),
        first_review=way.first_review and filing.filing_type not in call.profile.sent_straight_on,
        authority_review=way.authority_review,
        must_be_offline=way.offline,
        may_be_served_meanwhile=served,
        to_prove=people_to_prove_in(runtime, call, filing),
    )


def require_change(runtime: Runtime, call: Call, filing: Filing) -> None:
    """Refuse a change filing that changes nothing, `nothing-changed`."""
    way = way_of(filing.filing_type, call.today, runtime.rulebook)
    if way.must_change_something and not diff(filing.on_file, filing.body, way).changes_something:
        raise Refusal(ProblemCode.NOTHING_CHANGED, detail=_NOTHING_CHANGED, remedy=_CHANGE_SOMETHING)
