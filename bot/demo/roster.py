"""A sample school of believable size, as a journal would push it: two classes, 50 students, 8 subjects."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

Body = dict[str, Any]

SUBJECTS = {
    "alg": "Алгебра",
    "rus": "Русский язык",
    "lit": "Литература",
    "eng": "Английский язык",
    "his": "История",
    "bio": "Биология",
    "geo": "География",
    "pe": "Физкультура",
}
STAFF = {
    "t1": ("Смирнова", "Анна", "Викторовна", "alg"),
    "t2": ("Орлов", "Иван", "Петрович", "rus"),
    "t3": ("Кузнецова", "Мария", "Сергеевна", "lit"),
    "t4": ("Белкина", "Елена", "Андреевна", "eng"),
    "t5": ("Никитин", "Павел", "Олегович", "eng"),
    "t6": ("Зайцев", "Дмитрий", "Игоревич", "his"),
    "t7": ("Фомина", "Ольга", "Львовна", "bio"),
    "t8": ("Громов", "Сергей", "Юрьевич", "geo"),
    "t9": ("Титова", "Светлана", "Ивановна", "pe"),
}
SECRETARY = {"id": "o1", "family_name": "Белова", "given_name": "Ольга", "patronymic": "Юрьевна"}
CLASSES = {"7b": ("7Б", "t2", 2013), "5a": ("5А", "t3", 2015)}
BOYS = "Пётр Артём Михаил Иван Максим Егор Лев Кирилл Тимофей Роман Глеб Фёдор".split()
GIRLS = "Мария София Анна Алиса Ева Полина Дарья Вера Ксения Варвара Кира Таисия Юлия".split()
FAMILIES = (
    "Иванов Петров Соколов Лебедев Козлов Новиков Морозов Волков Павлов Семёнов Голубев Виноградов Богданов "
    "Воробьёв Фёдоров Михайлов Беляев Тарасов Белов Комаров Киселёв Макаров Андреев Ильин Гусев"
).split()
WEEK = {
    "7b": (
        "alg rus eng his pe",
        "rus alg lit bio geo",
        "alg eng rus lit",
        "his alg rus pe bio",
        "lit geo alg eng",
    ),
    "5a": (
        "rus alg lit eng",
        "alg rus pe his bio",
        "lit rus alg geo",
        "alg eng rus lit pe",
        "rus alg his bio",
    ),
}
BELLS = (time(8, 30), time(9, 25), time(10, 30), time(11, 35), time(12, 30))
"""When lessons begin."""

LESSON = timedelta(minutes=45)
NEAR = timedelta(hours=1)
STEP = timedelta(minutes=5)
QUARTERS = (((9, 1), (10, 25)), ((11, 1), (12, 30)), ((1, 10), (3, 21)), ((3, 29), (5, 31)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    class_id: str
    weekday: int
    slot: int
    subject: str

    @property
    def teacher(self) -> str:
        return next(key for key, member in STAFF.items() if member[3] == self.subject)


def timetable() -> Iterator[Lesson]:
    for class_id, days in WEEK.items():
        for weekday, day in enumerate(days, start=1):
            for slot, subject in enumerate(day.split(), start=1):
                yield Lesson(class_id=class_id, weekday=weekday, slot=slot, subject=subject)


def students(class_id: str) -> list[Body]:
    """Return 25 students; the first of each class are the Ivanovs, brother and sister."""
    year = CLASSES[class_id][2]
    names = [name for pair in zip(BOYS, GIRLS, strict=False) for name in pair] + GIRLS[len(BOYS) :]
    if class_id == "5a":
        names = names[1::-1] + names[2:]
    return [
        {
            "id": f"{class_id}-{number:02}",
            "family_name": _family(FAMILIES[number - 1], name),
            "given_name": name,
            "birth_date": date(year, 1 + number % 12, 1 + number).isoformat(),
            "class": class_id,
        }
        for number, name in enumerate(names, start=1)
    ]


def _family(family: str, given: str) -> str:
    return f"{family}а" if given in GIRLS else family


def subgroup(class_id: str, number: int) -> str:
    return f"{class_id}-en{number}"


def _groups() -> Iterator[Body]:
    for class_id, (name, *_) in CLASSES.items():
        ids = [student["id"] for student in students(class_id)]
        for number, half in ((1, ids[:13]), (2, ids[13:])):
            yield {"id": subgroup(class_id, number), "name": f"{name}, английский {number}", "students": half}


def _lessons() -> Iterator[Body]:
    for lesson in timetable():
        key = f"{lesson.class_id}-{lesson.weekday}-{lesson.slot}"
        at = {"weekday": lesson.weekday, "slot": lesson.slot, "subject": lesson.subject}
        if lesson.subject == "eng":
            for number, teacher in ((1, "t4"), (2, "t5")):
                group = subgroup(lesson.class_id, number)
                room = str(300 + number)
                yield {"id": f"{key}-{number}", "group": group, "teacher": teacher, "room": room, **at}
        else:
            room = str(200 + list(SUBJECTS).index(lesson.subject))
            yield {"id": key, "class": lesson.class_id, "teacher": lesson.teacher, "room": room, **at}


def terms(today: date) -> list[Body]:
    """Return the quarters of the school year; in the holidays the nearest one is stretched to hold today."""
    first = today.year if today.month >= 8 else today.year - 1
    spans = [
        [date(first + (start[0] < 8), *start), date(first + (end[0] < 8), *end)] for start, end in QUARTERS
    ]
    if not any(start <= today <= end for start, end in spans):
        nearest = min(spans, key=lambda span: min(abs(today - span[0]), abs(today - span[1])))
        nearest[0], nearest[1] = min(nearest[0], today - timedelta(days=30)), max(nearest[1], today)
    return [
        {"id": f"q{n}", "name": f"{n} четверть", "start": start.isoformat(), "end": end.isoformat()}
        for n, (start, end) in enumerate(spans, start=1)
    ]


def bells(now: datetime) -> list[Body]:
    """Return the day's lessons; out of school hours the whole day is moved, so that one of them is now."""
    midnight = datetime.combine(now.date(), time())
    starts = [datetime.combine(now.date(), start) for start in BELLS]
    moved = timedelta()
    if not starts[0] - NEAR <= now <= starts[-1] + LESSON + NEAR:
        earliest, latest = midnight - starts[0], midnight + timedelta(days=1) - STEP - LESSON - starts[-1]
        moved = min(max((now - starts[1]) // STEP * STEP, earliest), latest)
    return [
        {"slot": slot, "start": f"{start + moved:%H:%M}", "end": f"{start + moved + LESSON:%H:%M}"}
        for slot, start in enumerate(starts, start=1)
    ]


def lesson_at(now: time, day: list[Body]) -> int:
    """Return the slot of the lesson under way, else of the last one before, else of the first."""
    begun = [bell["slot"] for bell in day if time.fromisoformat(bell["start"]) <= now]
    slot: int = begun[-1] if begun else day[0]["slot"]
    return slot


def roster(today: date) -> Body:
    """Return the body of `PUT /v1/roster`, but for the bells."""
    return {
        "terms": terms(today),
        "classes": [{"id": key, "name": c[0], "class_teacher": c[1]} for key, c in CLASSES.items()],
        "groups": list(_groups()),
        "subjects": [{"id": key, "name": name} for key, name in SUBJECTS.items()],
        "staff": [
            *(
                {
                    "id": key,
                    "family_name": s[0],
                    "given_name": s[1],
                    "patronymic": s[2],
                    "roles": ["teacher"],
                }
                for key, s in STAFF.items()
            ),
            {**SECRETARY, "roles": ["office"]},
        ],
        "students": [student for class_id in CLASSES for student in students(class_id)],
        "lessons": list(_lessons()),
    }
