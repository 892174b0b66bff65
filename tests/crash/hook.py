"""The receiver of the run's webhooks: it verifies each signature, and takes some only at the second try."""

import random

from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from tests.usecases.a_receiver import Received, Receiver

# A second failure would put the delivery off for five minutes.
_FAILS_FIRST = 0.08
_HANGS_UP = 0.04


class Hook:
    """Keeps what came, in its order; `first` has each event once."""

    def __init__(self, chance: random.Random | None = None) -> None:
        self._chance = chance or random.Random(0)
        self._webhook: Webhook | None = None
        self._seen: set[str] = set()
        self._taken_once: set[str] = set()
        self.first: list[str] = []
        self.taken = 0
        self.refused = 0
        self.forged = 0
        self.receiver = Receiver(self._answer)

    def believe(self, secret: str) -> None:
        """Learn the secret of the endpoint."""
        self._webhook = Webhook(secret)

    def _answer(self, request: Received) -> tuple[int, str]:
        self.receiver.got.clear()
        event = str(request.said["id"])
        if self._webhook is None or not self._is_genuine(request, event):
            self.forged += 1
            return 400, ""
        is_new = event not in self._seen
        self._seen.add(event)
        turn = self._chance.random()
        if is_new and turn < _FAILS_FIRST + _HANGS_UP:
            self.refused += 1
            if turn < _HANGS_UP:
                raise ConnectionAbortedError
            return 500, ""
        self.taken += 1
        if event not in self._taken_once:
            self._taken_once.add(event)
            self.first.append(event)
        return 204, ""

    def _is_genuine(self, request: Received, event: str) -> bool:
        assert self._webhook is not None
        try:
            self._webhook.verify(request.body, request.headers)
        except WebhookVerificationError:
            return False
        return request.headers["webhook-id"] == event
