"""The timeline takes new events only.

Revoking UPDATE and DELETE would not bind the owner of the table, and the service owns its tables: a trigger binds
everybody who does not drop it first, which is a change of the schema and not a slip of a statement.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        create function refuse_change() returns trigger language plpgsql as $$
        begin
            raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
        end
        $$
        """
    )
    op.execute(
        "create trigger timeline_append_only before update or delete or truncate on timeline "
        "for each statement execute function refuse_change()"
    )


def downgrade() -> None:
    op.execute("drop trigger timeline_append_only on timeline")
    op.execute("drop function refuse_change()")
