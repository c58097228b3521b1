"""How a mailbox is read from its row."""

from collections.abc import Sequence
from typing import Any

from diary.models.deliveries import GradesWhen, Mailbox, MailboxState, QuietHours
from storage.schema import mailbox

MAILBOX_COLUMNS = (
    mailbox.c.id,
    mailbox.c.bot_id,
    mailbox.c.chat_id,
    mailbox.c.state,
    mailbox.c.locale,
    mailbox.c.private,
    mailbox.c.quiet_start,
    mailbox.c.quiet_end,
    mailbox.c.grades_when,
)

# looked up by the thousand: cheaper than making a member of each value
STATES = {state.value: state for state in MailboxState}
GRADES = {when.value: when for when in GradesWhen}


def mailbox_of(row: Sequence[Any]) -> Mailbox:
    """Read what was selected as MAILBOX_COLUMNS."""
    key, bot_id, chat_id, state, locale, private, start, end, grades_when = row
    return Mailbox(
        id=key,
        bot_id=bot_id,
        chat_id=chat_id,
        state=STATES[state],
        locale=locale,
        private=private,
        quiet_hours=None if start is None or end is None else QuietHours(start=start, end=end),
        grades_when=GRADES[grades_when],
    )
