"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, Dialect, Integer, MetaData, String, TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
EXTERNAL_ID = String(128)
"""The school's own ids (design §4)."""

BigId = BigInteger().with_variant(Integer, "sqlite")
"""int64 on both; SQLite makes only INTEGER keys its row id."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """UTC, in microseconds since 1970: exact, ordered and cheap on both engines. Refuses naive datetimes."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Raise ValueError for a naive datetime."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a naive datetime cannot be stored: its instant is unknown"
            raise ValueError(msg)
        return (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        del dialect
        return None if value is None else EPOCH + timedelta(microseconds=value)


def key() -> Column[int]:
    """Return a fresh int64 primary key column named id."""
    return Column("id", BigId, primary_key=True)


def instant(name: str, *, nullable: bool = False, **options: Any) -> Column[datetime]:
    return Column(name, Instant, nullable=nullable, **options)
