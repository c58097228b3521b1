"""Deliveries: one thing on its way into one chat, and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import IntEnum, StrEnum

from diary.models.ids import (
    NO_STUDENT,
    BotId,
    ChatId,
    DeliveryId,
    MailboxId,
    MessageId,
    StudentId,
    TelegramMessageId,
)


class Topic(StrEnum):
    """What a delivery's `subject_id` points at."""

    ENTRY = "entry"
    RELAY = "relay"
    NOTICE = "notice"
    DIGEST = "digest"


class Lane(IntEnum):
    """Order of urgency: the lower goes first, and a fifth of the pace is kept for 0 and 1."""

    URGENT = 0
    TALK = 1
    GRADES = 2
    PLANS = 3
    DIGEST = 4


class DeliveryState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    """Handed to Telegram without an answer: resent with a visible "(again)"."""
    DEAD = "dead"
    CANCELLED = "cancelled"
    MISSED = "missed"
    """The chat had blocked the bot; told in one summary when it comes back."""


class MailboxState(StrEnum):
    OPEN = "open"
    BLOCKED = "blocked"
    CLOSED = "closed"


class GradesWhen(StrEnum):
    """When a chat wants its grades."""

    AT_ONCE = "at_once"
    AFTER_SCHOOL = "after_school"
    EVENING = "evening"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """School time; may pass midnight. Equal ends mean none."""

    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """One bot's one chat: the unit of order, pacing and retry. The chat's own settings stand here."""

    id: MailboxId
    bot_id: BotId
    chat_id: ChatId
    state: MailboxState
    locale: str
    private: bool = True
    quiet_hours: QuietHours | None = None
    grades_when: GradesWhen = GradesWhen.AT_ONCE


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """A delivery to queue. `not_before` means hold and quiet hours only."""

    mailbox_id: MailboxId
    topic: Topic
    subject_id: int
    version: int
    lane: Lane
    not_before: datetime
    student_id: StudentId = NO_STUDENT
    due_at: datetime
    """When it makes its mailbox due: `not_before` plus the coalescing wait of its lane."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    id: DeliveryId
    mailbox_id: MailboxId
    topic: Topic
    subject_id: int
    version: int
    student_id: StudentId
    lane: Lane
    not_before: datetime
    state: DeliveryState
    attempts: int
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """One Telegram message that was sent, and what it shows, in the order shown."""

    id: MessageId
    mailbox_id: MailboxId
    telegram_message_id: TelegramMessageId | None
    items: tuple["MessageItem", ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageItem:
    """`revision` is the one shown; `start` and `end` are its UTF-16 span in the text, for quotes."""

    delivery: Delivery
    revision: int
    start: int
    end: int
