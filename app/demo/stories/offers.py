"""Offers between two accounts of the provider, for a transfer or a migration."""

from app.demo.http_service import Json
from app.demo.stage import Customer, Stage

_REFUSED = (409, 422)


def offer(stage: Stage, source: Customer, target: Customer, offered: Json) -> Json:
    """Offer something of a record to another account; whoever offers knows the last digits of the target's phone."""
    with stage.screen.step(f"offered to the account {target.external_id}") as notes:
        made = source.app.call("POST", "/v1/transfers", json=_named(target, offered))
        notes.extend([made["state_label"], *made["numbers"]])
    return made


def refused_offer(stage: Stage, source: Customer, target: Customer, offered: Json) -> Json:
    """Offer what is refused, tell of it, and return the problem."""
    problem = source.app.call("POST", "/v1/transfers", json=_named(target, offered), expect=_REFUSED)
    told = [f"{one['pointer']}: {one['message']}" for one in problem.get("errors") or ()]
    for message in told or [problem["detail"]]:
        stage.screen.turn(message)
    return problem


def accept(stage: Stage, target: Customer, offered: Json) -> Json:
    """Accept an offer as the target."""
    with stage.screen.step("accepted by the other account") as notes:
        seen = target.app.call("POST", f"/v1/transfers/{offered['id']}/accept", json={})
        notes.append(seen["state_label"])
    return seen


def _named(target: Customer, offered: Json) -> Json:
    return {"target_external_id": target.external_id, "phone_last4": target.phone[-4:], **offered}
