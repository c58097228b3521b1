from datetime import timedelta

import pytest
from sqlalchemy import Table, select

from bot.services import build_services
from diary.models.school import School
from diary.rules.timing import Timing
from diary.services.verifiers import Verifiers
from handlers.dispatcher import build_dispatcher
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.handlers.conftest import House
from tests.support.applicants import APPLY, apply, card, consent, decide, fill, labels
from tests.support.clock import FrozenClock
from tests.support.sample import Chat, Sample

SENT = "Отправлено. Канцелярия проверит заявку"
ASKED = "Чтобы начать, пришлите код доступа"


async def count(house: House, table: Table) -> int:
    async with house.engine.storage.read() as uow:
        return len((await uow._connection.execute(select(table))).all())


@pytest.mark.parametrize("said", ["/start", "Здравствуйте", "/grades"])
async def test_a_stranger_may_apply_from_wherever_they_are(house: House, stranger: Chat, said: str) -> None:
    answer = await house.say(stranger, said)

    assert ASKED in answer["text"]
    assert labels(answer) == ["Подать заявку на доступ", "У меня уже был доступ"]


async def test_nothing_is_kept_before_the_consent(house: House, stranger: Chat) -> None:
    persons = await count(house, schema.person)
    await house.tap(stranger, await house.say(stranger, "/start"), APPLY)
    asked = await house.newest(stranger)
    assert asked["text"].startswith("Школа № 7: заявка на доступ к дневнику.")
    assert len(asked["text"].splitlines()) <= 8

    await house.tap(stranger, asked, "Полный текст")
    assert "Согласие на обработку" in (await house.newest(stranger))["text"]
    await house.tap(stranger, asked, "Не сейчас")

    assert await count(house, schema.person) == persons
    assert (await house.newest(stranger))["text"] == "Хорошо. Ничего не сохранено."


async def test_the_consent_is_kept_with_its_version_before_anything_is_asked(
    house: House, stranger: Chat
) -> None:
    question = await consent(house, stranger)

    assert question["text"] == "Кем вы приходитесь ребёнку?"
    assert await count(house, schema.consent) == 1


async def test_a_code_that_turns_up_while_applying_is_taken_and_ends_the_form(
    house: House, stranger: Chat
) -> None:
    issued = await house.code(label="мама")
    await house.tap(stranger, await consent(house, stranger), "Мама")
    wrong = await house.say(stranger, "0000-0000-0000")
    assert "не подходит" in wrong["text"]
    assert (await house.say(stranger, "Смит-Джонсон"))["text"] == "Имя ребёнка?"

    screen = await house.say(stranger, f"{issued.code} (7Б)")
    await house.tap(stranger, screen, "✅")

    assert (await house.newest(stranger))["text"].startswith("Готово: Пётр Иванов, 7Б.")
    assert "Пока не отправлено" in (await house.say(stranger, "Иванов"))["text"]


async def test_every_field_is_asked_for_and_shown_before_sending(house: House, stranger: Chat) -> None:
    summary = await fill(house, stranger)

    assert summary["text"] == (
        "Проверьте, пожалуйста, перед отправкой:\n"
        "Кто вы: Мама\nФамилия: Иванов\nИмя: Пётр\nДата рождения: 1 мая 2013\nКласс: 7Б"
    )


@pytest.mark.parametrize(
    ("before", "wrong", "mend"),
    [
        ([], "Иван0в", "только буквы"),
        ([], "x" * 80, "короче"),
        (["Иванов", "Пётр"], "в мае", "не похоже на дату"),
        (["Иванов", "Пётр"], "30.02.2013", "не похоже на дату"),
        (["Иванов", "Пётр"], "01.05.1913", "не мог родиться"),
        (["Иванов", "Пётр", "1 мая 2013"], "седьмой", "Класс — это число"),
        (["Иванов", "Пётр", "1 мая 2013"], "99Я", "число до 13"),
    ],
)
async def test_a_wrong_field_is_said_and_asked_for_again(
    house: House, stranger: Chat, before: list[str], wrong: str, mend: str
) -> None:
    await house.tap(stranger, await consent(house, stranger), "Папа")
    for answer in before:
        await house.say(stranger, answer)
    question = (await house.newest(stranger))["text"]

    refused = await house.say(stranger, wrong)

    assert mend in refused["text"]
    assert question in refused["text"]


@pytest.mark.parametrize("form", ["1.5.13", "01/05/2013", "1 мая 2013 г.", "2013-05-01"])
async def test_a_birth_date_may_be_written_in_any_usual_form(house: House, stranger: Chat, form: str) -> None:
    summary = await fill(house, stranger, child=("Иванов", "Пётр", form, "7 «б» класс"))

    assert "1 мая 2013" in summary["text"]
    assert "Класс: 7Б" in summary["text"]


async def test_any_field_is_corrected_before_sending(house: House, stranger: Chat) -> None:
    summary = await fill(house, stranger)

    await house.tap(stranger, summary, "Фамилия")
    assert (await house.newest(stranger))["text"] == "Фамилия ребёнка?"
    summary = await house.say(stranger, "Иванова")
    await house.tap(stranger, summary, "Кто вы")
    await house.tap(stranger, await house.newest(stranger), "Законный представитель")

    summary = await house.newest(stranger)
    assert "Фамилия: Иванова" in summary["text"]
    assert "Кто вы: Законный представитель" in summary["text"]
    await house.tap(stranger, summary, "Отправить")
    assert SENT in (await house.newest(stranger))["text"]


async def test_documents_are_refused_and_the_question_stays(house: House, stranger: Chat) -> None:
    await house.tap(stranger, await consent(house, stranger), "Мама")

    await house.talk.client.send(42, stranger.user, document={"name": "паспорт.pdf", "base64": "eA=="})
    await house.talk.handle()

    refused = (await house.newest(stranger))["text"]
    assert "без документов" in refused
    assert "Фамилия ребёнка?" in refused


async def test_words_instead_of_a_tap_change_nothing(house: House, stranger: Chat) -> None:
    await consent(house, stranger)
    assert "одну из кнопок" in (await house.say(stranger, "мама"))["text"]

    await house.tap(stranger, await house.newest(stranger), "Мама")
    for answer in ("Иванов", "Пётр", "01.05.2013", "7Б"):
        await house.say(stranger, answer)
    refused = await house.say(stranger, "Отправить")

    assert refused["text"].startswith("Нажмите, пожалуйста, одну из кнопок.")
    assert "Фамилия: Иванов" in refused["text"]


async def test_the_answer_is_the_same_whether_the_child_exists(
    house: House, stranger: Chat, sample: Sample
) -> None:
    answers = []
    for number, child in enumerate((("Иванов", "Пётр"), ("Небылицына", "Ася"))):
        other = Chat(person=stranger.person, user=9100 + number, mailbox=stranger.mailbox)
        await house.talk.client.add_user(other.user, "Некто", language_code="ru")
        summary = await fill(house, other, child=(*child, "01.05.2013", "7Б"))
        await house.tap(other, summary, "Отправить")
        answers.append((await house.newest(other))["text"])

    assert answers[0] == answers[1]
    assert SENT in answers[0]


async def test_who_has_applied_sees_where_it_stands_and_may_take_it_back(
    house: House, stranger: Chat
) -> None:
    await apply(house, stranger)

    status = await house.say(stranger, "/start")
    assert status["text"] == "Ваша заявка в канцелярии школы. Ответ придёт в этот чат."
    await house.tap(stranger, status, "Забрать заявку")

    assert ASKED in (await house.say(stranger, "/start"))["text"]


async def test_sending_twice_is_one_application(house: House, stranger: Chat) -> None:
    summary = await fill(house, stranger)
    send = summary["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await house.tap(stranger, summary, "Отправить")

    again = await house.tap(stranger, summary, "", forged=send)

    assert again["show_alert"]
    assert "уже есть в канцелярии" in again["text"]
    assert await count(house, schema.request) == 1


async def test_a_form_left_lying_is_not_kept(house: House, stranger: Chat) -> None:
    summary = await fill(house, stranger)
    house.engine.clock.advance(hours=2)

    late = await house.tap(stranger, summary, "Отправить")

    assert "больше не хранится" in late["text"] or "уже не хранится" in late["text"]
    assert await count(house, schema.request) == 0


async def test_approval_opens_the_diary_only_with_the_consent(
    house: House, stranger: Chat, sample: Sample
) -> None:
    await apply(house, stranger)
    assert (await house.newest(sample.office))["text"] == "Новое в канцелярии: родитель просит доступ."

    shown = await card(house, sample)
    assert "Пишет: Мама · Иванов · Пётр · 1 мая 2013 · 7Б" in shown["text"]
    assert "Пётр Иванов, 7Б: имя и фамилия ✓, дата рождения –, класс ✓" in shown["text"]
    assert len(shown["text"].splitlines()) <= 8
    assert "Одобрить" not in labels(shown)
    shown = await decide(house, sample, shown, "Пётр Иванов", "Видели лично", "Одобрить")
    assert "Одобрено: Петрова" in shown["text"] or "Одобрено" in shown["text"]

    told = await house.newest(stranger)
    assert told["text"].startswith("Школа одобрила вашу заявку.")
    again = await house.say(stranger, "/grades")
    assert (again["text"], labels(again)) == (told["text"], labels(told))
    await house.tap(stranger, told, "✅")
    assert (await house.newest(stranger))["text"] == "Готово: Пётр Иванов, 7Б. Когда присылать оценки?"


async def test_what_a_parent_is_called_is_said_in_each_readers_language(
    house: House, stranger: Chat, sample: Sample
) -> None:
    await house.tap(sample.office, await house.say(sample.office, "/settings"), "English")
    await house.tap(sample.mother, await house.say(sample.mother, "/settings"), "English")
    await apply(house, stranger)
    notice = await house.newest(sample.office)
    await house.tap(sample.office, notice, "Open")
    shown = await house.again(sample.office, notice)
    await decide(house, sample, shown, "Пётр Иванов", "Seen in person", "Approve")
    await house.tap(stranger, await house.newest(stranger), "✅")
    await house.deliver()

    assert "другого родителя (мама)" in (await house.newest(sample.father))["text"]
    assert "another parent's chat (mother)" in (await house.newest(sample.mother))["text"]


async def test_two_secretaries_decide_once(house: House, stranger: Chat, sample: Sample) -> None:
    await apply(house, stranger)
    shown = await card(house, sample)
    await decide(house, sample, shown, "Пётр Иванов", "Видели лично")
    ready = await house.again(sample.office, shown)
    refuse = next(one for one in labels(ready) if one == "Отказать")
    approve = [
        button["callback_data"]
        for row in ready["reply_markup"]["inline_keyboard"]
        for button in row
        if button["text"] == "Одобрить"
    ]
    await decide(house, sample, ready, refuse, "Не показан документ")

    late = await house.tap(sample.office, shown, "", forged=approve[0])

    assert late["show_alert"]
    assert "уже решено" in late["text"]
    assert "Отказано" in (await house.again(sample.office, shown))["text"]


async def test_a_refused_applicant_reads_why_corrects_and_sends_again(
    house: House, stranger: Chat, sample: Sample
) -> None:
    await apply(house, stranger)
    await decide(house, sample, await card(house, sample), "Отказать", "Нет в списке или расходится")
    told = await house.newest(stranger)
    assert told["text"] == "Школа не одобрила вашу заявку.\nНаписанное расходится со списком школы."

    await house.tap(stranger, told, "Исправить и отправить снова")
    summary = await house.newest(stranger)
    assert "Фамилия: Иванов" in summary["text"]
    await house.tap(stranger, summary, "Класс")
    await house.tap(stranger, await house.say(stranger, "7А"), "Отправить")
    await house.deliver()

    assert "7А" in (await card(house, sample))["text"]


async def test_a_reason_in_words_is_passed_on(house: House, stranger: Chat, sample: Sample) -> None:
    await apply(house, stranger)
    shown = await card(house, sample)
    await decide(house, sample, shown, "Отказать", "Другая причина")
    await house.say(sample.office, "Приходите с мамой ребёнка")
    await house.deliver()

    assert "Приходите с мамой ребёнка" in (await house.newest(stranger))["text"]


async def test_the_office_asks_back_and_gets_the_answer(house: House, stranger: Chat, sample: Sample) -> None:
    await apply(house, stranger)
    await house.tap(sample.office, await card(house, sample), "Спросить")
    await house.say(sample.office, "Как зовут классного руководителя?")
    await house.deliver()
    told = await house.newest(stranger)
    assert told["text"] == "Школа спрашивает: «Как зовут классного руководителя?»"

    await house.tap(stranger, told, "Ответить")
    assert (await house.say(stranger, "Орлов"))["text"] == "Отправлено в канцелярию."
    await house.deliver()

    assert (await house.newest(sample.office))["text"].startswith("Пришёл ответ")
    shown = await card(house, sample)
    assert "Ответ: «Орлов»" in shown["text"]
    late = await house.tap(stranger, told, "Ответить")
    assert "уже решено или отвечено" in late["text"]


async def test_a_staff_member_applies_and_gets_the_role_that_the_roster_gives(
    house: House, stranger: Chat, sample: Sample
) -> None:
    await house.tap(stranger, await consent(house, stranger), "Я работаю в школе")
    for answer in ("Орлов", "Иван", "учитель"):
        await house.say(stranger, answer)
    await house.tap(stranger, await house.newest(stranger), "Отправить")
    papers = (await house.newest(stranger))["text"].splitlines()[-1]
    assert papers == "Один раз покажите в канцелярии паспорт."
    await house.deliver()

    await decide(house, sample, await card(house, sample), "Орлов", "Видели лично", "Одобрить")
    await house.tap(stranger, await house.newest(stranger), "✅")

    assert (await house.newest(stranger))["text"].startswith("Готово: Орлов Иван Петрович.")


async def test_forged_taps_on_requests_do_nothing(house: House, stranger: Chat, sample: Sample) -> None:
    await apply(house, stranger)
    shown = await card(house, sample)
    opened = [b["callback_data"] for r in shown["reply_markup"]["inline_keyboard"] for b in r]
    there = await house.say(sample.mother, "/children")

    for data in (*opened, "q:1:y:1:0", "ar:1:d", "ar:1:r", "ar:1:c", "ql:0", "st", "ch:x:1:1"):
        answer = await house.tap(sample.mother, there, "", forged=data)
        assert answer["show_alert"] is True, data
    assert await count(house, schema.access_code) == 0


async def test_the_list_counts_and_is_turned_in_place(house: House, stranger: Chat, sample: Sample) -> None:
    for number in range(7):
        other = Chat(person=stranger.person, user=9200 + number, mailbox=stranger.mailbox)
        await house.talk.client.add_user(other.user, "Некто", language_code="ru")
        await house.tap(other, await fill(house, other), "Отправить")

    listed = await house.say(sample.office, "/requests")
    assert listed["text"].startswith("7 открытых заявок, сначала старые:")
    await house.tap(sample.office, listed, "›")

    assert "№ 7" in (await house.again(sample.office, listed))["text"]


async def test_a_restart_in_the_middle_loses_nothing(
    house: House,
    storage: SqlStorage,
    school: School,
    clock: FrozenClock,
    stranger: Chat,
) -> None:
    await house.tap(stranger, await consent(house, stranger), "Мама")
    await house.say(stranger, "Иванов")

    timing = Timing(school=school, coalesce=timedelta(seconds=20), hold=timedelta())
    services = build_services(storage, clock, school, timing, Verifiers(), bot_username=str)
    house.talk.dispatcher = build_dispatcher(storage=storage, services=services)

    assert "только буквы" in (await house.say(stranger, "П3тр"))["text"]
    for answer in ("Пётр", "01.05.2013", "7Б"):
        await house.say(stranger, answer)
    summary = await house.newest(stranger)
    assert "Фамилия: Иванов" in summary["text"]
    await house.tap(stranger, summary, "Отправить")
    assert SENT in (await house.newest(stranger))["text"]


@pytest.mark.parametrize(
    "child", [("Иванов", "Пётр", "02.05.2013", "7Б"), ("Небывалов", "Нил", "02.05.2013", "7Б")]
)
async def test_a_refusal_says_the_same_whether_there_is_such_a_child_or_not(
    house: House, stranger: Chat, sample: Sample, child: tuple[str, ...]
) -> None:
    await house.tap(stranger, await fill(house, stranger, child=child), "Отправить")
    await house.deliver()
    shown = await decide(house, sample, await card(house, sample), "Отказать")
    assert labels(shown)[:2] == ["Нет в списке или расходится", "Не показан документ"]

    await decide(house, sample, shown, "Нет в списке")

    told = await house.newest(stranger)
    assert told["text"] == "Школа не одобрила вашу заявку.\nНаписанное расходится со списком школы."
