"""A reading that is asked for waits for its turn, and nothing was read yet."""

from datetime import UTC, datetime

from app.domain.recognition import CertificateDocument
from app.domain.recognitions import MOST_ATTEMPTS, Recognition, RecognitionState


def test_what_is_asked_for_is_queued_and_unread() -> None:
    asked = Recognition(
        object_key="prov_1/mat_1",
        document=CertificateDocument.RESIDENT_ID_FRONT,
        provider_id="prov_1",
        sealed_as="mat_1",
        media_type="image/jpeg",
        asked_at=datetime(2026, 3, 2, tzinfo=UTC),
    )

    assert (asked.state, asked.attempts, asked.reading) == (RecognitionState.QUEUED, 0, None)
    assert asked.attempts < MOST_ATTEMPTS
