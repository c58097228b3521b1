"""Letters as a phone's camera and a reader see them."""

from dataclasses import replace

from diary.models.people import Name
from tests.support.printed import read_letters
from tests.views.test_letters import PETR, SCHOOL, SMIRNOVA
from views.letters import print_letters
from views.texts import load_texts


def test_the_picture_of_each_letter_leads_to_its_own_link() -> None:
    masha = replace(
        PETR,
        name=Name(family_name="Иванова", given_name="Маша"),
        code="0000-1111-2222",
        link="https://t.me/school7_bot?start=AAAAAAAAAAAAAAAAAAAAAA",
    )
    pdf = print_letters([masha, PETR, SMIRNOVA], texts=load_texts("ru"), school_name=SCHOOL)

    pages = read_letters(pdf)

    assert [page.links for page in pages] == [[PETR.link, masha.link], [SMIRNOVA.link]]
    assert "Иванов Пётр" in pages[0].text
    assert PETR.code in pages[0].text
    assert "Действует до 8 декабря 2026 года" in pages[0].text
