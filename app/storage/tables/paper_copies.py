"""What is made of papers and noted of them."""

from sqlalchemy import BigInteger, Boolean, Column, Identity, Index, Integer, String, Table

from app.storage.tables.columns import ID, MOMENT, belongs_to, metadata, own_id

renditions = Table(
    "renditions",
    metadata,
    own_id(),
    belongs_to("providers"),
    # The object of the paper, which several papers may be: no one row of them.
    Column("source_key", String(200), nullable=False),
    Column("max_bytes", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("object_key", String(200), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("media_type", String(64), nullable=False),
    # Set before the bytes are put, so that a crash leaves none that nobody knows of.
    Column("is_stored", Boolean, nullable=False),
    Index("uq_renditions_source", "source_key", "max_bytes", "page", unique=True),
)

paper_views = Table(
    "paper_views",
    metadata,
    Column("seq", BigInteger, Identity(always=True), primary_key=True),
    Column("id", ID, nullable=False, unique=True),
    belongs_to("providers"),
    belongs_to("filings"),
    # Outlives the paper.
    Column("material_id", ID, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("at", MOMENT, nullable=False),
    Column("viewer_kind", String(16), nullable=False),
    Column("viewer_id", ID, nullable=False),
    Column("purpose", String(16), nullable=False),
    Index("ix_paper_views_filing", "filing_id", "seq"),
    Index("ix_paper_views_material", "material_id", "seq"),
)
