import re
from dataclasses import replace
from datetime import date

import pytest
import segno

from diary.models.people import Name, Role
from views.letters import Letter, PrintingError, print_letters, printing
from views.letters.wording import wording
from views.texts import load_texts

SCHOOL = "Школа № 7"
PETR = Letter(
    role=Role.GUARDIAN,
    name=Name(family_name="Иванов", given_name="Пётр"),
    class_name="7Б",
    label="мама",
    code="7F3K-9Q2M-XW4T",
    link="https://t.me/school7_bot?start=Vb3kQ9x2mXw4T7f3K9q2Mg",
    valid_until=date(2026, 12, 8),
)
SMIRNOVA = replace(
    PETR,
    role=Role.TEACHER,
    name=Name(family_name="Смирнова", given_name="Анна", patronymic="Викторовна"),
    class_name="",
    label="",
)


def _pdf(*letters: Letter, locale: str = "ru") -> bytes:
    return print_letters(letters, texts=load_texts(locale), school_name=SCHOOL)


def _pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_a_guardians_letter_says_all_that_is_needed() -> None:
    words = wording(PETR, texts=load_texts("ru"), school_name=SCHOOL)

    assert words == {
        "school": "Школа № 7",
        "title": "Дневник вашего ребёнка в Telegram",
        "name": "Иванов Пётр",
        "about": "класс 7Б · для кого: мама",
        "promise": "Оценки, пропуски, домашние задания и сообщения из школы сразу приходят в чат.",
        "code_label": "Ваш код",
        "code": "7F3K-9Q2M-XW4T",
        "steps": [
            "Наведите камеру телефона с Telegram на картинку и откройте ссылку.",
            "Или найдите в Telegram @school7_bot и отправьте ему код.",
            "Прочитайте согласие и нажмите «Даю согласие».",
        ],
        "consent": "При входе понадобится ваше согласие на обработку школой вашего имени, аккаунта "
        "и дневника ребёнка; отозвать его можно в любое время: /privacy.",
        "terms": ["Бесплатно.", "Код действует один раз.", "Пожалуйста, никому его не передавайте."],
        "valid": "Действует до 8 декабря 2026 года",
        "group": "7Б",
        "is_long": False,
    }


def test_a_letter_in_english_says_the_same() -> None:
    words = wording(PETR, texts=load_texts("en"), school_name=SCHOOL)

    assert words["title"] == "Your child's diary in Telegram"
    assert words["about"] == "class 7Б · for: mother"
    assert words["valid"] == "Valid until 8 December 2026"
    assert words["steps"][1] == "Or find @school7_bot in Telegram and send it the code."
    assert words["terms"][0] == "Free of charge."


@pytest.mark.parametrize("role", [Role.TEACHER, Role.OFFICE])
def test_staff_read_what_concerns_them(role: Role) -> None:
    words = wording(replace(SMIRNOVA, role=role), texts=load_texts("en"), school_name=SCHOOL)

    assert words["name"] == "Смирнова Анна Викторовна"
    assert (words["about"], words["group"]) == ("", "Staff")
    assert "child" not in words["consent"] + words["promise"] + words["title"]


def test_a_student_is_not_called_a_parent() -> None:
    words = wording(replace(PETR, role=Role.STUDENT, label=""), texts=load_texts("en"), school_name=SCHOOL)

    assert "child" not in words["consent"] + words["promise"] + words["title"]
    assert words["about"] == "class 7Б"


def test_without_a_link_the_letter_leads_to_the_code() -> None:
    letter = replace(PETR, link="")

    words = wording(letter, texts=load_texts("en"), school_name=SCHOOL)

    assert words["steps"][:2] == ["Open the school's bot in Telegram.", "Send it the code below."]
    assert printing.draw_link("") == ""
    assert _pages(_pdf(letter)) == 1


def test_the_picture_is_the_links_own() -> None:
    drawn = printing.draw_link(PETR.link)

    assert drawn == segno.make(PETR.link, error="m", micro=False).svg_inline(omitsize=True, border=0)
    assert drawn.startswith("<svg")


@pytest.mark.parametrize("locale", ["ru", "en"])
def test_two_letters_share_a_page_and_each_class_has_pages_of_its_own(locale: str) -> None:
    other = replace(PETR, class_name="10А")

    pdf = _pdf(PETR, PETR, PETR, other, SMIRNOVA, locale=locale)

    assert pdf.startswith(b"%PDF")
    assert _pages(pdf) == 4


def test_yolkin_stands_between_yegorov_and_yershov() -> None:
    names = [Name(family_name=name, given_name="Пётр") for name in ("Ёлкин", "Ершов", "Абрамов", "Егоров")]

    letters = sorted((replace(PETR, name=name) for name in names), key=lambda letter: letter.order)

    assert [letter.name.family_name for letter in letters] == ["Абрамов", "Егоров", "Ёлкин", "Ершов"]


def test_letters_are_sorted_by_class_and_name_and_staff_come_last() -> None:
    anna = replace(PETR, name=Name(family_name="Белова", given_name="Анна"))
    first = replace(PETR, class_name="2А")
    last = replace(PETR, class_name="10А")

    assert sorted([SMIRNOVA, last, PETR, anna, first], key=lambda letter: letter.order) == [
        first,
        anna,
        PETR,
        last,
        SMIRNOVA,
    ]


@pytest.mark.parametrize(
    "name",
    [
        '#strike[x] *b* $x$ "\\#{ @a <b> `c` // /* = -',
        "#panic()",
        "Константинопольский-" * 12,
        "Ы" * 200,
        "👩‍👧 ✅",
    ],
)
def test_whatever_a_child_is_called_is_printed_on_its_half_of_a_page(name: str) -> None:
    letter = replace(
        PETR, name=Name(family_name=name, given_name=name), label=name[:60], class_name=name[:20]
    )

    assert _pages(_pdf(letter, letter)) == 1


def test_progress_is_told_letter_by_letter() -> None:
    heard: list[tuple[int, int]] = []

    print_letters(
        [PETR, SMIRNOVA],
        texts=load_texts("ru"),
        school_name=SCHOOL,
        on_progress=lambda done, of: heard.append((done, of)),
    )

    assert heard == [(1, 2), (2, 2)]


def test_nothing_is_not_printed() -> None:
    with pytest.raises(ValueError, match="nothing to print"):
        _pdf()


def test_a_typesetter_that_fails_says_nothing_of_the_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "TYPESETTER", printing.TEMPLATE)

    with pytest.raises(PrintingError) as caught:
        _pdf(PETR)

    assert PETR.code not in str(caught.value)
