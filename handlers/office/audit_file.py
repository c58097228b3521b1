"""The whole log as a file in the chat of who asked: written part by part, packed where it is large."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, FSInputFile, Message
from aiogram.utils.chat_action import ChatActionSender

from diary.models.ids import PersonId, StudentId
from diary.models.people import Account
from diary.models.school import School
from diary.services.auditing import AuditService
from views.audit.file import ENCODING, AuditTable, packed_said, too_large_said
from views.texts import Texts

MOST_BYTES = 50 * 1000 * 1000
"""Of a file that Telegram takes from a bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedLog:
    """The log of a student, or of a person."""

    student_id: StudentId | None
    person_id: PersonId | None
    texts: Texts
    school: School

    async def send(self, callback: CallbackQuery, bot: Bot, office: Account, auditing: AuditService) -> None:
        message = callback.message
        if not isinstance(message, Message) or message.chat.type != "private":
            await callback.answer()
            return
        with TemporaryDirectory(prefix="audit-") as folder:
            async with ChatActionSender.upload_document(bot=bot, chat_id=message.chat.id):
                path = Path(folder, "audit.csv")
                count = await self._write(path, office, auditing)
                file = await asyncio.to_thread(fitting, path, MOST_BYTES)
                if file is None:
                    await message.answer(await self._too_large(count, office, auditing))
                else:
                    caption = None if file == path else packed_said(self.texts)
                    await message.answer_document(FSInputFile(file), caption=caption)
        with suppress(TelegramBadRequest):
            # of a long log the tap may be too old to be answered
            await callback.answer()

    async def _write(self, path: Path, office: Account, auditing: AuditService) -> int:
        with path.open("w", encoding=ENCODING, newline="") as file:
            table = AuditTable(file=file, school=self.school, texts=self.texts)
            table.begin()
            return await auditing.export(
                office,
                lambda lines: asyncio.to_thread(table.add, lines),
                student_id=self.student_id,
                person_id=self.person_id,
            )

    async def _too_large(self, count: int, office: Account, auditing: AuditService) -> str:
        if self.student_id is None:
            return too_large_said(count, f"--person {self.person_id}", self.texts)
        page = await auditing.of_student(office, self.student_id, 0)
        named = page.student.external_id if page.student else ""
        return too_large_said(count, f"--student {named}", self.texts)


def fitting(path: Path, most: int) -> Path | None:
    """Return the file itself, or packed where it is larger than `most` bytes; None where that is too."""
    if path.stat().st_size <= most:
        return path
    packed = path.with_suffix(".zip")
    with ZipFile(packed, "w", compression=ZIP_DEFLATED) as into:
        into.write(path, path.name)
    return packed if packed.stat().st_size <= most else None
