"""Where a dialogue about a letter stands."""

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from diary.models.ids import EntryId, PersonId, StudentId
from diary.models.talk import Target


class Writing(StatesGroup):
    letter = State()


async def await_letter(state: FSMContext, target: Target) -> None:
    """Take the next message as a letter to this target."""
    await state.set_data(
        {
            "recipient": target.person_id or 0,
            "student": target.student_id,
            "entry": target.entry_id or 0,
        }
    )
    await state.set_state(Writing.letter)


async def awaited_target(state: FSMContext) -> Target:
    data = await state.get_data()
    return target_of(data["recipient"], data["student"], data["entry"])


def target_of(recipient: int, student: int, entry: int) -> Target:
    """Return the target that a button or a dialogue keeps as numbers."""
    return Target(
        person_id=PersonId(recipient) if recipient else None,
        student_id=StudentId(student),
        entry_id=EntryId(entry) if entry else None,
    )
