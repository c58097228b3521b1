"""The diary: entries, their revisions and who signed them."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    text,
)
from sqlalchemy import UniqueConstraint as Unique

from storage.schema.types import instant, key, metadata

CLASS, GROUP = text("class_id IS NOT NULL"), text("group_id IS NOT NULL")
entry = Table(
    "entry",
    metadata,
    key(),
    Column("school_id", ForeignKey("school.id"), nullable=False),
    Column("source", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("external_id", String(256), nullable=False),
    Column("revision", Integer, nullable=False),
    # the last revision whose change is told: a signature under it or a later one is valid
    Column("told_revision", Integer, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("silent", Boolean, nullable=False),
    instant("received_at"),
    instant("changed_at"),
    # SHA-256 of the current content, to tell "unchanged" without reading it
    Column("content_hash", LargeBinary(32), nullable=False),
    # what lists are made by; the rest of the content stands in the revision
    Column("student_id", ForeignKey("student.id"), nullable=True),
    Column("class_id", ForeignKey("school_class.id"), nullable=True),
    Column("group_id", ForeignKey("study_group.id"), nullable=True),
    Column("subject_id", ForeignKey("subject.id"), nullable=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=True),
    Column("date", Date, nullable=True),
    Column("lesson", Integer, nullable=True),
    Unique("school_id", "source", "kind", "external_id"),
    Index("ix_entry_student", "student_id", "kind", "date"),
    # most entries are of a student: these indexes hold the others alone
    Index("ix_entry_class", "class_id", "kind", "date", sqlite_where=CLASS, postgresql_where=CLASS),
    Index("ix_entry_group", "group_id", "kind", "date", sqlite_where=GROUP, postgresql_where=GROUP),
)
entry_revision = Table(
    "entry_revision",
    metadata,
    # grows with time over all entries: "as of revision id" is a moment of the diary
    key(),
    Column("entry_id", ForeignKey("entry.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("op", String(16), nullable=False),
    instant("recorded_at"),
    Column("content", JSON, nullable=False),
    Unique("entry_id", "revision"),
)
acknowledgement = Table(
    "acknowledgement",
    metadata,
    key(),
    Column("entry_id", ForeignKey("entry.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("student_id", ForeignKey("student.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("message_id", BigInteger, nullable=True),
    # the answer to an absence that signed it, if one did
    Column("answer", String(16), nullable=True),
    instant("signed_at"),
    Unique("entry_id", "revision", "student_id", "person_id"),
)
