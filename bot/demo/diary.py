"""Two weeks of entries for the sample school, the same at every start of a day."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from bot.demo.roster import Body, Lesson, students, subgroup, timetable

SOURCE = "demo"
SCHOOL_DAYS = 10
WORKS = ("контрольная", "домашняя", "работа на уроке", "устный ответ", "самостоятельная")
PRAISE = ("Аккуратно и без ошибок, молодец!", "Отличный ответ у доски", "Заметен рост", "Интересное решение")
ADVICE = (
    "Проверьте знаки",
    "Нужно повторить правило",
    "Можно пересдать в четверг",
    "Забыта единица измерения",
    "Невнимательность",
)
HOMEWORK = {
    "alg": ("§ {n}, № {a}–{b}", "Решить № {a}, {b}; повторить формулы"),
    "rus": ("Упр. {a}, правило на с. {b}", "Словарные слова § {n}"),
    "lit": ("Прочитать главу {n}, ответить на вопросы", "Выучить стихотворение наизусть"),
    "eng": ("Workbook, p. {n}, ex. 1–3", "Learn the words of Unit {n}"),
    "his": ("§ {n}, вопросы 1–4 устно", "Таблица дат по § {n}"),
    "bio": ("§ {n}, рисунок клетки", "Параграф {n}, термины"),
    "geo": ("Контурная карта, с. {n}", "§ {n}, ответить на вопрос 5"),
    "pe": ("Принести форму и сменную обувь", "Упражнения на пресс, 3 подхода"),
}


def school_days(today: date) -> list[date]:
    """Return the ten school days before `today`."""
    days = (today - timedelta(days=n) for n in range(1, 30))
    return sorted([day for day in days if day.isoweekday() <= 5][:SCHOOL_DAYS])


def entries(today: date) -> list[Body]:
    """Return some 500 entries for `POST /v1/entries`, oldest first."""
    chance = random.Random(7)
    days = school_days(today)
    body = [entry for day in days for lesson in _lessons(day) for entry in _lesson(lesson, day, chance)]
    return [*body, *_special(days, today)]


def _lessons(day: date) -> Iterator[Lesson]:
    return (lesson for lesson in timetable() if lesson.weekday == day.isoweekday())


def _lesson(lesson: Lesson, day: date, chance: random.Random) -> Iterator[Body]:
    common = {
        "subject": lesson.subject,
        "teacher": lesson.teacher,
        "date": day.isoformat(),
        "lesson": lesson.slot,
    }
    key = f"{lesson.class_id}-{day:%m%d}-{lesson.slot}"
    children = [student["id"] for student in students(lesson.class_id)]
    for student in chance.sample(children, 4) + ([children[0]] if chance.random() < 0.5 else []):
        yield {"id": f"g-{key}-{student}", "kind": "grade", "student": student, **common, **_grade(chance)}
    if chance.random() < 0.3:
        absent = chance.choice(children[1:])
        excused = {"presence": "absent", "justification": "excused"}
        yield {"id": f"a-{key}-{absent}", "kind": "attendance", "student": absent, **common, **excused}
    yield {"id": f"h-{key}", "kind": "homework", **common, **_homework(lesson, day, chance)}


def _grade(chance: random.Random) -> Body:
    value = chance.choices(("5", "4", "3", "2"), (40, 38, 18, 4))[0]
    remark = chance.choice(PRAISE if value in "54" else ADVICE) if chance.random() < 0.45 else None
    work = chance.choice(WORKS)
    grade = {"value": value, "work": work, "weight": 2 if work == "контрольная" else 1}
    return grade | ({"comment": remark} if remark else {})


def _homework(lesson: Lesson, day: date, chance: random.Random) -> Body:
    first = chance.randint(20, 300)
    text = chance.choice(HOMEWORK[lesson.subject]).format(n=chance.randint(4, 30), a=first, b=first + 3)
    audience = (
        {"group": subgroup(lesson.class_id, 1)} if lesson.subject == "eng" else {"class": lesson.class_id}
    )
    return audience | {"text": text, "due": (day + timedelta(days=2)).isoformat()}


def _special(days: list[date], today: date) -> Iterator[Body]:
    week_ahead = today + timedelta(days=7)
    yield {
        "id": "r-1",
        "kind": "remark",
        "student": "7b-01",
        "teacher": "t2",
        "date": days[-3].isoformat(),
        "tone": "praise",
        "text": "Помог новенькому разобраться с заданием. Спасибо!",
    }
    yield {
        "id": "t-1",
        "kind": "test",
        "class": "7b",
        "subject": "alg",
        "teacher": "t1",
        "date": week_ahead.isoformat(),
        "title": "«Линейные функции»",
    }
    yield {
        "id": "n-1",
        "kind": "announcement",
        "school": True,
        "date": days[-1].isoformat(),
        "title": "Осенний кросс",
        "text": "В субботу в 10:00 на стадионе. Форма по погоде, вода с собой.",
    }
    yield {
        "id": "m-1",
        "kind": "meeting",
        "class": "7b",
        "teacher": "t2",
        "title": "Родительское собрание 7Б",
        "starts_at": f"{week_ahead.isoformat()}T18:30",
        "place": "кабинет 201",
        "agenda": "Итоги четверти; поездка в планетарий; разное",
    }
