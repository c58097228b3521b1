"""What is on its way, and what was sent (design §7)."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Time, text
from sqlalchemy import UniqueConstraint as Unique

from storage.schema.types import instant, key, metadata

bot_lease = Table(
    "bot_lease",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("owner", String(200), nullable=False),
    instant("lease_until"),
    Column("fence", BigInteger, nullable=False),
)
mailbox = Table(
    "mailbox",
    metadata,
    key(),
    Column("bot_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    # hints: writers lower them by MIN and add 1 to wake_seq, settling recomputes them
    Column("lane", Integer, nullable=True),
    instant("due_at", nullable=True),
    instant("next_ok_at", nullable=True),
    # what has been missed since then is summed up when the chat comes back
    instant("blocked_at", nullable=True),
    # a changed consent was asked for: unanswered, nothing is sent from then on, and nothing lost
    instant("held_from", nullable=True),
    Column("wake_seq", BigInteger, nullable=False, server_default="0"),
    # the chat's own settings
    Column("locale", String(8), nullable=False),
    Column("quiet_start", Time, nullable=True),
    Column("quiet_end", Time, nullable=True),
    # when grades come: at_once, after_school, evening
    Column("grades_when", String(16), nullable=False, server_default="at_once"),
    Unique("bot_id", "chat_id"),
    Index(
        "ix_mailbox_due",
        "bot_id",
        "lane",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
)
LIVE = "state IN ('queued', 'sending', 'unknown')"
MISSED = "state = 'missed'"
delivery = Table(
    "delivery",
    metadata,
    key(),
    Column("mailbox_id", ForeignKey("mailbox.id"), nullable=False),
    Column("topic", String(16), nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    # 0: no child in particular
    Column("student_id", BigInteger, nullable=False),
    Column("lane", Integer, nullable=False),
    instant("created_at"),
    instant("not_before"),
    # not_before plus the coalescing wait: what makes the mailbox due
    instant("due_at"),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    # the id of the message that it was last handed over in
    Column("attempt_id", BigInteger, nullable=True),
    instant("started_at", nullable=True),
    instant("sent_at", nullable=True),
    # led by what grows, so that new rows go to its end, however many chats there are; finds by subject too
    Unique("topic", "subject_id", "mailbox_id", "version", "student_id"),
    # the queue alone: millions of old rows cost nothing here
    Index(
        "ix_delivery_live",
        "mailbox_id",
        "lane",
        "not_before",
        "id",
        sqlite_where=text(LIVE),
        postgresql_where=text(LIVE),
    ),
    # what a chat that comes back has missed
    Index(
        "ix_delivery_missed",
        "mailbox_id",
        "started_at",
        sqlite_where=text(MISSED),
        postgresql_where=text(MISSED),
    ),
)
message = Table(
    "message",
    metadata,
    key(),
    Column("mailbox_id", ForeignKey("mailbox.id"), nullable=False),
    Column("telegram_message_id", BigInteger, nullable=True),
    # how it is drawn, so that it is drawn again the same way
    Column("layout", String(16), nullable=False),
    # must be drawn again
    Column("dirty", Boolean, nullable=False),
    # raised by whoever makes it dirty, so that a drawing under way does not clear a later change
    Column("dirty_seq", BigInteger, nullable=False, server_default="0"),
    instant("sent_at", nullable=True),
    instant("deleted_at", nullable=True),
    # led by the rarer one, so that nothing but the dirty index finds the messages of a mailbox
    Index("ix_message_telegram", "telegram_message_id", "mailbox_id"),
    Index(
        "ix_message_dirty",
        "mailbox_id",
        sqlite_where=text("dirty"),
        postgresql_where=text("dirty"),
    ),
)
message_item = Table(
    "message_item",
    metadata,
    Column("message_id", ForeignKey("message.id"), primary_key=True),
    Column("delivery_id", ForeignKey("delivery.id"), primary_key=True, index=True),
    Column("position", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    # UTF-16 span in the text, for quotes
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)
