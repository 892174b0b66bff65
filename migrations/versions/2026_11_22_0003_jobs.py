"""The tables and functions of the queue, as the package procrastinate brings them.

A later release of the package comes with deltas of its own; the migration that takes one in must look first whether
it is there already, because a new database gets the schema of the installed release here
(docs/decisions/0005-jobs-in-postgresql.md).
"""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The schema has many statements, and percent signs of its own: the driver takes it as it is.
    op.get_bind().connection.driver_connection.execute(SchemaManager.get_schema())


def downgrade() -> None:
    op.execute(
        """
        do $$
        declare thing text;
        begin
            drop table procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs,
                procrastinate_workers cascade;
            for thing in select p.oid::regprocedure::text from pg_proc p
                where p.proname like 'procrastinate\\_%' and p.pronamespace = current_schema()::regnamespace
            loop execute 'drop function ' || thing || ' cascade'; end loop;
            drop type procrastinate_job_to_defer_v1, procrastinate_job_status, procrastinate_job_event_type cascade;
        end
        $$
        """
    )
