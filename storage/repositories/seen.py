"""What one chat sees of what was loaded for many: its rights, and what it was told before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from diary.kinds import KINDS
from diary.models.deliveries import Delivery, Topic
from diary.models.dispatch import Loaded
from diary.models.entries import Content
from diary.models.farewells import FAREWELLS
from diary.models.ids import PersonId, TelegramMessageId
from diary.models.notifications import Item
from diary.models.people import ChildView, Role, Student
from diary.models.staff_notices import HEARD_AS
from diary.rules.changes import is_told
from storage.repositories.entry_facts import EntryFacts
from storage.repositories.grade_history import GradeHistory
from storage.repositories.letters import Letter, NoticeRow
from storage.repositories.partings import Held, is_last, is_over
from storage.repositories.rights import Rights
from storage.repositories.told import Told, place


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that a batch of deliveries is about."""

    facts: Mapping[int, EntryFacts]
    grades: GradeHistory
    told: Told
    students: Mapping[int, Student]
    members: frozenset[tuple[int, int]]
    letters: Mapping[int, Letter]
    notices: Mapping[int, NoticeRow]
    rights: Rights
    own_views: Mapping[tuple[int, int], ChildView]
    """What those whom notices are for call the students in them, by both."""

    held: Mapping[int, Held]
    """By person: of those who are told that a right has ended, what is left to them."""

    chats: Mapping[int, int]

    def student(self, mailbox_id: int, student_id: int | None) -> Student | None:
        """Return the student as this chat wants them shown."""
        student = self.students.get(student_id or 0)
        view = self.rights.views.get((mailbox_id, student_id or 0)) if student else None
        return replace(student, view=view) if student and view else student


def seen(one: Delivery, known: Known) -> Loaded | None:
    """Return None for a subject that is gone."""
    loader = _LOADERS.get(one.topic)
    return loader(one, known) if loader else None


def _entry(one: Delivery, known: Known) -> Loaded | None:
    facts, student = known.facts.get(one.subject_id), known.student(one.mailbox_id, one.student_id)
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
        guardians=known.rights.asked_in(one.mailbox_id, one.student_id),
        can_sign=any(right.role is Role.GUARDIAN for right in rights),
        can_write=one.mailbox_id in known.rights.private and any(right.scope.may_write for right in rights),
    )
    people = tuple(sorted({right.person_id for right in rights})) if student else ()
    told = before is not None
    return Loaded(item=item, people=people, told=told, reply_to=known.told.message(one) if told else None)


def _concerns(one: Delivery, facts: EntryFacts, student: Student | None, known: Known) -> bool:
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


def _relay(one: Delivery, known: Known) -> Loaded | None:
    letter = known.letters.get(one.subject_id)
    if letter is None:
        return None
    student_id = letter.student_id
    people: list[PersonId] = []
    if letter.to_office:
        people = known.rights.hearing_as(one.mailbox_id, Role.OFFICE)
    elif letter.recipient_id is not None and _is_open_to(letter.recipient_id, one, letter, known):
        people = [letter.recipient_id]
    student = known.student(one.mailbox_id, student_id)
    facts = known.facts if _may_see_about(one, letter, known) else {}
    item = Item(delivery=one, student=student, relay=letter.drawn(facts))
    return Loaded(
        item=item, people=tuple(people), reply_to=_answered(letter, known.chats.get(one.mailbox_id))
    )


def _is_open_to(person: PersonId, one: Delivery, letter: Letter, known: Known) -> bool:
    """Whether they are still who was written to: families write to the school, the school to families."""
    if letter.is_from_school:
        return known.rights.hears_of(one.mailbox_id, person, letter.student_id)
    return known.rights.works_here(one.mailbox_id, person)


def _may_see_about(one: Delivery, letter: Letter, known: Known) -> bool:
    """Whether its receivers may see the entry that a letter is about: a right may have been narrowed."""
    if letter.entry_id is None or not letter.is_from_school:
        return True
    facts = known.facts.get(letter.entry_id)
    if facts is None or letter.student_id is None:
        return False
    return bool(
        known.rights.covering(one.mailbox_id, letter.student_id, facts.kind, facts.content.subject_id)
    )


def _answered(letter: Letter, chat_id: int | None) -> TelegramMessageId | None:
    """Return the message it answers, where that was written in this very chat."""
    return letter.answers[1] if letter.answers and letter.answers[0] == chat_id else None


def _notice(one: Delivery, known: Known) -> Loaded | None:
    row = known.notices.get(one.subject_id)
    if row is None:
        return None
    hearing = known.rights.staff.get(one.mailbox_id, {})
    heard_as = HEARD_AS.get(row.content.what)
    if heard_as is None:
        people = [each for each in hearing if known.rights.hears_of(one.mailbox_id, each, row.student_id)]
    else:
        people = [each for each, roles in hearing.items() if heard_as & roles]
    people = [each for each in people if row.person_id in {None, each}]
    if row.content.what in FAREWELLS and row.person_id is not None:
        people = [row.person_id]
    held = known.held.get(row.person_id or 0, Held())
    if is_over(row, held):
        people = []
    alone = heard_as is None and set(hearing) <= {row.person_id}
    view = known.own_views.get((row.person_id or 0, row.about or 0)) if alone else None
    content = replace(row.content, view=view, last=is_last(row, held))
    return Loaded(item=Item(delivery=one, notice=content), people=tuple(people))


_LOADERS = {Topic.ENTRY: _entry, Topic.RELAY: _relay, Topic.NOTICE: _notice}
