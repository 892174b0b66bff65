"""The SMS that the authority would have sent."""

from datetime import UTC
from typing import Any

from authority_sandbox.database import Connection

MOST = 100


async def read(connection: Connection, phone: str | None) -> list[dict[str, Any]]:
    """Return the latest messages, newest first: those to one phone, or all."""
    rows = await connection.fetch(
        """select id, phone, code, text, sent_at from messages
           where $1::text is null or phone = $1 order by id desc limit $2""",
        phone,
        MOST,
    )
    return [
        {
            "id": f"sms_{row['id']}",
            "channel": "sms",
            "to": row["phone"],
            "code": row["code"],
            "text": row["text"],
            "sent_at": row["sent_at"].astimezone(UTC).isoformat(),
        }
        for row in rows
    ]
