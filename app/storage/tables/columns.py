"""What all tables share: the metadata with its names, and the columns that occur everywhere."""

from sqlalchemy import Column, DateTime, ForeignKey, MetaData, String

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
MOMENT = DateTime(timezone=True)
# Ids sort by the time they were made, byte by byte; the database's own language would sort them another way.
ID = String(64, collation="C")
# A name with the hash of its subject before it (`app.storage.name_keys`).
NAME = String(600, collation="C")


def own_id() -> Column[str]:
    """Return the primary key of a row that has an id of ours."""
    return Column("id", ID, primary_key=True)


def belongs_to(table: str, column: str | None = None, *, nullable: bool = False) -> Column[str]:
    """Return the column that names a row of another table."""
    name = column or f"{table.removesuffix('s')}_id"
    return Column(name, ID, ForeignKey(f"{table}.id"), nullable=nullable)
