"""One call for one chat, as it was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import TypeAlias

from diary.models.deliveries import Delivery, Lane
from diary.models.dispatch import DueMailbox, Loaded, StandingMessage
from diary.models.ids import DeliveryId, MailboxId, PersonId, StudentId, TelegramMessageId
from diary.models.notifications import Draft

DayKey: TypeAlias = tuple[MailboxId, StudentId, date]
Days: TypeAlias = Mapping[DayKey, StandingMessage]
"""The absence messages that chats have: a child's, of a day."""

Contents: TypeAlias = Mapping[DeliveryId, Loaded]


class Action(Enum):
    SEND = auto()
    EDIT = auto()
    DELETE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One call for one chat. `drafts` are several only in an album. `fresh`: the deliveries it settles."""

    mailbox: DueMailbox
    action: Action
    lane: Lane
    drafts: tuple[Draft, ...]
    fresh: tuple[Delivery, ...] = ()
    standing: StandingMessage | None = None
    reply_to: TelegramMessageId | None = None
    people: Mapping[DeliveryId, tuple[PersonId, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """No job: nothing to send there. `cancelled` is nobody's business any more; `clean` needs no drawing."""

    job: Job | None
    cancelled: tuple[DeliveryId, ...] = ()
    clean: StandingMessage | None = None
