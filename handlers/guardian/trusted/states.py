"""Where the making of a code stands; kept in the database, so that a restart loses nothing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from diary.models.delegation import Preset
from diary.models.ids import StudentId, SubjectId
from diary.models.people import Scope
from diary.rules.delegation import preset_scope


class Trusting(StatesGroup):
    preset = State()
    subjects = State()
    day = State()
    writing = State()
    label = State()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What has been chosen so far."""

    student_id: StudentId
    preset: Preset = Preset.EVERYTHING
    subjects: frozenset[SubjectId] = frozenset()
    last_day: date = date.min
    may_write: bool = False

    @property
    def scope(self) -> Scope:
        return preset_scope(self.preset, self.subjects, may_write=self.may_write)


async def wish_of(state: FSMContext) -> Wish:
    data = await state.get_data()
    return Wish(
        student_id=StudentId(data["student"]),
        preset=Preset(data["preset"]),
        subjects=frozenset(SubjectId(one) for one in data["subjects"]),
        last_day=date.fromordinal(data["day"]),
        may_write=data["may_write"],
    )


async def keep(state: FSMContext, wish: Wish, step: State) -> None:
    data: dict[str, Any] = {
        "student": wish.student_id,
        "preset": wish.preset.value,
        "subjects": sorted(wish.subjects),
        "day": wish.last_day.toordinal(),
        "may_write": wish.may_write,
    }
    await state.set_data(data)
    await state.set_state(step)
