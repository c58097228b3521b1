"""What a column is, from what its heading is called in Russian or English."""

import re
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz, process

from diary.rules.alphabets import fold


class Column(StrEnum):
    ID = "id"
    FULL_NAME = "full_name"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    PATRONYMIC = "patronymic"
    CLASS = "class"
    GRADE = "grade"
    CLASS_LETTER = "class_letter"
    BIRTH_DATE = "birth_date"
    SUBJECTS = "subjects"
    POSITION = "position"
    LEADS = "leads"
    NOTE = "note"
    IGNORED = "ignored"


NAME_COLUMNS = frozenset({Column.FULL_NAME, Column.FAMILY_NAME})
STAFF_COLUMNS = frozenset({Column.SUBJECTS, Column.POSITION})
NEAR_ENOUGH = 86
SHORTEST_FUZZY = 5
LONGEST_HEADING = 80

ALIASES = {
    Column.ID: """
        id|ид|идентификатор|номер личного дела|личное дело|лд|личный номер|табельный номер|таб номер|код
        код ученика|external id|student id|staff id|pupil id|upn|user id""",
    Column.FULL_NAME: """
        фио|ф и о|фи|ф и|имя и фамилия|фамилия имя отчество|фамилия имя|фамилия и имя|фамилия инициалы
        имя фамилия|фамилия и о|полное имя|список учащихся|ученик|ученица|учащийся|обучающийся|ребенок
        воспитанник|ученики|учащиеся|обучающиеся|дети|учитель|учителя|преподаватель|педагог|сотрудник
        работник|name|full name|student|student name|pupil|pupil name|child|child name|learner|teacher
        teacher name|staff|staff name|employee""",
    Column.FAMILY_NAME: "фамилия|surname|last name|family name|lastname|family",
    Column.GIVEN_NAME: "имя|имя отчество|имя и отчество|first name|given name|firstname|given names|forename",
    Column.PATRONYMIC: "отчество|отчество при наличии|patronymic|middle name|middlename",
    Column.CLASS: """
        класс|класс обучения|наименование класса|кл|учебный класс|class|class name|form""",
    Column.GRADE: "параллель|год обучения|grade|year|year group",
    Column.CLASS_LETTER: "литера|буква|литера класса|буква класса|letter|section",
    Column.BIRTH_DATE: """
        дата рождения|дата рожд|д р|др|день рождения|рожден|родился|дата рождения ребенка
        число месяц год рождения|birth date|birthdate|date of birth|dob|birthday|born""",
    Column.SUBJECTS: """
        предмет|предметы|преподаваемый предмет|преподаваемые предметы|учебный предмет|дисциплина
        дисциплины|предметы через запятую|subject|subjects|teaches""",
    Column.POSITION: "должность|роль|должности|position|role|job title|job",
    Column.LEADS: """
        классный руководитель|классное руководство|кл руководитель|кл рук|класс рук|классный рук
        руководит классом|класс руководства|классное рук во|class teacher|class teacher of|form tutor
        homeroom|leads class|homeroom class""",
    Column.NOTE: "примечание|примечания|комментарий|note|notes|comment|comments|remarks",
    Column.IGNORED: """
        n|no|п п|пп|n п п|номер|номер п п|порядковый номер|пол|gender|sex|снилс|инн|возраст|age|полис
        паспорт|свидетельство о рождении|гражданство|форма обучения|дата зачисления|приказ|кабинет|стаж
        категория|образование|нагрузка|часы|логин|пароль|login|username|password""",
}  # fmt: skip
MEANINGS = {
    fold(alias): column
    for column, aliases in ALIASES.items()
    for line in aliases.splitlines()
    for alias in line.split("|")
    if alias.strip()
}
OTHER_PEOPLE = re.compile(
    r"родител|\bмат(?:ь|ери)\b|\bмам|\bотец|\bотца|\bпап[аы]\b|представител|опекун|телефон|моб\b|почт|адрес"
    r"|\bparent|mother|father|guardian|phone|mobile|e ?mail|address|emergency"
)
NOISE = re.compile(
    r"\b(?:ученик(?:а|ов)|ученицы|учащ(?:егося|ихся)|обучающ(?:егося|ихся)|ребенка|детей|воспитанника"
    r"|учителя|педагога|сотрудника|работника|преподавателя|полностью|в именительном падеже|формат.*"
    r"|дд мм гггг|дд мм гг|dd mm yyyy|yyyy mm dd|student s?|pupil s?|child s?|teacher s?)(?=\s|$)"
)
OF_STAFF = re.compile(r"учител|педагог|преподавател|сотрудник|работник|teacher|staff|employee")
LEADER = re.compile(r"классн|class teacher|form tutor|homeroom")
STAFF_SHEET = re.compile(
    r"учител|педагог|преподавател|сотрудник|персонал|кадр|работник|teacher|staff|employee"
)


@lru_cache(maxsize=4096)
def meaning_of(heading: str) -> Column | None:
    """Return what a heading says, or None for a text that is no known heading."""
    folded = fold(heading)
    if not folded or len(folded) > LONGEST_HEADING:
        return None
    if OTHER_PEOPLE.search(folded):
        return Column.IGNORED
    for text in (folded, " ".join(NOISE.sub(" ", folded).split())):
        if text in MEANINGS:
            return MEANINGS[text]
    return _nearest(folded)


def _nearest(text: str) -> Column | None:
    if len(text) < SHORTEST_FUZZY:
        return None
    found = process.extractOne(text, MEANINGS.keys(), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    return MEANINGS[found[0]] if found else None


def speaks_of_staff(heading: str) -> bool:
    folded = fold(heading)
    return OF_STAFF.search(folded) is not None and LEADER.search(folded) is None


def is_staff_sheet(name: str) -> bool:
    return STAFF_SHEET.search(fold(name)) is not None
