"""The audit is append-only in the database too; chats that owe an answer to a changed consent are held."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SQLITE = (
    (
        "CREATE TRIGGER audit_keeps_updates_out BEFORE UPDATE ON audit"
        " BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"
    ),
    (
        "CREATE TRIGGER audit_keeps_deletes_out BEFORE DELETE ON audit"
        " BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"
    ),
)
POSTGRESQL = (
    (
        "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$"
    ),
    (
        "CREATE TRIGGER audit_keeps_changes_out BEFORE UPDATE OR DELETE OR TRUNCATE ON audit"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()"
    ),
)


def upgrade() -> None:
    with op.batch_alter_table("mailbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_from", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_audit_actor_id_at",
        "audit",
        ["actor_id", "at"],
        unique=False,
        sqlite_where=sa.text("actor_id IS NOT NULL"),
        postgresql_where=sa.text("actor_id IS NOT NULL"),
    )
    # whatever copies the table anew (SQLite) has to make them again
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_keeps_updates_out")
        op.execute("DROP TRIGGER audit_keeps_deletes_out")
    else:
        op.execute("DROP TRIGGER audit_keeps_changes_out ON audit")
        op.execute("DROP FUNCTION audit_is_append_only()")
    op.drop_index("ix_audit_actor_id_at", table_name="audit")
    with op.batch_alter_table("mailbox", schema=None) as batch_op:
        batch_op.drop_column("held_from")
