"""Data of abandoned orders is erased; ends are watched on record; registrars are asked again; turns in the queue."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ID = sa.String(length=64, collation="C")
NAME = sa.String(length=600, collation="C")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("filings", sa.Column("erased_at", MOMENT, nullable=True))
    op.add_column("posted_papers", sa.Column("parcel_sealed", sa.LargeBinary(), nullable=True))
    for name, column in (("filing", "filing_id"), ("addition", "addition_to")):
        given = sa.text(f"{column} is not null")
        op.create_index(f"ix_type_verifications_{name}", "type_verifications", [column], postgresql_where=given)
    _let_notes_be_erased()
    _create_registrations()
    _create_turns()
    # The worker counts anew from the last change, by the profile, whenever such a row fires too early.
    op.execute(
        "insert into deadlines (owner_id, kind, due_at, provisional) select id, 'data_erasure', updated_at, false "
        "from filings where state = 'abandoned'"
    )
    # It then looks what each record waits for.
    op.execute(
        "insert into deadlines (owner_id, kind, due_at, provisional) select id, 'look_again', created_at, false "
        "from records"
    )


def downgrade() -> None:
    op.execute("delete from deadlines where kind = 'data_erasure' or owner_id in (select id from records)")
    op.drop_index("ix_deadlines_reviews", table_name="deadlines")
    op.drop_table("review_turns")
    op.drop_table("domain_registrations")
    op.execute("drop trigger timeline_append_only on timeline")
    op.execute("drop trigger timeline_only_erased on timeline")
    op.execute("drop function refuse_all_but_erasure()")
    op.execute(
        "create trigger timeline_append_only before update or delete or truncate on timeline "
        "for each statement execute function refuse_change()"
    )
    op.drop_index("ix_type_verifications_addition", table_name="type_verifications")
    op.drop_index("ix_type_verifications_filing", table_name="type_verifications")
    op.drop_column("posted_papers", "parcel_sealed")
    op.drop_column("filings", "erased_at")


def _let_notes_be_erased() -> None:
    """Let the words of an event, and nothing else of it, go in a transaction that says whose it erases."""
    op.execute(
        """
        create function refuse_all_but_erasure() returns trigger language plpgsql as $$
        begin
            if current_setting('filing.erased', true) is distinct from old.filing_id
                or new.note_sealed is not null
                or to_jsonb(new) - 'note_sealed' <> to_jsonb(old) - 'note_sealed'
            then
                raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
            end if;
            return new;
        end
        $$
        """
    )
    op.execute("drop trigger timeline_append_only on timeline")
    op.execute(
        "create trigger timeline_append_only before delete or truncate on timeline "
        "for each statement execute function refuse_change()"
    )
    op.execute(
        "create trigger timeline_only_erased before update on timeline "
        "for each row execute function refuse_all_but_erasure()"
    )


def _create_registrations() -> None:
    op.create_table(
        "domain_registrations",
        sa.Column("provider_id", ID, nullable=False),
        sa.Column("domain", NAME, nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("ask_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("provider_id", "domain", name="pk_domain_registrations"),
    )
    op.create_index("ix_domain_registrations_ask", "domain_registrations", ["ask_at"])


def _create_turns() -> None:
    op.create_table(
        "review_turns",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_review_turns_account_id"),
        sa.PrimaryKeyConstraint("account_id", name="pk_review_turns"),
    )
    of_reviews = sa.text("kind = 'first_review'")
    op.create_index("ix_deadlines_reviews", "deadlines", ["due_at", "owner_id"], postgresql_where=of_reviews)
