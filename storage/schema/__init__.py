"""One schema for SQLite and PostgreSQL."""

from storage.schema.deliveries import LIVE, bot_lease, delivery, mailbox, message, message_item
from storage.schema.entries import acknowledgement, entry, entry_revision
from storage.schema.people import (
    access_code,
    account,
    api_key,
    audit,
    code_attempt,
    consent,
    conversation,
    destination,
    link,
    person,
    staff_role,
)
from storage.schema.roster import (
    bell,
    enrolment,
    group_member,
    lesson,
    school,
    school_class,
    staff,
    student,
    study_group,
    subject,
    term,
)
from storage.schema.talk import notice, relay
from storage.schema.types import metadata

__all__ = [
    "LIVE",
    "access_code",
    "account",
    "acknowledgement",
    "api_key",
    "audit",
    "bell",
    "bot_lease",
    "code_attempt",
    "consent",
    "conversation",
    "delivery",
    "destination",
    "enrolment",
    "entry",
    "entry_revision",
    "group_member",
    "lesson",
    "link",
    "mailbox",
    "message",
    "message_item",
    "metadata",
    "notice",
    "person",
    "relay",
    "school",
    "school_class",
    "staff",
    "staff_role",
    "student",
    "study_group",
    "subject",
    "term",
]
