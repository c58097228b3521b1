"""What messages are drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.kinds import KINDS
from diary.models.deliveries import Delivery, Topic
from diary.models.dispatch import Loaded
from diary.models.entries import Content, Kind
from diary.models.ids import DeliveryId, MailboxId, PersonId, SchoolId, StudentId, TelegramMessageId
from diary.models.notifications import Item
from diary.models.people import Role, Student
from diary.rules.changes import is_told
from storage.repositories.entry_facts import EntryFacts, SqlEntryFacts
from storage.repositories.grade_history import GradeHistory, ShownGrade, SqlGradeHistory
from storage.repositories.letters import Letter, NoticeRow, load_letters, load_notices
from storage.repositories.rights import Rights, SqlRights
from storage.repositories.students import load_students
from storage.repositories.told import SqlTold, Told, place
from storage.schema import group_member, mailbox


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """All that a batch of deliveries is about."""

    facts: Mapping[int, EntryFacts]
    grades: GradeHistory
    told: Told
    students: Mapping[int, Student]
    members: frozenset[tuple[int, int]]
    letters: Mapping[int, Letter]
    notices: Mapping[int, NoticeRow]
    rights: Rights
    chats: Mapping[int, int]


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
            found = _LOADERS[one.topic](one, known) if one.topic in _LOADERS else None
            if found is not None:
                loaded[one.id] = found
        return loaded

    async def _known(self, deliveries: Sequence[Delivery], now: datetime) -> _Known:
        letters = await load_letters(self._connection, self._school_id, _subjects(deliveries, Topic.RELAY))
        notices = await load_notices(self._connection, self._school_id, _subjects(deliveries, Topic.NOTICE))
        entries = _subjects(deliveries, Topic.ENTRY)
        about = {one.entry_id for one in letters.values() if one.entry_id is not None}
        source = SqlEntryFacts(self._connection, self._school_id)
        facts = await source.load(entries | about)
        boxes = {one.mailbox_id for one in deliveries}
        students = {StudentId(one.student_id) for one in deliveries if one.student_id}
        students |= {one.student_id for one in letters.values() if one.student_id is not None}
        shown = {one: facts[one] for one in entries if one in facts}
        return _Known(
            facts=facts,
            grades=await self._grades(shown, source),
            told=await SqlTold(self._connection).load(boxes, shown),
            students=await load_students(self._connection, students),
            members=await self._members(shown, students),
            letters=letters,
            notices=notices,
            rights=await SqlRights(self._connection).load(
                boxes, students, staff=bool(letters or notices), now=now
            ),
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


def _entry(one: Delivery, known: _Known) -> Loaded | None:
    facts, student = known.facts.get(one.subject_id), known.students.get(one.student_id)
    if facts is None:
        return None
    concerned = _concerns(one, facts, student, known)
    # who got it by mistake sees what they saw, struck out, and nothing of the new
    content = facts.content if concerned else facts.at(one.version)
    before = known.told.before(one, facts)
    was = _was(facts, content, before) if concerned else None
    rights = known.rights.covering(one.mailbox_id, one.student_id, facts.kind, content.subject_id)
    entry = facts.drawn(
        content=content,
        withdrawn=facts.withdrawn or not concerned,
        was=None if was is None else was.details,
        was_day=None if was is None else was.day,
        averages=known.grades.around(facts.id, before) if concerned else None,
        signatures=tuple(known.told.signatures.get(place(one), ())),
    )
    item = Item(
        delivery=one,
        student=student,
        entry=entry,
        can_sign=any(right.role is Role.GUARDIAN for right in rights),
        can_write=one.mailbox_id in known.rights.private and any(right.scope.may_write for right in rights),
    )
    people = tuple(sorted({right.person_id for right in rights})) if student else ()
    told = before is not None
    return Loaded(item=item, people=people, told=told, reply_to=known.told.message(one) if told else None)


def _concerns(one: Delivery, facts: EntryFacts, student: Student | None, known: _Known) -> bool:
    """Whether the entry, if it was given to others meanwhile, is still about this student."""
    audience = facts.content.audience
    if student is None or facts.at(one.version).audience == audience or audience.school:
        return True
    if audience.student_id is not None:
        return audience.student_id == student.id
    if audience.class_id is not None:
        return audience.class_id == student.class_id
    return (audience.group_id or 0, student.id) in known.members


def _was(facts: EntryFacts, content: Content, before: int | None) -> Content | None:
    """Return what was told before, where what is told now differs."""
    if before is None or facts.withdrawn:
        return None
    old = facts.at(before)
    return old if is_told(KINDS[facts.kind], old, content) else None


def _relay(one: Delivery, known: _Known) -> Loaded | None:
    letter = known.letters.get(one.subject_id)
    if letter is None:
        return None
    student_id = letter.student_id
    people: list[PersonId] = []
    if letter.to_office:
        people = known.rights.hearing_as(one.mailbox_id, Role.OFFICE)
    elif letter.recipient_id is not None and known.rights.hears_of(
        one.mailbox_id, letter.recipient_id, student_id
    ):
        people = [letter.recipient_id]
    item = Item(delivery=one, student=known.students.get(student_id or 0), relay=letter.drawn(known.facts))
    return Loaded(
        item=item, people=tuple(people), reply_to=_answered(letter, known.chats.get(one.mailbox_id))
    )


def _answered(letter: Letter, chat_id: int | None) -> TelegramMessageId | None:
    """Return the message it answers, where that was written in this very chat."""
    return letter.answers[1] if letter.answers and letter.answers[0] == chat_id else None


def _notice(one: Delivery, known: _Known) -> Loaded | None:
    row = known.notices.get(one.subject_id)
    if row is None:
        return None
    hearing = known.rights.staff.get(one.mailbox_id, {})
    people = [person for person in hearing if row.person_id in {None, person}]
    return Loaded(item=Item(delivery=one, notice=row.content), people=tuple(people))


_LOADERS = {Topic.ENTRY: _entry, Topic.RELAY: _relay, Topic.NOTICE: _notice}
