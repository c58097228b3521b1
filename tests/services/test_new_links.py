import pytest

from diary.models.codes import Newcomer
from diary.models.ids import BotId, ChatId, TelegramUserId
from diary.models.occasions import Occasion
from diary.models.people import Role
from diary.rules.timing import Timing
from diary.services.codes import CodesService
from diary.services.linking import LinkingService
from diary.services.new_links import NewLinksService
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.engines import both_engines
from tests.support.journal import rows
from tests.support.sample import BOT, Sample
from views.notices import family
from views.texts import load_texts

LEADER = 2002


engine_name = both_engines


@pytest.fixture
def new_links(storage: SqlStorage, timing: Timing) -> NewLinksService:
    return NewLinksService(storage=storage, timing=timing)


async def link(linking: LinkingService, codes: CodesService, user: int, role: Role, owner: str) -> None:
    staff = role in {Role.TEACHER, Role.OFFICE}
    code = await codes.issue(
        role=role,
        staff_external=owner if staff else None,
        student_external=None if staff else owner,
        label=f"{user}",
    )
    held = await linking.redeem(code.code, bot_id=BotId(BOT), user=TelegramUserId(user))
    newcomer = Newcomer(bot_id=BotId(BOT), chat_id=ChatId(user), user=TelegramUserId(user), locale="ru")
    await linking.consent(held.code_id, newcomer)


def occasion(clock: FrozenClock) -> Occasion:
    return Occasion(due=clock.now(), now=clock.now())


async def told(storage: SqlStorage) -> list[dict[str, int]]:
    return [one.data["counts"] for one in await rows(storage, schema.notice) if one.what == "new_links"]


async def test_a_class_teacher_hears_once_a_day_how_many_chats_were_linked(
    new_links: NewLinksService,
    linking: LinkingService,
    codes: CodesService,
    storage: SqlStorage,
    clock: FrozenClock,
    sample: Sample,
) -> None:
    clock.advance(days=3)
    await link(linking, codes, LEADER, Role.TEACHER, "t2")
    for user, role in ((71, Role.GUARDIAN), (72, Role.GUARDIAN), (73, Role.STUDENT)):
        await link(linking, codes, user, role, "s1")
    clock.advance(minutes=1)

    await new_links.tell(occasion(clock))
    # the process was started again
    await new_links.tell(occasion(clock))

    assert await told(storage) == [{"guardian": 2, "student": 1}]
    clock.advance(days=1)
    await new_links.tell(occasion(clock))
    assert len(await told(storage)) == 1


async def test_what_was_linked_while_the_bot_stood_still_is_counted_later(
    new_links: NewLinksService,
    linking: LinkingService,
    codes: CodesService,
    storage: SqlStorage,
    clock: FrozenClock,
    sample: Sample,
) -> None:
    await link(linking, codes, LEADER, Role.TEACHER, "t2")
    clock.advance(minutes=1)
    await new_links.tell(occasion(clock))
    before = len(await told(storage))
    clock.advance(hours=1)
    await link(linking, codes, 71, Role.GUARDIAN, "s2")
    clock.advance(days=4)

    await new_links.tell(occasion(clock))

    assert (await told(storage))[before:] == [{"guardian": 1}]


async def test_who_leads_a_class_without_a_staff_code_hears_nothing(
    new_links: NewLinksService,
    linking: LinkingService,
    codes: CodesService,
    storage: SqlStorage,
    clock: FrozenClock,
    sample: Sample,
) -> None:
    await link(linking, codes, 71, Role.GUARDIAN, "s1")
    clock.advance(minutes=1)

    await new_links.tell(occasion(clock))

    assert await told(storage) == []


def test_the_count_reads_like_a_sentence() -> None:
    data = {"class": "7Б", "counts": {"guardian": 2, "trusted": 1, "student": 5}}

    said = family.DRAWINGS["new_links"](data, load_texts("ru"))

    assert said == "7Б: сегодня подключились к дневнику\n2 родителя, 1 доверенное лицо, 5 учеников"
