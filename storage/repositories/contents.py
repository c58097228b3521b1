"""What messages are drawn from."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import Delivery, Topic
from diary.models.dispatch import Loaded
from diary.models.entries import Kind
from diary.models.ids import DeliveryId, MailboxId, SchoolId, StudentId
from storage.repositories.child_views import load_views
from storage.repositories.entry_facts import EntryFacts, SqlEntryFacts
from storage.repositories.grade_history import GradeHistory, ShownGrade, SqlGradeHistory
from storage.repositories.letters import load_letters, load_notices
from storage.repositories.partings import load_held
from storage.repositories.rights import SqlRights
from storage.repositories.seen import Known, seen
from storage.repositories.students import load_students
from storage.repositories.told import SqlTold
from storage.schema import group_member, mailbox


class SqlContents:
    """Loads a whole batch in a dozen statements at most; fewer where nothing needs them."""

    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def load(self, deliveries: Sequence[Delivery], *, now: datetime) -> Mapping[DeliveryId, Loaded]:
        if not deliveries:
            return {}
        known = await self._known(deliveries, now)
        loaded: dict[DeliveryId, Loaded] = {}
        for one in deliveries:
            found = seen(one, known)
            if found is not None:
                loaded[one.id] = found
        return loaded

    async def _known(self, deliveries: Sequence[Delivery], now: datetime) -> Known:
        letters = await load_letters(self._connection, self._school_id, _subjects(deliveries, Topic.RELAY))
        notices = await load_notices(self._connection, self._school_id, _subjects(deliveries, Topic.NOTICE))
        entries = _subjects(deliveries, Topic.ENTRY)
        about = {one.entry_id for one in letters.values() if one.entry_id is not None}
        source = SqlEntryFacts(self._connection, self._school_id)
        facts = await source.load(entries | about)
        boxes = {one.mailbox_id for one in deliveries}
        students = {StudentId(one.student_id) for one in deliveries if one.student_id}
        students |= {one.student_id for one in letters.values() if one.student_id is not None}
        students |= {one.student_id for one in notices.values() if one.student_id is not None}
        shown = {one: facts[one] for one in entries if one in facts}
        rights = await SqlRights(self._connection).load(
            boxes, students, staff=bool(letters or notices), now=now
        )
        return Known(
            facts=facts,
            grades=await self._grades(shown, source),
            told=await SqlTold(self._connection).load(boxes, shown, groups=rights.groups),
            students=await load_students(self._connection, students),
            members=await self._members(shown, students),
            letters=letters,
            notices=notices,
            rights=rights,
            own_views=await load_views(
                self._connection,
                {(row.person_id, row.about) for row in notices.values() if row.person_id and row.about},
            ),
            held=await load_held(self._connection, notices.values(), now=now) if notices else {},
            chats=await self._chats(boxes) if letters else {},
        )

    async def _grades(self, facts: Mapping[int, EntryFacts], source: SqlEntryFacts) -> GradeHistory:
        grades = [grade for one in facts.values() if (grade := _grade(one)) is not None]
        if not grades:
            return GradeHistory()
        school_scale = next(iter(facts.values())).school_scale
        return await SqlGradeHistory(self._connection, school_scale, await source.terms()).load(grades)

    async def _members(
        self, facts: Mapping[int, EntryFacts], students: set[StudentId]
    ) -> frozenset[tuple[int, int]]:
        """Return who is in the groups that entries were moved to."""
        groups = {one.content.audience.group_id for one in facts.values() if one.versions}
        groups.discard(None)
        if not groups:
            return frozenset()
        query = select(group_member.c.group_id, group_member.c.student_id).where(
            group_member.c.group_id.in_(groups),
            group_member.c.student_id.in_(students),
            group_member.c.valid_to.is_(None),
        )
        return frozenset((row[0], row[1]) for row in await self._connection.execute(query))

    async def _chats(self, mailbox_ids: set[MailboxId]) -> dict[int, int]:
        query = select(mailbox.c.id, mailbox.c.chat_id).where(mailbox.c.id.in_(mailbox_ids))
        return {row[0]: row[1] for row in await self._connection.execute(query)}


def _subjects(deliveries: Sequence[Delivery], topic: Topic) -> set[int]:
    return {one.subject_id for one in deliveries if one.topic is topic}


def _grade(facts: EntryFacts) -> ShownGrade | None:
    content = facts.content
    if facts.kind is not Kind.GRADE or facts.withdrawn:
        return None
    if content.audience.student_id is None or content.subject_id is None:
        return None
    return ShownGrade(
        entry_id=facts.id,
        student_id=content.audience.student_id,
        subject_id=content.subject_id,
        day=content.day,
        scale=str(content.details.get("scale") or facts.school_scale),
        revision=facts.revision,
        told_revision=facts.told_revision,
    )
