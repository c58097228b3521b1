"""What a database looks like inside, and something to put into it."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Connection, MetaData, Table, insert, inspect, select

from storage.schema.types import Instant
from tests.support.clock import MONDAY_NOON

Shape = Mapping[str, Any]
Rows = Mapping[str, Sequence[Mapping[str, Any]]]
VALUES: dict[type, object] = {
    Instant: MONDAY_NOON,
    sa.Boolean: True,
    sa.Integer: 7,
    sa.Date: date(2026, 9, 1),
    sa.Time: time(8, 30),
    sa.JSON: {"а": 1},
    sa.LargeBinary: b"b",
    sa.String: "я",
    sa.Float: 0.5,
    sa.Numeric: 1,
}
"""What stands in a column of each type, the narrower first."""


def shape(connection: Connection) -> Shape:
    """Return tables, columns, keys and indexes, comparable whatever their order."""
    seen = inspect(connection)
    tables = [name for name in seen.get_table_names() if name != "alembic_version"]
    return {name: _table(seen, name) for name in tables}


def _table(seen: sa.Inspector, name: str) -> Shape:
    return {
        "columns": {one["name"]: _column(one) for one in seen.get_columns(name)},
        "key": seen.get_pk_constraint(name)["constrained_columns"],
        "references": sorted(
            (one["constrained_columns"], one["referred_table"], one["referred_columns"], str(one["options"]))
            for one in seen.get_foreign_keys(name)
        ),
        "unique": sorted(
            (str(one["name"]), one["column_names"]) for one in seen.get_unique_constraints(name)
        ),
        "checks": sorted((str(one["name"]), one["sqltext"]) for one in seen.get_check_constraints(name)),
        "indexes": sorted(
            (str(one["name"]), one["column_names"], one["unique"], _options(one.get("dialect_options", {})))
            for one in seen.get_indexes(name)
        ),
    }


def _options(given: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in sorted(given.items()))


def _column(one: Any) -> tuple[str, bool, str]:
    return str(one["type"]), one["nullable"], str(one["default"])


def fill(connection: Connection, metadata: MetaData) -> None:
    """Put a row into every table; each refers to the rows before it."""
    for table in metadata.sorted_tables:
        values = {one.name: _value(connection, one) for one in table.columns}
        connection.execute(insert(table).values(**values))


def _value(connection: Connection, column: Column[Any]) -> object:
    for reference in column.foreign_keys:
        if reference.column.table is column.table:
            return None
        return connection.scalar(select(reference.column))
    return next(value for kind, value in VALUES.items() if isinstance(column.type, kind))


def rows(connection: Connection) -> Rows:
    """Return all rows of all tables as they stand in the database."""
    metadata = MetaData()
    metadata.reflect(connection)
    return {table.name: _rows(connection, table) for table in metadata.sorted_tables}


def _rows(connection: Connection, table: Table) -> Sequence[Mapping[str, Any]]:
    found = [dict(row._mapping) for row in connection.execute(select(table))]
    return sorted(found, key=repr)


def shared(some: Rows, others: Rows) -> tuple[Rows, Rows]:
    """Return both, without the tables and columns that only one of them has."""
    tables = (some.keys() & others.keys()) - {"alembic_version"}
    both = {name: _columns(some[name]) & _columns(others[name]) for name in tables}
    return _of(some, both), _of(others, both)


def _columns(found: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(found[0]) if found else frozenset()


def _of(found: Rows, columns: Mapping[str, frozenset[str]]) -> Rows:
    return {
        table: [{name: row[name] for name in sorted(names)} for row in found[table]]
        for table, names in columns.items()
    }
