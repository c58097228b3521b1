from datetime import date, time
from decimal import Decimal

import pytest

from diary.models.people import Name
from views.texts import Texts, load_texts

SMIRNOVA = Name(family_name="Смирнова", given_name="Анна", patronymic="Викторовна")


@pytest.fixture
def russian() -> Texts:
    return load_texts("ru")


@pytest.fixture
def english() -> Texts:
    return load_texts("en")


def test_dates_times_and_numbers_read_as_in_the_language(russian: Texts, english: Texts) -> None:
    day = date(2026, 9, 14)

    assert [russian.date(day), russian.weekday(day), russian.weekday_short(day)] == [
        "14 сентября",
        "понедельник",
        "Пн",
    ]
    assert [english.date(day), english.weekday(day), english.weekday_short(day)] == [
        "14 September",
        "Monday",
        "Mon",
    ]
    assert russian.time(time(9, 5)) == english.time(time(9, 5)) == "09:05"
    assert (russian.decimal(Decimal("4.6")), english.decimal(Decimal("4.6"))) == ("4,60", "4.60")
    assert russian.decimal(Decimal("4.125")) == "4,13"


def test_names_keep_the_rosters_script_and_take_the_languages_order(russian: Texts, english: Texts) -> None:
    assert russian.name_short(SMIRNOVA) == "Смирнова А. В."
    assert english.name_short(SMIRNOVA) == "А. В. Смирнова"
    assert english.name_short(Name(family_name="Smirnova", given_name="Anna")) == "A. Smirnova"
    assert english.name_short(Name(family_name="Office", given_name="")) == "Office"
    assert russian.name_full(Name(family_name="Иванов", given_name="Пётр")) == "Пётр Иванов"


def test_russian_counts_in_three_forms(russian: Texts, english: Texts) -> None:
    counted = [russian.plural("{n} point", "{n} points", n) for n in (1, 2, 5, 11, 21)]

    assert counted == ["1 балл", "2 балла", "5 баллов", "11 баллов", "21 балл"]
    assert [english.plural("{n} point", "{n} points", n) for n in (1, 2)] == ["1 point", "2 points"]


def test_braces_in_what_people_wrote_mean_nothing(russian: Texts) -> None:
    assert russian.quoted("{text} {0} {") == "«{text} {0} {»"


def test_what_is_not_translated_is_said_in_english(russian: Texts) -> None:
    assert russian("Never translated {what}", what="thing") == "Never translated thing"


@pytest.mark.parametrize(
    ("asked", "given"), [("ru", "ru"), ("ru-RU", "ru"), ("RU_ru", "ru"), ("en-GB", "en"), ("de", "en")]
)
def test_a_language_is_found_by_its_plain_form(asked: str, given: str) -> None:
    assert load_texts(asked).locale == given
