"""Persons, their accounts and chats, their rights and the codes that give them."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    text,
)

from storage.schema.append_only import keep_append_only
from storage.schema.types import instant, key, metadata

person = Table(
    "person",
    metadata,
    key(),
    Column("school_id", ForeignKey("school.id"), nullable=False),
    instant("created_at"),
    instant("erased_at", nullable=True),
)
account = Table(
    "account",
    metadata,
    key(),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("telegram_user_id", BigInteger, nullable=False),
    Column("locale", String(8), nullable=False),
    # the role a person of several is acting in, asked once
    Column("acting_role", String(16), nullable=True),
    instant("created_at"),
    instant("ended_at", nullable=True),
    Index(
        "uq_account_live",
        "bot_id",
        "telegram_user_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)
destination = Table(
    "destination",
    metadata,
    key(),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("mailbox_id", ForeignKey("mailbox.id"), nullable=False, index=True),
    instant("created_at"),
    instant("ended_at", nullable=True),
    Index(
        "uq_destination_live",
        "mailbox_id",
        "person_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)
link = Table(
    "link",
    metadata,
    key(),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("student_id", ForeignKey("student.id"), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("label", String(64), nullable=False, server_default=""),
    # NULL: everything; else lists of kinds and of subject ids
    Column("kinds", JSON(none_as_null=True), nullable=True),
    Column("subjects", JSON(none_as_null=True), nullable=True),
    Column("may_write", Boolean, nullable=False),
    Column("granted_by_id", ForeignKey("person.id"), nullable=True, index=True),
    Column("code_id", ForeignKey("access_code.id"), nullable=True),
    Column("consent_id", ForeignKey("consent.id"), nullable=True),
    instant("created_at"),
    instant("valid_until", nullable=True),
    # the end that the holder was told of in advance: one that is moved is told again
    instant("end_told_for", nullable=True),
    instant("revoked_at", nullable=True),
    Column("revoked_by_id", ForeignKey("person.id"), nullable=True),
    Column("revoked_why", String(64), nullable=True),
    Index(
        "uq_link_live",
        "person_id",
        "student_id",
        "role",
        unique=True,
        sqlite_where=text("revoked_at IS NULL"),
        postgresql_where=text("revoked_at IS NULL"),
    ),
)
staff_role = Table(
    "staff_role",
    metadata,
    key(),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("staff_id", ForeignKey("staff.id"), nullable=True, index=True),
    Column("role", String(16), nullable=False),
    Column("code_id", ForeignKey("access_code.id"), nullable=True),
    Column("consent_id", ForeignKey("consent.id"), nullable=True),
    instant("created_at"),
    instant("revoked_at", nullable=True),
    Index(
        "uq_staff_role_live",
        "person_id",
        "role",
        unique=True,
        sqlite_where=text("revoked_at IS NULL"),
        postgresql_where=text("revoked_at IS NULL"),
    ),
)
access_code = Table(
    "access_code",
    metadata,
    key(),
    Column("school_id", ForeignKey("school.id"), nullable=False),
    Column("role", String(16), nullable=False),
    Column("student_id", ForeignKey("student.id"), nullable=True, index=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=True, index=True),
    # whose account the redeemer's becomes: a code that hands over from an old chat to a new one
    Column("person_id", ForeignKey("person.id"), nullable=True, index=True),
    Column("label", String(64), nullable=False, server_default=""),
    # the first 20 bits of the typed code, to find it by; the other 40 only as argon2id
    Column("selector", Integer, nullable=False, index=True),
    Column("verifier_hash", String(200), nullable=False),
    # SHA-256 of the deep link's 128-bit token
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("scope", JSON(none_as_null=True), nullable=True),
    instant("link_until", nullable=True),
    Column("issued_by_id", ForeignKey("person.id"), nullable=True),
    instant("issued_at"),
    instant("expires_at"),
    Column("failed_tries", Integer, nullable=False, server_default="0"),
    Column("reserved_by", BigInteger, nullable=True),
    instant("reserved_until", nullable=True),
    instant("spent_at", nullable=True),
    Column("spent_by_id", ForeignKey("person.id"), nullable=True),
    instant("revoked_at", nullable=True),
    instant("burned_at", nullable=True),
)
code_attempt = Table(
    "code_attempt",
    metadata,
    key(),
    Column("bot_id", BigInteger, nullable=False),
    Column("telegram_user_id", BigInteger, nullable=False),
    instant("failed_at"),
    Index("ix_code_attempt_account", "bot_id", "telegram_user_id", "failed_at"),
    Index("ix_code_attempt_failed_at", "failed_at"),
)
consent = Table(
    "consent",
    metadata,
    key(),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("version", String(32), nullable=False),
    Column("locale", String(8), nullable=False),
    instant("given_at"),
    instant("withdrawn_at", nullable=True),
)
api_key = Table(
    "api_key",
    metadata,
    key(),
    Column("school_id", ForeignKey("school.id"), nullable=False),
    Column("name", String(64), nullable=False),
    Column("key_hash", LargeBinary(32), nullable=False, unique=True),
    instant("created_at"),
    instant("revoked_at", nullable=True),
)
conversation = Table(
    "conversation",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("telegram_user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("state", String(128), nullable=True),
    Column("data", JSON, nullable=False),
    instant("changed_at"),
)
audit = Table(
    "audit",
    metadata,
    key(),
    Column("school_id", ForeignKey("school.id"), nullable=False),
    instant("at"),
    Column("action", String(64), nullable=False),
    # who did it: a person, or NULL for the school's systems (then `detail` says which)
    Column("actor_id", BigInteger, nullable=True),
    Column("person_id", BigInteger, nullable=True),
    Column("student_id", BigInteger, nullable=True),
    Column("subject_id", BigInteger, nullable=True),
    Column("detail", JSON, nullable=False),
    Index("ix_audit_student_id_at", "student_id", "at"),
    Index("ix_audit_person_id_at", "person_id", "at"),
    Index(
        "ix_audit_actor_id_at",
        "actor_id",
        "at",
        sqlite_where=text("actor_id IS NOT NULL"),
        postgresql_where=text("actor_id IS NOT NULL"),
    ),
)
keep_append_only(audit)
