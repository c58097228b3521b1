"""Each command asked for by everyone: a screen for those it is for, a refusal for all others.

A command that is added gets its line in SCREENS.
"""

from collections.abc import Mapping
from enum import StrEnum

import pytest
from sqlalchemy import update

from diary.models.people import Role
from handlers.commands import COMMANDS, menu
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.handlers.conftest import UNLINKED, House, somebody
from tests.support.engines import both_engines
from tests.support.sample import BOT, Chat, Sample
from views.keyboards import guardian_keyboard
from views.texts import SUPPORTED_LOCALES, load_texts

engine_name = both_engines


class Who(StrEnum):
    STRANGER = "stranger"
    GUARDIAN = "guardian"
    TRUSTED = "trusted"
    STUDENT = "student"
    TEACHER = "teacher"
    OFFICE = "office"
    TEACHING_PARENT = "teaching parent"


FAMILY = (Who.GUARDIAN, Who.TRUSTED, Who.STUDENT)
STAFF = (Who.TEACHER, Who.OFFICE)
KNOWN = (*FAMILY, *STAFF)
EVERYONE = (*KNOWN, Who.STRANGER)
ASKED_FOR_CODE = "Чтобы начать, пришлите код"
ASKED_AS_WHOM = "У вас здесь несколько ролей"
NOT_FOR_YOU = "Такой команды для вас нет"
LEADS_NO_CLASS = "Коды выдаёт канцелярия"


def opens(words: str, *who: Who) -> dict[Who, str]:
    return dict.fromkeys(who, words)


SCREENS: Mapping[str, Mapping[Who, str]] = {
    "today": opens("14 сентября, понедельник", *FAMILY),
    "week": opens("14 сентября – 20 сентября", *FAMILY),
    "homework": opens("Домашка: 14 сентября", *FAMILY),
    "grades": opens("Оценок за это время пока нет", *FAMILY),
    "absences": opens("Ни пропусков, ни опозданий", *FAMILY)
    | opens("Посещаемость вам не открыта", Who.TRUSTED),
    "schedule": opens("Алгебра · кабинет 204 · Смирнова", *FAMILY)
    | opens("Расписание вам не открыто", Who.TRUSTED)
    | opens("Ваши уроки", Who.TEACHER),
    "classes": opens("Ваши классы", Who.TEACHER),
    "unsigned": opens("Подписали ещё не все", Who.TEACHER),
    "messages": opens("нажмите 💬 под ней", Who.GUARDIAN)
    | opens("здесь вы читаете дневник, а учителям пишут родители", Who.TRUSTED)
    | opens("Сюда приходит то, что пишут семьи", *STAFF),
    "children": opens("Вам открыты дневники", *FAMILY) | opens("Дети: выберите класс", Who.OFFICE),
    "trusted": opens("О чьём дневнике речь?", Who.GUARDIAN)
    | opens("Кому открыт дневник: Пётр Иванов", Who.TEACHING_PARENT),
    "codes": opens("Коды доступа", Who.OFFICE) | opens(LEADS_NO_CLASS, Who.TEACHER),
    "audit": opens("Журнал: кому дали доступ", Who.OFFICE),
    "requests": opens("Открытых заявок нет", Who.OFFICE),
    "settings": opens("Язык и время оценок", *FAMILY) | opens("Язык:", *STAFF),
    "privacy": opens("согласи", *KNOWN) | opens("Согласие на обработку персональных данных", Who.STRANGER),
    "help": opens("Дневник в вашем чате: Школа № 7", *EVERYONE),
    "start": opens("Дневник в вашем чате: Школа № 7", *KNOWN) | opens(ASKED_FOR_CODE, Who.STRANGER),
}
"""Words of what each command opens, for those who may: nobody else."""


def expected(command: str, who: Who) -> str:
    """Return what the answer must say; who has two roles sees what either shows, or is asked which."""
    screen = SCREENS[command]
    both = frozenset({Role.GUARDIAN, Role.TEACHER})
    if who is Who.TEACHING_PARENT and command in {one.name for one in COMMANDS if one.is_ambiguous(both)}:
        return ASKED_AS_WHOM
    roles = (Who.GUARDIAN, Who.TEACHER) if who is Who.TEACHING_PARENT else ()
    for one in (who, *roles):
        if one in screen:
            return screen[one]
    return ASKED_FOR_CODE if who is Who.STRANGER else NOT_FOR_YOU


async def chat_of(house: House, sample: Sample, who: Who) -> Chat:
    """Return the chat of such a person: those whom the sample lacks redeem a code."""
    match who:
        case Who.STUDENT:
            student = somebody(UNLINKED)
            await house.link(student, await house.code(Role.STUDENT))
            return student
        case Who.TEACHING_PARENT:
            await house.link(sample.teacher, await house.code(Role.GUARDIAN, student="s1"))
            return sample.teacher
    return {
        Who.STRANGER: somebody(sample.stranger_user),
        Who.GUARDIAN: sample.mother,
        Who.TRUSTED: sample.tutor,
        Who.TEACHER: sample.teacher,
        Who.OFFICE: sample.office,
    }[who]


def test_every_command_stands_in_the_table() -> None:
    assert sorted(SCREENS) == sorted(command.name for command in COMMANDS)


@pytest.mark.parametrize("who", Who)
async def test_a_command_shows_its_screen_to_those_it_is_for_and_refuses_all_others(
    house: House, sample: Sample, who: Who
) -> None:
    chat = await chat_of(house, sample, who)

    wrong = {}
    for command in COMMANDS:
        answers = await house.talk.answers(chat, f"/{command.name}")
        said = "\n".join(one.get("text") or one.get("caption", "") for one in answers)
        if expected(command.name, who) not in said:
            wrong[command.name] = said

    assert wrong == {}


@pytest.mark.parametrize("who", [one for one in Who if one is not Who.STRANGER])
async def test_menu_and_help_offer_what_is_not_refused(house: House, sample: Sample, who: Who) -> None:
    chat = await chat_of(house, sample, who)
    refused = {NOT_FOR_YOU, LEADS_NO_CLASS}
    allowed = [one.name for one in COMMANDS if expected(one.name, who) not in refused]

    said = (await house.say(chat, "/start"))["text"]

    menu = await house.talk.client.commands(BOT, chat.user, chat.user)
    assert [one["command"] for one in menu] == allowed
    assert [one.name for one in COMMANDS if f"/{one.name} " in said] == allowed


async def test_codes_stand_in_a_teachers_menu_while_they_lead_a_class(
    house: House, storage: SqlStorage, sample: Sample
) -> None:
    async def offered() -> bool:
        menu = await house.talk.client.commands(BOT, sample.teacher.user, sample.teacher.user)
        return "codes" in [one["command"] for one in menu]

    await name_class_teacher(storage, sample.smirnova)
    assert "/codes" in (await house.say(sample.teacher, "/start"))["text"]
    assert await offered()

    await name_class_teacher(storage, None)
    assert await offered()
    assert LEADS_NO_CLASS in (await house.say(sample.teacher, "/codes"))["text"]
    assert not await offered()


async def name_class_teacher(storage: SqlStorage, staff: int | None) -> None:
    async with storage.write() as uow:
        await uow._connection.execute(update(schema.school_class).values(class_teacher_id=staff))
        await uow.commit()


@pytest.mark.parametrize("who", [Who.STRANGER, Who.GUARDIAN, Who.OFFICE])
@pytest.mark.parametrize("said", ["/nosuch", "/", "/ today", "/today_", "/today@somebody_else_bot now"])
async def test_what_is_no_command_of_ours_is_refused_and_never_taken_for_a_letter(
    house: House, sample: Sample, who: Who, said: str
) -> None:
    chat = await chat_of(house, sample, who)

    (answer,) = await house.talk.answers(chat, said)

    assert (ASKED_FOR_CODE if who is Who.STRANGER else NOT_FOR_YOU) in answer["text"]


@pytest.mark.parametrize("said", ["/TODAY", "/Today", "/today@diary_bot", "/today  now"])
async def test_a_command_may_be_written_in_any_of_telegrams_ways(
    house: House, sample: Sample, said: str
) -> None:
    assert "14 сентября, понедельник" in (await house.say(sample.mother, said))["text"]


@pytest.mark.parametrize("who", FAMILY)
@pytest.mark.parametrize("locale", SUPPORTED_LOCALES)
async def test_no_word_of_the_keyboard_is_taken_for_a_letter(
    house: House, sample: Sample, who: Who, locale: str
) -> None:
    chat = await chat_of(house, sample, who)

    words = [key.text for row in guardian_keyboard(load_texts(locale)).keyboard for key in row]
    answers = [(await house.say(chat, word))["text"] for word in words]

    assert not any(one.startswith(("Пока не отправлено", "Писать пока некому")) for one in answers)
    assert answers[-1].startswith("Дневник в вашем чате")


async def test_in_a_group_no_command_but_start_is_answered_to_anybody(house: House, sample: Sample) -> None:
    people = [sample.mother, sample.tutor, sample.teacher, sample.office]
    group = await house.talk.client.make_group(
        BOT, "7Б", [one.user for one in people[1:]], by=sample.mother.user
    )
    await house.talk.handle()
    before = len(await house.talk.client.requests())

    for chat in people:
        for command in COMMANDS:
            for said in (f"/{command.name}", f"/{command.name}@diary_bot"):
                if command.name != "start":
                    await house.talk.client.send(BOT, group["id"], said, sender=chat.user)
    await house.talk.handle()

    calls = (await house.talk.client.requests())[before:]
    assert {one["method"] for one in calls} <= {"getUpdates", "getMe"}


def test_every_command_is_described_in_both_languages() -> None:
    for locale in ("ru", "en"):
        described = {one.command: one.description for one in menu(frozenset(Role), load_texts(locale))}
        assert sorted(described) == sorted(SCREENS)
        assert all(described.values())


@pytest.mark.parametrize(("who", "signs"), [(Who.GUARDIAN, True), (Who.TRUSTED, False), (Who.STUDENT, False)])
async def test_help_speaks_of_signing_to_those_who_sign(
    house: House, sample: Sample, who: Who, *, signs: bool
) -> None:
    chat = await chat_of(house, sample, who)

    assert ("✍️" in (await house.say(chat, "/help"))["text"]) is signs
