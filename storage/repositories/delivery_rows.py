"""Rows of the table `delivery` as values, and its queue as an index sees it."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, text

from diary.models.deliveries import Delivery, DeliveryState, Lane, Topic
from diary.models.ids import DeliveryId, MailboxId, StudentId
from storage import schema
from storage.schema import delivery

COLUMNS = (
    delivery.c.id,
    delivery.c.mailbox_id,
    delivery.c.topic,
    delivery.c.subject_id,
    delivery.c.version,
    delivery.c.student_id,
    delivery.c.lane,
    delivery.c.not_before,
    delivery.c.state,
    delivery.c.attempts,
    delivery.c.sent_at,
)
WAITING_STATES = (DeliveryState.QUEUED, DeliveryState.UNKNOWN)


def live() -> ColumnElement[bool]:
    """Name the queue in the very words of its partial index: bound values would not let it be used."""
    return cast("ColumnElement[bool]", text(f"delivery.{schema.LIVE}"))


def missed() -> ColumnElement[bool]:
    """As `live`, what came for chats that had blocked the bot."""
    return cast("ColumnElement[bool]", text(f"delivery.{schema.MISSED}"))


def to_delivery(row: Sequence[Any]) -> Delivery:
    """Make a value of a row whose first columns are `COLUMNS`."""
    return Delivery(
        id=DeliveryId(row[0]),
        mailbox_id=MailboxId(row[1]),
        topic=Topic(row[2]),
        subject_id=row[3],
        version=row[4],
        student_id=StudentId(row[5]),
        lane=Lane(row[6]),
        not_before=row[7],
        state=DeliveryState(row[8]),
        attempts=row[9],
        sent_at=row[10],
    )
