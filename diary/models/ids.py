"""Identifiers: int64 inside, the school's own strings (at most 128 characters) outside."""

from typing import NewType

SchoolId = NewType("SchoolId", int)
PersonId = NewType("PersonId", int)
AccountId = NewType("AccountId", int)
StaffId = NewType("StaffId", int)
StudentId = NewType("StudentId", int)
ClassId = NewType("ClassId", int)
GroupId = NewType("GroupId", int)
SubjectId = NewType("SubjectId", int)
LinkId = NewType("LinkId", int)
CodeId = NewType("CodeId", int)
EntryId = NewType("EntryId", int)
RelayId = NewType("RelayId", int)
BarId = NewType("BarId", int)
NoticeId = NewType("NoticeId", int)
RequestId = NewType("RequestId", int)
MailboxId = NewType("MailboxId", int)
DeliveryId = NewType("DeliveryId", int)
MessageId = NewType("MessageId", int)
"""Our own number of a sent Telegram message; stands in its buttons."""

BotId = NewType("BotId", int)
ChatId = NewType("ChatId", int)
TelegramUserId = NewType("TelegramUserId", int)
TelegramMessageId = NewType("TelegramMessageId", int)

NO_CODE = CodeId(0)
"""A code that is none: asking about it costs what asking about a real one does."""

NO_STUDENT = StudentId(0)
"""A delivery about no child in particular (NULLs would break its unique key)."""
