"""What people write to each other through the bot, and what the bot tells them of its own."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Index, String, Table, Text, text
from sqlalchemy import UniqueConstraint as Unique

from storage.schema.types import instant, key, metadata

relay = Table(
    "relay",
    metadata,
    key(),
    Column("school_id", ForeignKey("school.id"), nullable=False),
    # where it was written: unique, so that an update handled twice relays once
    Column("bot_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("telegram_message_id", BigInteger, nullable=False),
    Column("sender_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("sender_role", String(16), nullable=False),
    # to a person, or to the office; NULL and false while it is only offered
    Column("recipient_id", ForeignKey("person.id"), nullable=True, index=True),
    Column("to_office", Boolean, nullable=False),
    Column("student_id", ForeignKey("student.id"), nullable=True, index=True),
    Column("entry_id", ForeignKey("entry.id"), nullable=True),
    Column("answer_to_id", ForeignKey("relay.id"), nullable=True),
    # text, photo, document
    Column("content", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("entities", JSON(none_as_null=True), nullable=True),
    Column("file_id", String(256), nullable=True),
    Column("album", String(64), nullable=True),
    # offered, sent, retracted
    Column("state", String(16), nullable=False),
    instant("created_at"),
    instant("sent_at", nullable=True),
    Unique("bot_id", "chat_id", "telegram_message_id"),
    Index("ix_relay_student", "student_id", "created_at"),
    Index("ix_relay_office", "school_id", sqlite_where=text("to_office"), postgresql_where=text("to_office")),
)
notice = Table(
    "notice",
    metadata,
    key(),
    Column("school_id", ForeignKey("school.id"), nullable=False),
    # what is told, e.g. code_redeemed; views/notices draws it from `data`
    Column("what", String(64), nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=True, index=True),
    Column("student_id", ForeignKey("student.id"), nullable=True, index=True),
    Column("data", JSON, nullable=False),
    instant("created_at"),
)
