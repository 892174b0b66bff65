"""What was entered for an order that was given up is kept for the provider's term, and then nothing of it is left."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.filing_body import ServiceKind
from app.domain.filing_body_json import body_to_json
from app.domain.filing_states import State
from app.domain.filing_types import FilingType
from app.domain.filings import Filing, ReviewFinding
from app.domain.kept_data import kept_until, shell_of
from tests.domain.a_filing import a_body
from tests.real_rules import PROFILES

ENDED = datetime(2026, 11, 2, 4, tzinfo=UTC)
NATIONAL = PROFILES["national"]


def given_up(**changes: object) -> Filing:
    values: dict[str, object] = {
        "id": "fil_1",
        "provider_id": "prov_1",
        "account_id": "acct_1",
        "filing_type": FilingType.FIRST_FILING,
        "channel": "app",
        "state": State.ABANDONED,
        "revision": 7,
        "body": a_body(),
        "created_at": ENDED - timedelta(days=9),
        "updated_at": ENDED,
        "findings": (ReviewFinding("/services/0/name", "site_name_bad", "provider"),),
        "submitted_digest": "d1",
        "type_verification_id": None,
        "products": (),
        "rules_as_of": ENDED.date(),
        "rulebook_digest": "r1",
    }
    return Filing(**(values | changes))  # type: ignore[arg-type]  # a builder


def test_the_provider_says_for_how_many_days() -> None:
    assert kept_until(given_up(), NATIONAL) == ENDED + timedelta(days=NATIONAL.abandoned_data_days)
    assert kept_until(given_up(), replace(NATIONAL, abandoned_data_days=1)) == ENDED + timedelta(days=1)


@pytest.mark.parametrize("state", [state for state in State if state is not State.ABANDONED])
def test_of_an_order_that_was_not_given_up_nothing_runs_out(state: State) -> None:
    assert kept_until(given_up(state=state), NATIONAL) is None


def test_what_is_left_is_what_it_was_and_nothing_that_somebody_entered() -> None:
    filing, now = given_up(), ENDED + timedelta(days=90)

    left = shell_of(filing, now)

    assert kept_until(left, NATIONAL) is None
    assert (left.id, left.filing_type, left.state, left.created_at) == (
        filing.id,
        filing.filing_type,
        filing.state,
        filing.created_at,
    )
    assert (left.revision, left.updated_at, left.erased_at) == (8, now, now)
    assert (left.findings, left.submitted_digest, left.on_file) == ((), None, None)
    assert [(one.id, one.kind) for one in left.body.services] == [(filing.body.services[0].id, ServiceKind.WEBSITE)]
    told = str(body_to_json(left.body))
    assert not [word for word in ("张三", "李四", "13800000001", "example.cn") if word in told]
