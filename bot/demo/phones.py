"""The people whose phones stand on the demo's page."""

from dataclasses import dataclass

from bot.demo.roster import Body


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """`codes`: bodies of `POST /v1/codes`; the phone opens the bot by the first one's link."""

    user_id: int
    first_name: str
    last_name: str
    note: str
    codes: tuple[Body, ...]
    shown_code: bool = False
    """The second code is for typing: it is told in the note."""


MOTHER = Phone(
    user_id=1001,
    first_name="Елена",
    last_name="Иванова",
    note="мама Петра (7Б) и Марии (5А)",
    codes=(
        {"role": "guardian", "student": "7b-01", "label": "мама"},
        {"role": "guardian", "student": "5a-01", "label": "мама"},
    ),
    shown_code=True,
)
FATHER = Phone(
    user_id=1002,
    first_name="Андрей",
    last_name="Иванов",
    note="папа Петра (7Б)",
    codes=({"role": "guardian", "student": "7b-01", "label": "папа"},),
)
TUTOR = Phone(
    user_id=1003,
    first_name="Вера",
    last_name="Лапина",
    note="репетитор Петра (алгебра); код даст мама: /trusted",
    codes=(),
)
TEACHER = Phone(
    user_id=2001,
    first_name="Анна",
    last_name="Смирнова",
    note="учитель алгебры",
    codes=({"role": "teacher", "staff": "t1"},),
)
OFFICE = Phone(
    user_id=3001,
    first_name="Ольга",
    last_name="Белова",
    note="секретарь школы",
    codes=({"role": "office", "staff": "o1"},),
)
PHONES = (MOTHER, FATHER, TUTOR, TEACHER, OFFICE)
