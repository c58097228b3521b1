"""Alembic's entry: works on the connection it is handed (storage/migrate.py)."""

from typing import Literal

from alembic import context
from sqlalchemy import Connection, text

from storage.schema import metadata
from storage.schema.types import Instant

MIGRATION_LOCK = 7_301_955
"""PostgreSQL advisory lock: replicas that start together migrate one after another."""


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our instants as what they are in the database, so that old migrations need no code of ours."""
    return "sa.BigInteger()" if kind == "type" and isinstance(item, Instant) else False


connection: Connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
context.configure(
    connection=connection,
    target_metadata=metadata,
    # SQLite alters a table by copying it
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
    compare_server_default=False,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
