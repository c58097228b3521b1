"""How families call their children, each for themselves."""

from collections.abc import Collection

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import PersonId, StudentId
from diary.models.people import ChildView, Colour
from storage.repositories.upsert import upsert
from storage.schema import child_view, person

PLAIN = ChildView()


class SqlChildViews:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock(self, person_id: PersonId) -> None:
        await self._connection.execute(select(person.c.id).where(person.c.id == person_id).with_for_update())

    async def get(self, person_id: PersonId, student_id: StudentId) -> ChildView:
        query = select(child_view.c.short_name, child_view.c.colour).where(
            and_(child_view.c.person_id == person_id, child_view.c.student_id == student_id)
        )
        row = (await self._connection.execute(query)).one_or_none()
        return (view_of(row[0], row[1]) if row else None) or PLAIN

    async def put(self, person_id: PersonId, student_id: StudentId, view: ChildView) -> None:
        values = {"short_name": view.short_name, "colour": view.colour.value if view.colour else ""}
        query = (
            upsert(self._connection, child_view)
            .values(person_id=person_id, student_id=student_id, **values)
            .on_conflict_do_update(
                index_elements=[child_view.c.person_id, child_view.c.student_id], set_=values
            )
        )
        await self._connection.execute(query)


async def load_views(
    connection: AsyncConnection, pairs: Collection[tuple[PersonId, StudentId]]
) -> dict[tuple[int, int], ChildView]:
    """Load what persons call students, by both; those who call them as the roster does are left out."""
    if not pairs:
        return {}
    query = select(
        child_view.c.person_id, child_view.c.student_id, child_view.c.short_name, child_view.c.colour
    ).where(
        child_view.c.person_id.in_({person for person, _ in pairs}),
        child_view.c.student_id.in_({student for _, student in pairs}),
    )
    views = {(row[0], row[1]): view_of(row[2], row[3]) for row in await connection.execute(query)}
    return {pair: view for pair in pairs if (view := views.get(pair)) is not None}


def view_of(short_name: str | None, colour: str | None) -> ChildView | None:
    """Read two columns of an outer join; None where the roster's words are wanted."""
    if not short_name and not colour:
        return None
    return ChildView(short_name=short_name or "", colour=Colour(colour) if colour else None)
