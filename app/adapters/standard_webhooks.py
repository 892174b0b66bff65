"""Callback signatures by the Standard Webhooks specification."""

import base64
from collections.abc import Mapping
from datetime import datetime

from standardwebhooks import Webhook, WebhookVerificationError

_PREFIX = "whsec_"
_SHORTEST = 24
_LONGEST = 64


class StandardWebhookSignatures:
    """Implements `app.ports.callback_signatures.CallbackSignatures`: HMAC-SHA-256 over id, timestamp and body.

    A timestamp more than five minutes of real time away from now is refused (a figure of the specification's library).
    A callback that is sent twice within that time verifies twice: whoever receives it knows it by `webhook-id`.
    """

    def __init__(self, secret: str) -> None:
        """Take the shared secret: `whsec_` and the base64 of 24 to 64 bytes. Raises ValueError for another form."""
        try:
            key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
        except ValueError:
            key = b""
        if not secret.startswith(_PREFIX) or not _SHORTEST <= len(key) <= _LONGEST:
            message = f"the callback secret must be {_PREFIX} and the base64 of {_SHORTEST} to {_LONGEST} bytes"
            raise ValueError(message)
        self._webhook = Webhook(key)

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Tell whether the headers (names in any case) sign exactly these bytes, and lately."""
        try:
            self._webhook.verify(body, dict(headers), json_parse=False)
        except (WebhookVerificationError, ValueError):
            # ValueError: a body that is no UTF-8, a signature that is no base64 or has no version.
            return False
        return True

    def sign(self, message_id: str, body: bytes, at: datetime) -> dict[str, str]:
        """Return the three headers; `at` is in UTC."""
        return {
            "webhook-id": message_id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": self._webhook.sign(message_id, at, body.decode()),
        }
