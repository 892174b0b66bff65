"""Filings of every type: a product for each service, what was on file, and records that hold whole services.

What is sealed can't be read here, and services have their ids in the sealed body. So the one product that a filing had
so far stands for all its services (an empty `service_id`), and services on record keep what their plain columns tell.
Going back works while every filing has a product and a type verification, and every subject stands once on record;
otherwise the downgrade stops and changes nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.String(length=64, collation="C")
ONCE_A_PROVIDER = "uq_records_provider_id_subject_number"
ONCE_AN_ACCOUNT = "uq_records_provider_id_account_id_subject_number"


def upgrade() -> None:
    _give_filings_products()
    _let_filings_begin_otherwise()
    _share_papers()
    _keep_whole_services()
    _let_others_have_deadlines()


def downgrade() -> None:
    _let_only_filings_have_deadlines()
    _keep_plain_services()
    _keep_papers_apart()
    _let_filings_begin_from_verifications()
    _give_filings_one_product()


def _give_filings_products() -> None:
    op.create_table(
        "filing_products",
        sa.Column("filing_id", ID, nullable=False),
        sa.Column("service_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("resource_external_id", sa.String(length=255), nullable=False),
        sa.Column("authorization_code_id", ID, nullable=True),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name="fk_filing_products_filing_id"),
        sa.ForeignKeyConstraint(["resource_id"], ["resources.id"], name="fk_filing_products_resource_id"),
        sa.PrimaryKeyConstraint("filing_id", "service_id", name="pk_filing_products"),
    )
    op.execute(
        "insert into filing_products "
        "select id, '', 0, resource_id, resource_external_id, authorization_code_id, state <> 'abandoned' from filings"
    )
    op.create_index(
        "ix_filing_products_codeless",
        "filing_products",
        ["resource_id"],
        unique=False,
        postgresql_where=sa.text("authorization_code_id is null and is_held"),
    )
    op.drop_index("ix_filings_codeless", table_name="filings")
    for column in ("resource_id", "resource_external_id", "authorization_code_id"):
        op.drop_column("filings", column)


def _give_filings_one_product() -> None:
    op.add_column("filings", sa.Column("resource_id", ID, nullable=True))
    op.add_column("filings", sa.Column("resource_external_id", sa.String(length=255), nullable=True))
    op.add_column("filings", sa.Column("authorization_code_id", ID, nullable=True))
    op.execute(
        "update filings f set resource_id = p.resource_id, resource_external_id = p.resource_external_id, "
        "authorization_code_id = p.authorization_code_id from filing_products p "
        "where p.filing_id = f.id "
        "and p.place = (select min(q.place) from filing_products q where q.filing_id = f.id)"
    )
    op.alter_column("filings", "resource_id", nullable=False)
    op.alter_column("filings", "resource_external_id", nullable=False)
    op.create_foreign_key("fk_filings_resource_id", "filings", "resources", ["resource_id"], ["id"])
    op.create_index(
        "ix_filings_codeless",
        "filings",
        ["resource_id"],
        unique=False,
        postgresql_where=sa.text("authorization_code_id is null and state <> 'abandoned'"),
    )
    op.drop_table("filing_products")


def _let_filings_begin_otherwise() -> None:
    op.alter_column("filings", "type_verification_id", nullable=True)
    op.add_column("filings", sa.Column("transfer_id", ID, nullable=True))
    op.add_column("filings", sa.Column("reason_code", sa.String(length=64), nullable=True))
    op.add_column(
        "filings", sa.Column("acknowledged", sa.ARRAY(sa.String(length=64)), server_default="{}", nullable=False)
    )
    op.alter_column("filings", "acknowledged", server_default=None)
    op.add_column("filings", sa.Column("on_file_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("type_verifications", sa.Column("addition_to", ID, nullable=True))


def _let_filings_begin_from_verifications() -> None:
    op.drop_column("type_verifications", "addition_to")
    for column in ("on_file_sealed", "acknowledged", "reason_code", "transfer_id"):
        op.drop_column("filings", column)
    op.alter_column("filings", "type_verification_id", nullable=False)


def _share_papers() -> None:
    op.add_column("materials", sa.Column("sealed_as", ID, nullable=True))
    op.execute("update materials set sealed_as = id")
    op.alter_column("materials", "sealed_as", nullable=False)
    op.add_column("materials", sa.Column("from_record", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.alter_column("materials", "from_record", server_default=None)
    op.create_index("ix_materials_object", "materials", ["object_key"], unique=False)


def _keep_papers_apart() -> None:
    op.drop_index("ix_materials_object", table_name="materials")
    op.drop_column("materials", "from_record")
    op.drop_column("materials", "sealed_as")


def _keep_whole_services() -> None:
    op.add_column("records", sa.Column("filing_id", ID, nullable=True))
    op.drop_constraint(ONCE_A_PROVIDER, "records", type_="unique")
    op.create_unique_constraint(ONCE_AN_ACCOUNT, "records", ["provider_id", "account_id", "subject_number"])
    op.add_column("record_services", sa.Column("service_sealed", sa.LargeBinary(), nullable=True))
    op.add_column(
        "record_services", sa.Column("opened_told", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.alter_column("record_services", "opened_told", server_default=None)
    op.add_column("record_services", sa.Column("filing_id", ID, nullable=True))
    op.add_column("record_services", sa.Column("resource_id", ID, nullable=True))
    op.create_index(
        "ix_record_services_resource",
        "record_services",
        ["resource_id"],
        unique=False,
        postgresql_where=sa.text("access_here"),
    )


def _keep_plain_services() -> None:
    op.drop_index("ix_record_services_resource", table_name="record_services")
    for column in ("resource_id", "filing_id", "opened_told", "service_sealed"):
        op.drop_column("record_services", column)
    op.drop_constraint(ONCE_AN_ACCOUNT, "records", type_="unique")
    op.create_unique_constraint(ONCE_A_PROVIDER, "records", ["provider_id", "subject_number"])
    op.drop_column("records", "filing_id")


def _let_others_have_deadlines() -> None:
    op.drop_constraint("fk_deadlines_filing_id", "deadlines", type_="foreignkey")
    op.alter_column("deadlines", "filing_id", new_column_name="owner_id")


def _let_only_filings_have_deadlines() -> None:
    op.alter_column("deadlines", "owner_id", new_column_name="filing_id")
    op.create_foreign_key("fk_deadlines_filing_id", "deadlines", "filings", ["filing_id"], ["id"])
