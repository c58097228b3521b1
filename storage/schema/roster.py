"""The school as its journal describes it."""

from sqlalchemy import JSON, BigInteger, Column, Date, ForeignKey, Index, Integer, String, Table, Time, text
from sqlalchemy import UniqueConstraint as Unique

from storage.schema.types import EXTERNAL_ID, instant, key, metadata

school = Table(
    "school",
    metadata,
    key(),
    Column("name", String(200), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("default_locale", String(8), nullable=False),
    Column("grade_scale", String(16), nullable=False),
    # raised by every roster change, so that replicas know when what they remember is old
    Column("roster_version", BigInteger, nullable=False, server_default="0"),
)
term = Table(
    "term",
    metadata,
    key(),
    Column("school_id", ForeignKey("school.id"), nullable=False),
    Column("external_id", EXTERNAL_ID, nullable=False),
    Column("name", String(200), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    instant("removed_at", nullable=True),
    Unique("school_id", "external_id"),
)
bell = Table(
    "bell",
    metadata,
    key(),
    Column("school_id", ForeignKey("school.id"), nullable=False),
    Column("slot", Integer, nullable=False),
    Column("starts_at", Time, nullable=False),
    Column("ends_at", Time, nullable=False),
    instant("removed_at", nullable=True),
    Unique("school_id", "slot"),
)
subject = Table(
    "subject",
    metadata,
    key(),
    Column("school_id", ForeignKey("school.id"), nullable=False),
    Column("external_id", EXTERNAL_ID, nullable=False),
    Column("name", String(200), nullable=False),
    instant("removed_at", nullable=True),
    Unique("school_id", "external_id"),
)
staff = Table(
    "staff",
    metadata,
    key(),
    Column("school_id", ForeignKey("school.id"), nullable=False),
    Column("external_id", EXTERNAL_ID, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("family_name", String(200), nullable=False),
    Column("given_name", String(200), nullable=False),
    Column("patronymic", String(200), nullable=False, server_default=""),
    Column("roles", JSON, nullable=False),
    instant("removed_at", nullable=True),
    Unique("school_id", "external_id"),
)
school_class = Table(
    "school_class",
    metadata,
    key(),
    Column("school_id", ForeignKey("school.id"), nullable=False),
    Column("external_id", EXTERNAL_ID, nullable=False),
    Column("name", String(200), nullable=False),
    Column("class_teacher_id", ForeignKey("staff.id"), nullable=True, index=True),
    instant("removed_at", nullable=True),
    Unique("school_id", "external_id"),
)
student = Table(
    "student",
    metadata,
    key(),
    Column("school_id", ForeignKey("school.id"), nullable=False),
    Column("external_id", EXTERNAL_ID, nullable=False),
    Column("family_name", String(200), nullable=False),
    Column("given_name", String(200), nullable=False),
    Column("patronymic", String(200), nullable=False, server_default=""),
    Column("birth_date", Date, nullable=True),
    instant("removed_at", nullable=True),
    Unique("school_id", "external_id"),
)
enrolment = Table(
    "enrolment",
    metadata,
    key(),
    Column("student_id", ForeignKey("student.id"), nullable=False),
    Column("class_id", ForeignKey("school_class.id"), nullable=False, index=True),
    Column("valid_from", Date, nullable=False),
    # the first day the student is no longer in the class
    Column("valid_to", Date, nullable=True),
    Index(
        "uq_enrolment_current",
        "student_id",
        unique=True,
        sqlite_where=text("valid_to IS NULL"),
        postgresql_where=text("valid_to IS NULL"),
    ),
)
study_group = Table(
    "study_group",
    metadata,
    key(),
    Column("school_id", ForeignKey("school.id"), nullable=False),
    Column("external_id", EXTERNAL_ID, nullable=False),
    Column("name", String(200), nullable=False),
    instant("removed_at", nullable=True),
    Unique("school_id", "external_id"),
)
group_member = Table(
    "group_member",
    metadata,
    key(),
    Column("group_id", ForeignKey("study_group.id"), nullable=False),
    Column("student_id", ForeignKey("student.id"), nullable=False, index=True),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date, nullable=True),
    Index(
        "uq_group_member_current",
        "group_id",
        "student_id",
        unique=True,
        sqlite_where=text("valid_to IS NULL"),
        postgresql_where=text("valid_to IS NULL"),
    ),
)
lesson = Table(
    "lesson",
    metadata,
    key(),
    Column("school_id", ForeignKey("school.id"), nullable=False),
    Column("external_id", EXTERNAL_ID, nullable=False),
    Column("class_id", ForeignKey("school_class.id"), nullable=True, index=True),
    Column("group_id", ForeignKey("study_group.id"), nullable=True, index=True),
    Column("weekday", Integer, nullable=False),
    Column("slot", Integer, nullable=False),
    Column("subject_id", ForeignKey("subject.id"), nullable=False),
    Column("staff_id", ForeignKey("staff.id"), nullable=True, index=True),
    Column("room", String(64), nullable=False, server_default=""),
    Column("valid_from", Date, nullable=True),
    Column("valid_to", Date, nullable=True),
    instant("removed_at", nullable=True),
    Unique("school_id", "external_id"),
)
