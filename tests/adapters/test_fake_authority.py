"""The levers of the fake authority, which the contract knows nothing of."""

import pytest

from app.ports.authority import AuthorityUnavailableError
from tests.adapters.test_authority_contract import PHONE, a_submission
from tests.fakes.authority import FakeAuthority
from tests.fakes.clock import StillClock


async def test_an_authority_that_is_away_does_nothing() -> None:
    authority = FakeAuthority(StillClock())
    authority.unavailable = True

    with pytest.raises(AuthorityUnavailableError):
        await authority.submit(a_submission())
    with pytest.raises(AuthorityUnavailableError):
        await authority.check()

    assert authority.submissions() == []


async def test_a_lost_answer_leaves_one_submission_that_the_next_try_finds() -> None:
    authority = FakeAuthority(StillClock())
    authority.lose_answers = 1

    with pytest.raises(AuthorityUnavailableError):
        await authority.submit(a_submission())
    code = authority.codes[PHONE]
    answer = await authority.submit(a_submission())

    assert authority.submissions() == [a_submission()]
    assert authority.codes == {PHONE: code}
    assert answer.refusal is None
