"""What machines read off certificates, and the workers that read."""

from sqlalchemy import Column, Integer, LargeBinary, PrimaryKeyConstraint, String, Table

from app.storage.tables.columns import ID, MOMENT, belongs_to, metadata, own_id

recognitions = Table(
    "recognitions",
    metadata,
    Column("object_key", String(200), nullable=False),
    Column("document", String(32), nullable=False),
    belongs_to("providers"),
    Column("sealed_as", ID, nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("fields_sealed", LargeBinary),
    Column("reader", String(64)),
    Column("asked_at", MOMENT, nullable=False),
    Column("ended_at", MOMENT),
    PrimaryKeyConstraint("object_key", "document", name="pk_recognitions"),
)

recognition_workers = Table(
    "recognition_workers",
    metadata,
    own_id(),
    # By the clock of the database, which all processes share: sandbox time moves, workers don't.
    Column("seen_at", MOMENT, nullable=False),
)
