"""What a person takes along of all that is stored: without secrets, without others' identifiers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import FromClause, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.entries import Json
from diary.models.ids import PersonId, StudentId
from storage.repositories.exporting_names import Names, load_names
from storage.schema import (
    access_code,
    account,
    acknowledgement,
    audit,
    bar,
    child_view,
    code_attempt,
    consent,
    conversation,
    destination,
    enrolment,
    entry,
    entry_revision,
    group_member,
    link,
    mailbox,
    message,
    notice,
    person,
    relay,
    request,
    school_class,
    staff_role,
    student,
    study_group,
    subject,
)

Rows = Mapping[str, Sequence[Mapping[str, Json]]]
CHILD = (student.c.family_name, student.c.given_name)


async def rows_about(connection: AsyncConnection, person_id: PersonId) -> Rows:
    names = await load_names(connection)
    return {name: await _read(connection, query, names) for name, query in _about(person_id).items()}


async def rows_of_child(connection: AsyncConnection, student_id: StudentId) -> Rows:
    names = await load_names(connection)
    return {name: await _read(connection, query, names) for name, query in _diary(student_id).items()}


async def _read(connection: AsyncConnection, query: Select[Any], names: Names) -> list[Mapping[str, Json]]:
    rows = await connection.execute(query)
    return [
        names.put_in({name: _plain(value) for name, value in row._mapping.items()})  # noqa: SLF001 - SQLAlchemy's documented name
        for row in rows
    ]


def _plain(value: Any) -> Json:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    plain: Json = value
    return plain


def _with_child(table: FromClause) -> FromClause:
    return table.outerjoin(student, student.c.id == table.c.student_id)


def _about(who: PersonId) -> dict[str, Select[Any]]:
    users = select(account.c.telegram_user_id).where(account.c.person_id == who)
    chats = select(destination.c.mailbox_id).where(destination.c.person_id == who)
    own = relay.c.sender_id == who
    by_whom = or_(audit.c.actor_id == who, audit.c.person_id == who)
    return {
        "person": select(person.c.id, person.c.created_at).where(person.c.id == who),
        "accounts": select(
            account.c.telegram_user_id,
            account.c.locale,
            account.c.acting_role,
            account.c.created_at,
            account.c.ended_at,
        ).where(account.c.person_id == who),
        "chats": select(
            mailbox.c.chat_id,
            mailbox.c.private,
            mailbox.c.state,
            mailbox.c.locale,
            mailbox.c.quiet_start,
            mailbox.c.quiet_end,
            mailbox.c.grades_when,
            destination.c.created_at,
            destination.c.ended_at,
        )
        .join(destination, destination.c.mailbox_id == mailbox.c.id)
        .where(destination.c.person_id == who),
        "consents": select(
            consent.c.version, consent.c.locale, consent.c.given_at, consent.c.withdrawn_at
        ).where(consent.c.person_id == who),
        "links": _links(link.c.person_id == who),
        "trusted": _links(link.c.granted_by_id == who),
        "roles": select(staff_role.c.role, staff_role.c.created_at, staff_role.c.revoked_at).where(
            staff_role.c.person_id == who
        ),
        "codes": select(
            *CHILD,
            access_code.c.role,
            access_code.c.label,
            access_code.c.scope,
            access_code.c.issued_at,
            access_code.c.expires_at,
            access_code.c.spent_at,
            access_code.c.revoked_at,
        )
        .select_from(_with_child(access_code))
        .where(
            or_(
                access_code.c.spent_by_id == who,
                access_code.c.person_id == who,
                and_(access_code.c.issued_by_id == who, access_code.c.role == "trusted"),
            )
        ),
        "signatures": select(
            *CHILD,
            entry.c.kind,
            entry.c.date,
            subject.c.name.label("subject"),
            acknowledgement.c.revision,
            acknowledgement.c.answer,
            acknowledgement.c.signed_at,
        )
        .select_from(_with_child(acknowledgement).join(entry, entry.c.id == acknowledgement.c.entry_id))
        .outerjoin(subject, subject.c.id == entry.c.subject_id)
        .where(acknowledgement.c.person_id == who)
        .order_by(acknowledgement.c.signed_at),
        "letters": select(
            *CHILD,
            own.label("yours"),
            relay.c.sender_role,
            relay.c.content,
            relay.c.text,
            relay.c.state,
            relay.c.created_at,
            relay.c.sent_at,
        )
        .select_from(_with_child(relay))
        .where(or_(own, relay.c.recipient_id == who))
        .order_by(relay.c.id),
        "requests": select(
            request.c.kind,
            request.c.state,
            request.c.claims,
            request.c.reason,
            request.c.seen_in_person,
            request.c.created_at,
            request.c.sent_at,
            request.c.decided_at,
        ).where(request.c.person_id == who),
        # why, only the school says: it may be about other people
        "orders": select(*CHILD, bar.c.created_at, bar.c.lifted_at)
        .select_from(_with_child(bar))
        .where(bar.c.person_id == who),
        "names": select(*CHILD, child_view.c.short_name, child_view.c.colour)
        .select_from(_with_child(child_view))
        .where(child_view.c.person_id == who),
        "notices": select(notice.c.what, notice.c.data, notice.c.created_at).where(notice.c.person_id == who),
        "messages": select(message.c.telegram_message_id, message.c.sent_at)
        .where(message.c.mailbox_id.in_(chats), message.c.telegram_message_id.is_not(None))
        .order_by(message.c.id),
        "tries": select(code_attempt.c.failed_at).where(code_attempt.c.telegram_user_id.in_(users)),
        "dialogues": select(conversation.c.state, conversation.c.data, conversation.c.changed_at).where(
            conversation.c.telegram_user_id.in_(users)
        ),
        "log": select(
            audit.c.at, audit.c.action, (audit.c.actor_id == who).label("by_you"), *CHILD, audit.c.detail
        )
        .select_from(_with_child(audit))
        .where(by_whom)
        .order_by(audit.c.at, audit.c.id),
    }


def _links(which: Any) -> Select[Any]:
    return (
        select(
            *CHILD,
            link.c.role,
            link.c.label,
            link.c.kinds,
            link.c.subjects,
            link.c.may_write,
            link.c.created_at,
            link.c.valid_until,
            link.c.revoked_at,
        )
        .select_from(_with_child(link))
        .where(which)
        .order_by(link.c.id)
    )


def _diary(who: StudentId) -> dict[str, Select[Any]]:
    return {
        "student": select(
            student.c.external_id, *CHILD, student.c.patronymic, student.c.birth_date, student.c.removed_at
        ).where(student.c.id == who),
        "classes": select(school_class.c.name, enrolment.c.valid_from, enrolment.c.valid_to)
        .join(enrolment, enrolment.c.class_id == school_class.c.id)
        .where(enrolment.c.student_id == who),
        "groups": select(study_group.c.name, group_member.c.valid_from, group_member.c.valid_to)
        .join(group_member, group_member.c.group_id == study_group.c.id)
        .where(group_member.c.student_id == who),
        "entries": _entries(who),
    }


def _entries(who: StudentId) -> Select[Any]:
    """Every revision of what was for the student, for a class or group while they were in it, or for all."""
    day = entry.c.date
    in_class = and_(
        enrolment.c.class_id == entry.c.class_id,
        enrolment.c.student_id == who,
        or_(day.is_(None), day >= enrolment.c.valid_from),
        or_(day.is_(None), enrolment.c.valid_to.is_(None), day < enrolment.c.valid_to),
    )
    in_group = and_(
        group_member.c.group_id == entry.c.group_id,
        group_member.c.student_id == who,
        or_(day.is_(None), day >= group_member.c.valid_from),
        or_(day.is_(None), group_member.c.valid_to.is_(None), day < group_member.c.valid_to),
    )
    for_all = and_(entry.c.student_id.is_(None), entry.c.class_id.is_(None), entry.c.group_id.is_(None))
    return (
        select(
            entry.c.kind,
            day,
            subject.c.name.label("subject"),
            entry.c.lesson,
            entry_revision.c.revision,
            entry_revision.c.op,
            entry_revision.c.recorded_at,
            entry_revision.c.content,
        )
        .join(entry_revision, entry_revision.c.entry_id == entry.c.id)
        .outerjoin(subject, subject.c.id == entry.c.subject_id)
        .where(
            or_(
                entry.c.student_id == who,
                select(enrolment.c.id).where(in_class).exists(),
                select(group_member.c.id).where(in_group).exists(),
                for_all,
            )
        )
        .order_by(entry.c.date, entry.c.id, entry_revision.c.revision)
    )
