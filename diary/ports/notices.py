"""What the bot tells of its own."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from diary.models.entries import Json
from diary.models.ids import MessageId, NoticeId, PersonId, StudentId
from diary.models.talk import ShownNotice


class Notices(Protocol):
    async def add(
        self,
        what: str,
        data: Mapping[str, Json],
        *,
        now: datetime,
        person_id: PersonId | None = None,
        student_id: StudentId | None = None,
    ) -> NoticeId:
        """Keep it; views/notices draws it. `data` may name people: it is erased with them."""
        ...

    async def add_for(
        self,
        person_ids: Sequence[PersonId],
        what: str,
        data: Mapping[str, Json],
        *,
        now: datetime,
        student_id: StudentId | None = None,
    ) -> Sequence[NoticeId]:
        """Keep one for each person, in their order."""
        ...

    async def about(self, person_id: PersonId, student_id: StudentId) -> Sequence[NoticeId]:
        """Return what a person was told, or is to be told, of a student."""
        ...

    async def shown(self, message_id: MessageId) -> ShownNotice | None:
        """Return the notice that a sent message shows."""
        ...
