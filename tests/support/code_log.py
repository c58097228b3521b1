"""Whether the log tells of every code what became of it."""

from collections import Counter

from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.journal import rows

LOGGED = ("code_issued", "code_revoked")


async def unlogged(storage: SqlStorage) -> list[str]:
    """Return how codes and the log differ: each issue and each revocation stands there once."""
    logged = [one for one in await rows(storage, schema.audit) if one.action in LOGGED]
    written = Counter(f"{one.action} {one.subject_id}" for one in logged)
    wanted: Counter[str] = Counter()
    for code in await rows(storage, schema.access_code):
        wanted[f"code_issued {code.id}"] += 1
        wanted[f"code_revoked {code.id}"] += code.revoked_at is not None
    return sorted(
        f"{line}: {written[line]} of {wanted[line]}"
        for line in written.keys() | wanted.keys()
        if written[line] != wanted[line]
    )
