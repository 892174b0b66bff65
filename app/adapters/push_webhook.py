"""Notices for the provider's push service: a signed webhook (Standard Webhooks) that says them in both languages."""

import orjson

from app.domain.notices import SendingResult, Sent
from app.ports.clock import Clock
from app.ports.notice_sender import Letter
from app.ports.webhook_sender import WebhookSender

TYPE = "notice.push"
_REFUSED_FOR_GOOD = frozenset({404, 410, 413, 422})


class PushWebhook:
    """Implements `app.ports.notice_sender.NoticeSender`; the `webhook-id` is the notice's, the same at every try."""

    may_repeat = True

    def __init__(self, sender: WebhookSender, url: str, secret: str, clock: Clock) -> None:
        self._sender, self._url, self._secret, self._clock = sender, url, secret, clock

    async def send(self, letter: Letter) -> SendingResult:
        """Post one notice; 404 and 410 say that the account has no phone to push to."""
        body = {"id": letter.notice_id, "type": TYPE, "at": letter.at, "data": dict(letter.told)}
        said = orjson.dumps(body, option=orjson.OPT_UTC_Z)
        now = self._clock.real_now()
        attempt = await self._sender.post(self._url, (self._secret,), letter.notice_id, now, said)
        if attempt.is_taken:
            return SendingResult(Sent.TAKEN)
        reason = attempt.error or f"http_{attempt.status}"
        if attempt.status in _REFUSED_FOR_GOOD:
            return SendingResult(Sent.REFUSED, reason)
        is_ours = attempt.status in (400, 401, 403) or attempt.error == "forbidden_address"
        return SendingResult(Sent.LATER, reason, our_fault=is_ours)

    async def close(self) -> None:
        """The connections belong to whoever sends webhooks."""
