from collections.abc import AsyncIterator
from datetime import date

import pytest

from diary.models.entries import Draft, Kind
from diary.models.ids import MailboxId, PersonId
from diary.models.school import School
from simulator.client import buttons
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.conversing import Conversing, Json, conversing
from tests.support.journal import absence, grade, journal_of
from tests.support.sample import Chat, Sample
from views.callbacks import ReadingCallback, Screen


@pytest.fixture
async def talk(
    storage: SqlStorage, school: School, clock: FrozenClock, sample: Sample
) -> AsyncIterator[Conversing]:
    journal = journal_of(storage, clock, school)
    drafts: list[Draft] = [
        grade("g1", "5"),
        grade("g2", "4"),
        grade("g3", "3", student="s2"),
        absence("a1"),
        Draft(
            external_id="h1",
            kind=Kind.HOMEWORK,
            class_="7b",
            subject="alg",
            details={"text": "§ 12, № 345", "due": "2026-09-16"},
        ),
    ]
    recorded = await journal.record("journal", drafts)
    assert [one.error for one in recorded] == [None] * len(drafts)
    async with conversing(storage, school, clock, sample) as opened:
        yield opened


def labels(message: Json) -> list[str]:
    return [button["text"] for button in buttons(message)]


def styles(message: Json) -> set[str]:
    return {entity["type"] for entity in message.get("entities", [])}


async def test_today_shows_the_lessons_and_news_of_every_child(talk: Conversing, sample: Sample) -> None:
    page = await talk.say(sample.mother, "/today")

    assert page["text"].splitlines() == [
        "14 сентября, понедельник",
        "",
        "Маша Иванова, 7Б",
        "2. 09:25 Алгебра · кабинет 204",
        "Новое за день:",
        "• Алгебра: 3",
        "",
        "Пётр Иванов, 7Б",
        "2. 09:25 Алгебра · кабинет 204",
        "Новое за день:",
        "• Алгебра: 5",
        "• Алгебра: 4",
        "• Алгебра, урок 2: нет на уроке",
    ]
    assert labels(page) == ["◀ Раньше", "Позже ▶"]


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("Сегодня", "14 сентября, понедельник"),
        ("today", "14 сентября"),
        ("Домашка", "Домашка: 14 сентября – 20"),
    ],
)
async def test_the_words_of_the_keyboard_open_pages(
    talk: Conversing, sample: Sample, word: str, shown: str
) -> None:
    page = await talk.say(sample.mother, word)

    assert page["text"].startswith(shown)


async def test_homework_stands_under_the_day_it_is_due(talk: Conversing, sample: Sample) -> None:
    page = await talk.say(sample.father, "/homework")

    assert page["text"].splitlines() == [
        "Домашка: 14 сентября – 20 сентября",
        "",
        "Пётр Иванов, 7Б",
        "16 сентября, среда",
        "• Алгебра: § 12, № 345",
    ]


async def test_grades_are_a_table_of_the_term(talk: Conversing, sample: Sample) -> None:
    page = await talk.say(sample.father, "/grades")

    assert page["text"].splitlines() == [
        "Пётр Иванов, 7Б · 1 четверть",
        "Предмет            Сред. Проп.",
        "Алгебра             4,50     1",
        "  5 4",
    ]
    assert styles(page) == {"bold", "pre"}
    assert labels(page) == []


async def test_a_parent_of_several_chooses_a_child_in_place(talk: Conversing, sample: Sample) -> None:
    page = await talk.say(sample.mother, "/grades")
    assert labels(page) == ["✓ Маша", "Пётр"]

    answer = await talk.tap(sample.mother, page, "Пётр")

    turned = await talk.newest(sample.mother)
    assert answer["answered"]
    assert turned["message_id"] == page["message_id"]
    assert turned["text"].startswith("Пётр Иванов, 7Б")
    assert labels(turned) == ["Маша", "✓ Пётр"]


async def test_the_page_that_is_shown_already_can_be_tapped_again(talk: Conversing, sample: Sample) -> None:
    page = await talk.say(sample.mother, "/absences")

    assert (await talk.tap(sample.mother, page, "✓ Маша"))["answered"]


async def test_absences_are_counted_and_listed(talk: Conversing, sample: Sample) -> None:
    page = await talk.say(sample.father, "/absences")

    assert page["text"].splitlines() == [
        "Пётр Иванов, 7Б · 1 четверть",
        "Пропущено уроков: 1 (по уважительной причине: 0), опозданий и ранних уходов: 0",
        "• 14 сентября · Алгебра, урок 2: нет на уроке",
    ]


async def test_days_weeks_and_timetables_are_turned(talk: Conversing, sample: Sample) -> None:
    for command, first, second in (
        ("/today", "14 сентября", "13 сентября"),
        ("/week", "Пётр Иванов, 7Б · 14 сентября", "Пётр Иванов, 7Б · 7 сентября"),
        ("/schedule", "Пётр Иванов, 7Б · 14 сентября", "Пётр Иванов, 7Б · 13 сентября"),
    ):
        page = await talk.say(sample.father, command)
        assert page["text"].startswith(first)
        await talk.tap(sample.father, page, "Раньше")
        assert (await talk.newest(sample.father))["text"].startswith(second)


async def test_the_timetable_names_times_rooms_and_teachers(talk: Conversing, sample: Sample) -> None:
    page = await talk.say(sample.father, "/schedule")

    assert page["text"].splitlines()[1:] == ["2. 09:25–10:10 Алгебра · кабинет 204 · Смирнова А. В."]


async def test_a_teacher_sees_the_lessons_they_give(talk: Conversing, sample: Sample) -> None:
    page = await talk.say(sample.teacher, "/schedule")
    assert page["text"].splitlines() == [
        "Ваши уроки · 14 сентября, понедельник",
        "2. 09:25 Алгебра · 7Б · кабинет 204",
    ]

    await talk.tap(sample.teacher, page, "Позже")

    turned = await talk.newest(sample.teacher)
    assert turned["text"].splitlines() == ["Ваши уроки · 15 сентября, вторник", "Уроков в этот день нет."]


async def test_children_are_listed_with_what_one_is_to_them(talk: Conversing, sample: Sample) -> None:
    page = await talk.say(sample.mother, "/children")

    assert page["text"].splitlines() == [
        "Вам открыты дневники:",
        "",
        "Маша Иванова, 7Б",
        "Вы: мама",
        "Классный руководитель: Орлов И. П.",
        "",
        "Пётр Иванов, 7Б",
        "Вы: мама",
        "Классный руководитель: Орлов И. П.",
    ]


async def test_a_trusted_person_reads_only_what_was_opened(talk: Conversing, sample: Sample) -> None:
    today = await talk.say(sample.tutor, "/today")
    absences = await talk.say(sample.tutor, "/absences")
    schedule = await talk.say(sample.tutor, "/schedule")

    assert today["text"].splitlines()[2:] == [
        "Пётр Иванов, 7Б",
        "Новое за день:",
        "• Алгебра: 5",
        "• Алгебра: 4",
    ]
    assert absences["text"].splitlines()[1] == "Посещаемость вам не открыта. Открыть её может родитель."
    assert schedule["text"].splitlines()[1] == "Расписание вам не открыто. Открыть его может родитель."


@pytest.mark.parametrize("command", ["/today", "/week", "/homework", "/grades", "/absences", "/children"])
async def test_who_has_no_child_here_is_refused(talk: Conversing, sample: Sample, command: str) -> None:
    stranger = Chat(person=PersonId(0), user=sample.stranger_user, mailbox=MailboxId(0))

    for chat in (sample.office, stranger):
        answer = await talk.say(chat, command)
        assert "Иванов" not in answer["text"]


async def test_another_familys_page_does_not_open_by_a_forged_button(
    talk: Conversing, sample: Sample
) -> None:
    page = await talk.say(sample.father, "/grades")
    forged = ReadingCallback(screen=Screen.GRADES, student=sample.masha).pack()

    answer = await talk.tap(sample.father, page, "", forged=forged)

    assert answer["show_alert"]
    assert (await talk.newest(sample.father))["text"].startswith("Пётр")


async def test_a_strangers_tap_and_word_open_nothing(talk: Conversing, sample: Sample) -> None:
    stranger = Chat(person=PersonId(0), user=sample.stranger_user, mailbox=MailboxId(0))
    page = await talk.say(stranger, "Сегодня")
    assert "Иванов" not in page["text"]

    answer = await talk.tap(stranger, page, "", forged=ReadingCallback(screen=Screen.DAY).pack())

    assert answer["show_alert"]


async def test_a_teachers_button_shows_nothing_to_a_parent(talk: Conversing, sample: Sample) -> None:
    page = await talk.say(sample.father, "/grades")

    answer = await talk.tap(sample.father, page, "", forged=ReadingCallback(screen=Screen.TEACHING).pack())

    assert answer["show_alert"]


async def test_long_pages_are_turned_in_sheets(
    talk: Conversing, storage: SqlStorage, school: School, clock: FrozenClock, sample: Sample
) -> None:
    notice = Draft(
        external_id="n1",
        kind=Kind.ANNOUNCEMENT,
        school=True,
        day=date(2026, 9, 14),
        details={"title": "Правила", "text": "правило " * 1000},
    )
    await journal_of(storage, clock, school).record("journal", [notice])
    page = await talk.say(sample.father, "/week")
    assert labels(page)[0].startswith("↓ Лист 2 из ")

    await talk.tap(sample.father, page, "↓")

    turned = await talk.newest(sample.father)
    assert labels(turned)[0] == "↑ Лист 1 из " + labels(turned)[0].rpartition(" ")[2]
    assert turned["text"].startswith("Пётр Иванов, 7Б · 14 сентября")
