"""What people ask the school for, who is kept out, what families call their children."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, String, Table, Text, text
from sqlalchemy import UniqueConstraint as Unique

from storage.schema.types import instant, key, metadata

request = Table(
    "request",
    metadata,
    key(),
    Column("school_id", ForeignKey("school.id"), nullable=False),
    # guardian, staff, second_code, recovery, correction: whoever asks, a person of the school decides
    Column("kind", String(24), nullable=False),
    # open, asked_back, approved, refused, dropped
    Column("state", String(16), nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    # the child that the asker has a right on already; an applicant's is only claimed
    Column("student_id", ForeignKey("student.id"), nullable=True, index=True),
    # what they say of themselves and the child; erased with them
    Column("claims", JSON, nullable=False),
    # why it was refused, or what the school wants to know
    Column("reason", Text, nullable=True),
    Column("seen_in_person", Boolean, nullable=False),
    Column("code_id", ForeignKey("access_code.id"), nullable=True),
    instant("created_at"),
    # when the asker last sent it: chased after three working days from then
    instant("sent_at"),
    instant("chased_at", nullable=True),
    instant("decided_at", nullable=True),
    Column("decided_by_id", ForeignKey("person.id"), nullable=True),
    Index("ix_request_state", "school_id", "state", "sent_at"),
)
bar = Table(
    "bar",
    metadata,
    key(),
    # a court's or the law's order: no code brings this person to this student
    Column("student_id", ForeignKey("student.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("basis", Text, nullable=False),
    instant("created_at"),
    Column("created_by_id", ForeignKey("person.id"), nullable=True),
    instant("lifted_at", nullable=True),
    Index(
        "uq_bar_live",
        "student_id",
        "person_id",
        unique=True,
        sqlite_where=text("lifted_at IS NULL"),
        postgresql_where=text("lifted_at IS NULL"),
    ),
)
child_view = Table(
    "child_view",
    metadata,
    # how one person wants one child shown; empty: as the roster says
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("student_id", ForeignKey("student.id"), primary_key=True),
    Column("short_name", String(32), nullable=False, server_default=""),
    Column("colour", String(16), nullable=False, server_default=""),
)
consent_document = Table(
    "consent_document",
    metadata,
    key(),
    # a school's own text in place of ours; the newest version is in force
    Column("school_id", ForeignKey("school.id"), nullable=False),
    Column("version", String(32), nullable=False),
    Column("locale", String(8), nullable=False),
    Column("text", Text, nullable=False),
    instant("created_at"),
    Unique("school_id", "version", "locale"),
)
job_run = Table(
    "job_run",
    metadata,
    # what is done once a period is done once, whoever wakes up
    Column("school_id", ForeignKey("school.id"), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("period", String(32), primary_key=True),
    instant("begun_at"),
)
