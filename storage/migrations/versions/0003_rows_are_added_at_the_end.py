"""the keys of deliveries and entries grow at their end, however many rows there are."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BY_CHAT = ["mailbox_id", "topic", "subject_id", "version", "student_id"]
BY_SUBJECT = ["topic", "subject_id", "mailbox_id", "version", "student_id"]
AUDIENCES = ("class", "group")


def _unique(columns: list[str]) -> str:
    return f"uq_delivery_{'_'.join(columns)}"


def upgrade() -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_constraint(_unique(BY_CHAT), type_="unique")
        batch_op.create_unique_constraint(_unique(BY_SUBJECT), BY_SUBJECT)
        batch_op.drop_index("ix_delivery_subject")
        batch_op.create_index(
            "ix_delivery_missed",
            ["mailbox_id", "started_at"],
            unique=False,
            sqlite_where=sa.text("state = 'missed'"),
            postgresql_where=sa.text("state = 'missed'"),
        )
    for name in AUDIENCES:
        index, column = f"ix_entry_{name}", f"{name}_id"
        named = sa.text(f"{column} IS NOT NULL")
        op.drop_index(index, table_name="entry")
        op.create_index(
            index, "entry", [column, "kind", "date"], unique=False, sqlite_where=named, postgresql_where=named
        )


def downgrade() -> None:
    for name in AUDIENCES:
        op.drop_index(f"ix_entry_{name}", table_name="entry")
        op.create_index(f"ix_entry_{name}", "entry", [f"{name}_id", "kind", "date"], unique=False)
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_delivery_missed")
        batch_op.drop_constraint(_unique(BY_SUBJECT), type_="unique")
        batch_op.create_unique_constraint(_unique(BY_CHAT), BY_CHAT)
        batch_op.create_index("ix_delivery_subject", ["topic", "subject_id"], unique=False)
