"""An application that is being filled in: kept with the dialogue, so that a restart loses nothing."""

from dataclasses import dataclass, field, replace
from typing import Self

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from diary.errors import DraftGoneError
from diary.models.requests import ClaimField, Claims, RequestKind
from diary.rules.claims import FIELDS, missing_claim


class Applying(StatesGroup):
    field = State()
    answer = State()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`asked`: the field that the next message fills; None while all of it is being looked at."""

    kind: RequestKind
    claims: Claims = field(default_factory=dict, repr=False)
    asked: ClaimField | None = None

    @classmethod
    async def load(cls, state: FSMContext) -> Self:
        """Raise DraftGoneError where nothing is being filled in."""
        data = await state.get_data()
        if await state.get_state() != Applying.field.state or "kind" not in data:
            raise DraftGoneError
        asked = ClaimField(data["asked"]) if data["asked"] else None
        return cls(kind=RequestKind(data["kind"]), claims=data["claims"], asked=asked)

    async def save(self, state: FSMContext) -> None:
        data = {"kind": self.kind.value, "claims": dict(self.claims), "asked": self.asked or ""}
        await state.set_data(data)
        await state.set_state(Applying.field)

    def asking_next(self) -> "Draft":
        return replace(self, asked=missing_claim(self.kind, self.claims))

    def asking(self, field: ClaimField) -> "Draft":
        """Ask for a field again; raises DraftGoneError for one that is not asked for."""
        if field not in FIELDS[self.kind]:
            raise DraftGoneError
        return replace(self, asked=field)

    def filled(self, value: str) -> "Draft":
        if self.asked is None:
            return self
        return replace(self, claims={**self.claims, self.asked.value: value}).asking_next()

    def of_staff(self) -> "Draft":
        return Draft(kind=RequestKind.STAFF).asking_next()
