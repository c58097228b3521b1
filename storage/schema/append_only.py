"""Tables whose rows the database itself lets nobody change or take away."""

from sqlalchemy import DDL, Table, event

SQLITE = (
    (
        "CREATE TRIGGER {table}_keeps_updates_out BEFORE UPDATE ON {table}"
        " BEGIN SELECT RAISE(ABORT, 'the {table} is append-only'); END"
    ),
    (
        "CREATE TRIGGER {table}_keeps_deletes_out BEFORE DELETE ON {table}"
        " BEGIN SELECT RAISE(ABORT, 'the {table} is append-only'); END"
    ),
)
POSTGRESQL = (
    (
        "CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the {table} is append-only'; END $$"
    ),
    (
        "CREATE TRIGGER {table}_keeps_changes_out BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
    ),
)


def keep_append_only(table: Table) -> None:
    """Have it so wherever the schema is made at one go; migrations say the same."""
    for dialect, statements in (("sqlite", SQLITE), ("postgresql", POSTGRESQL)):
        for statement in statements:
            made: DDL = DDL(statement.format(table=table.name)).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]  # so declared
            event.listen(table, "after_create", made)
