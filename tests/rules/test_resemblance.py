"""A name in Latin letters means the child whom the roster has in Cyrillic."""

from datetime import date

import pytest

from diary.models.ids import ClassId, PersonId, StaffId, StudentId
from diary.models.people import Name, Role, Student
from diary.models.requests import Employee, Likeness
from diary.rules.resemblance import candidates, found_by, staff_candidates
from diary.rules.sounds import sounds


def pupil(number: int, family: str, given: str, class_name: str = "7Б") -> Student:
    return Student(
        id=StudentId(number),
        external_id=f"s{number}",
        name=Name(family_name=family, given_name=given),
        class_id=ClassId(1),
        class_name=class_name,
        birth_date=date(2013, 5, 1),
    )


PETR = pupil(1, "Иванов", "Пётр")
CLASS = [PETR, pupil(2, "Сидорова", "Дарья"), pupil(3, "Гусев", "Тимур"), pupil(4, "Павлов", "Павел")]


@pytest.mark.parametrize("given", ["Pyotr", "Petr", "Piotr", "Pëtr", "Pjotr", "Peter"])
def test_every_usual_spelling_means_the_child(given: str) -> None:
    claims = {"birth_date": "2013-05-01", "class_name": "7B"}

    (found,) = candidates(claims, Name(family_name="Ivanov", given_name=given), CLASS)

    assert found.student == PETR
    assert found.name is Likeness.HEARD
    assert found.birth_date is found.class_name is Likeness.SAME
    assert not found.fits_wholly


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Юлия Щербакова", "Iuliia Shcherbakova"),
        ("Юлия Щербакова", "Yuliya Shherbakova"),
        ("Юлия Щербакова", "Ûliâ Ŝerbakova"),
        ("Юлия Щербакова", "Julia Scherbakova"),
        ("Евгений Соловьёв", "Evgenii Solovev"),
        ("Евгений Соловьёв", "Evgenij Solov`yov"),
        ("Евгений Соловьёв", "Evgenij Solovʹëv"),
        ("Евгений Соловьёв", "Yevgeny Solovyov"),
        ("Дмитрий Цой", "Dmitrii Tsoi"),
        ("Дмитрий Цой", "Dmitrij Czoj"),
        ("Дмитрий Цой", "Dmitrij Coj"),
        ("Михаил Чайковский", "Mikhail Tchaikovsky"),
        ("Михаил Чайковский", "Mihail Čajkovskij"),
        ("Виктор Быков", "Victor Bykov"),
    ],
)
def test_passports_standards_and_custom_sound_alike(cyrillic: str, latin: str) -> None:
    assert sounds(cyrillic) == sounds(latin)


@pytest.mark.parametrize(("claimed", "known"), [("7B", "7Б"), ("7V", "7В"), ("7G", "7Г"), ("10zh", "10Ж")])
def test_a_class_is_found_in_other_letters(claimed: str, known: str) -> None:
    child = pupil(1, "Иванов", "Пётр", known)

    (found,) = candidates({"class_name": claimed}, child.name, [child])

    assert found.class_name is Likeness.SAME


def test_a_name_of_the_same_alphabet_is_compared_by_its_letters() -> None:
    (found,) = candidates({}, Name(family_name="Иванов", given_name="Петр"), CLASS)

    assert found.name is Likeness.SAME


def test_a_stranger_s_name_means_nobody() -> None:
    assert candidates({}, Name(family_name="Smith", given_name="John"), CLASS) == []


def test_a_teacher_is_found_in_other_letters() -> None:
    name = Name(family_name="Смирнова", given_name="Анна", patronymic="Викторовна")
    teacher = Employee(id=StaffId(1), person_id=PersonId(1), name=name, roles=frozenset({Role.TEACHER}))

    (found,) = staff_candidates(Name(family_name="Smirnova", given_name="Anna"), [teacher])

    assert found.name is Likeness.HEARD


def test_the_office_finds_a_child_in_other_letters() -> None:
    assert found_by("ivanov", CLASS) == [PETR]
