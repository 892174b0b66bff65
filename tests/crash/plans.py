"""What befalls one filing, chosen before it begins."""

import random
from dataclasses import dataclass


@dataclass(slots=True)
class Plan:
    """Each thing happens once: whoever does it takes it off."""

    who: str
    given_up_as_draft: bool = False
    withdrawn: bool = False
    sent_back: str | None = None
    given_up_when_sent_back: bool = False
    refused_at_intake: bool = False
    new_code: bool = False
    rejected_by_authority: bool = False


def a_plan(chance: random.Random) -> Plan:
    """Choose; most filings go through, and each way back is taken by a good part of them."""

    def happens(share: float) -> bool:
        return chance.random() < share

    return Plan(
        who=chance.choice(("enterprise", "individual")),
        given_up_as_draft=happens(0.06),
        withdrawn=happens(0.15),
        sent_back=chance.choice(("reject", "request_completion")) if happens(0.25) else None,
        given_up_when_sent_back=happens(0.25),
        refused_at_intake=happens(0.08),
        new_code=happens(0.2),
        rejected_by_authority=happens(0.12),
    )
