"""Screens of trusted persons in both languages: short, plain, and nothing that would be refused."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import zxingcpp

from diary.models.codes import IssuedCode, Linked
from diary.models.delegation import (
    CodeCard,
    Ending,
    Grant,
    Offer,
    Preset,
    Term,
    TrustedCard,
    TrustedLink,
    TrustedPage,
    WaitingCode,
)
from diary.models.ids import CodeId, LinkId, PersonId, StudentId, SubjectId
from diary.models.notifications import NoticeContent
from diary.models.people import EVERYTHING, Role
from diary.rules.delegation import preset_scope
from diary.services.delegation import notices
from tests.views.drafts import PETR, SCHOOL
from views.notices import draw
from views.texts import Texts, load_texts
from views.trusted import making
from views.trusted.calendar import month_rows
from views.trusted.card import card_keyboard, card_said, code_keyboard, code_said, revoke_said
from views.trusted.given import forwarded, given_said, picture, welcome_said
from views.trusted.listing import page_keyboard, page_said

NOW = datetime(2026, 9, 14, 9, tzinfo=UTC)
TODAY = date(2026, 9, 14)
OCTOBER = datetime(2026, 10, 14, 20, 59, 59, tzinfo=UTC)
ALGEBRA = SubjectId(1)
SUBJECTS = {ALGEBRA: "Алгебра", SubjectId(2): "Английский язык"}
TUTOR = TrustedLink(
    id=LinkId(1),
    person_id=PersonId(3),
    student_id=StudentId(1),
    granted_by=PersonId(1),
    label="Вера, алгебра",
    scope=preset_scope(Preset.TUTOR, frozenset({ALGEBRA}), may_write=True),
    valid_until=OCTOBER,
    last_seen=NOW - timedelta(minutes=30),
)
WAITING = WaitingCode(
    id=CodeId(7),
    student_id=StudentId(1),
    label="",
    scope=EVERYTHING,
    link_until=datetime(2027, 1, 5, tzinfo=UTC),
    expires_at=datetime(2026, 9, 28, tzinfo=UTC),
)
PAGE = TrustedPage(student=PETR, links=[TUTOR], codes=[WAITING], subjects=SUBJECTS)
CARD = TrustedCard(student=PETR, link=TUTOR, subjects=SUBJECTS)
OFFER = Offer(
    student=PETR,
    subjects=SUBJECTS,
    days={Term.WEEK: date(2026, 9, 21), Term.TERM: date(2026, 10, 25), Term.YEAR: date(2027, 5, 26)},
    today=TODAY,
    latest=date(2027, 9, 15),
)
ISSUED = IssuedCode(
    id=CodeId(7),
    code="ABCD-EFGH-JKMN",
    link="https://t.me/diary_bot?start=abcdefghijklmnopqrstuv",
    expires_at=datetime(2026, 9, 28, tzinfo=UTC),
)


@pytest.fixture(params=["ru", "en"])
def texts(request: pytest.FixtureRequest) -> Texts:
    return load_texts(request.param)


def drawn_notices() -> Iterator[NoticeContent]:
    until = date(2026, 10, 14)
    every = [
        *(
            notices.linked_notice(
                PETR,
                TUTOR.id,
                label=label,
                scope=TUTOR.scope,
                names=SUBJECTS,
                last_day=until,
                giver=giver,
            )
            for label in ("Вера", "")
            for giver in (None, "", "мама")
        ),
        *(notices.changed_notice(PETR, scope, SUBJECTS, until) for scope in (TUTOR.scope, EVERYTHING)),
        notices.ending_notice(PETR, until),
        notices.ending_soon_notice(PETR, TUTOR, until),
        *(notices.ended_notice(PETR, why) for why in Ending),
        *(notices.revoked_notice(PETR, TUTOR, by) for by in ("папа", "")),
    ]
    return (NoticeContent(what=one.what, data=one.data, created_at=NOW) for one in every)


def test_every_screen_fits_eight_lines(texts: Texts) -> None:
    scope, day = TUTOR.scope, date(2026, 10, 14)
    said = [
        page_said(PAGE, 0, SCHOOL, TODAY, texts),
        page_said(replace(PAGE, links=[TUTOR] * 9), 2, SCHOOL, TODAY, texts),
        page_said(replace(PAGE, links=[], codes=[]), 0, SCHOOL, TODAY, texts),
        card_said(CARD, SCHOOL, TODAY, texts),
        revoke_said(CARD, texts),
        code_said(CodeCard(student=PETR, code=WAITING, subjects={}), SCHOOL, TODAY, texts),
        making.ask_preset(OFFER, texts)[0],
        making.ask_subjects(OFFER, {ALGEBRA}, texts)[0],
        making.ask_day(OFFER, texts)[0],
        making.ask_writing(OFFER, texts)[0],
        making.ask_label(OFFER, scope, day, texts)[0],
        given_said(PETR, "Вера", texts),
        forwarded(ISSUED, SCHOOL, TODAY, texts).text,
        *(draw(one, texts=texts).text for one in drawn_notices()),
    ]

    assert [one for one in said if len(one.splitlines()) > 8] == []


def test_the_list_says_who_sees_what_until_when_and_when_they_looked(texts: Texts) -> None:
    russian = [
        "Кому открыт дневник: Пётр Иванов, 7Б",
        "1) Вера, алгебра · до 14 октября",
        "Оценки, домашнее задание, контрольные: Алгебра · может писать учителям"
        " · заходили 14 сентября, 11:30",
        "2) Доверенное лицо · до 5 января 2027",
        "Всё · может писать учителям · код ещё не использован, действует до 28 сентября",
        "Этот список видят и могут менять все родители ребёнка.",
    ]
    english = [
        "Trusted with the diary: Пётр Иванов, 7Б",
        "1) Вера, алгебра · until 14 October",
        "Grades, homework, tests: Алгебра · writes to teachers · last looked 14 September, 11:30",
        "2) Trusted person · until 5 January 2027",
        "Everything · writes to teachers · code not used yet, good until 28 September",
        "All parents of the child see this list and may change it.",
    ]

    assert page_said(PAGE, 0, SCHOOL, TODAY, texts).splitlines() == (
        russian if texts.locale == "ru" else english
    )


def test_the_card_shows_what_is_open_and_every_change_of_it() -> None:
    texts = load_texts("ru")
    rows = card_keyboard(CARD, SCHOOL, NOW, texts).inline_keyboard

    assert [[one.text for one in row] for row in rows] == [
        ["✓ Оценки", "✓ Домашнее задание"],
        ["✓ Контрольные", "Пропуски"],
        ["Расписание", "Замечания"],
        ["Объявления"],
        ["✓ Алгебра", "Английский язык"],
        ["💬 Запретить писать учителям"],
        ["+ неделя: 21 октября", "+ месяц: 13 ноября"],
        ["📅 Другой день"],
        ["✖ Отозвать", "◀ К списку"],
    ]


def test_no_button_is_too_long_for_telegram(texts: Texts) -> None:
    keyboards = [
        page_keyboard(PAGE, 0, texts),
        card_keyboard(CARD, SCHOOL, NOW, texts),
        code_keyboard(CodeCard(student=PETR, code=WAITING, subjects={}), texts),
        making.ask_preset(OFFER, texts)[1],
        making.ask_subjects(OFFER, {ALGEBRA}, texts)[1],
        making.ask_day(OFFER, texts)[1],
        making.ask_day_of_month(OFFER, TODAY, texts)[1],
        making.ask_writing(OFFER, texts)[1],
        making.ask_label(OFFER, TUTOR.scope, TODAY, texts)[1],
    ]
    for keyboard in keyboards:
        buttons = [one for row in keyboard.inline_keyboard for one in row]
        assert len(buttons) <= 100
        assert all(one.text.strip() for one in buttons)
        assert all(len((one.callback_data or "").encode()) <= 64 for one in buttons)


@pytest.mark.parametrize(
    ("shown", "name", "earlier", "later"),
    [
        (date(2026, 9, 14), "Сентябрь 2026", False, True),
        (date(2026, 12, 31), "Декабрь 2026", True, True),
        (date(2027, 9, 1), "Сентябрь 2027", True, False),
        (date(2030, 1, 1), "Сентябрь 2027", True, False),
        (date(2020, 1, 1), "Сентябрь 2026", False, True),
    ],
)
def test_a_month_turns_only_to_where_a_day_may_be_chosen(
    shown: date, name: str, *, earlier: bool, later: bool
) -> None:
    rows = month_rows(0, shown, first=TODAY, last=date(2027, 9, 15), texts=load_texts("ru"))

    assert [one.text for one in rows[0]] == ["‹" if earlier else "·", name, "›" if later else "·"]
    assert all(len(row) == 7 for row in rows[1:])


def test_a_month_of_the_calendar_has_its_days_and_no_others(texts: Texts) -> None:
    rows = month_rows(0, date(2026, 10, 1), first=TODAY, last=date(2026, 10, 20), texts=texts)

    days = [one.text for row in rows[2:] for one in row if one.text != "·"]
    assert days == [str(day) for day in range(1, 21)]
    assert rows[1][0].text == ("Пн" if texts.locale == "ru" else "Mon")


def test_weeks_without_a_day_to_choose_are_left_out(texts: Texts) -> None:
    rows = month_rows(0, TODAY, first=date(2026, 9, 26), last=date(2026, 10, 20), texts=texts)

    assert [[one.text for one in row if one.text != "·"] for row in rows[2:]] == [
        ["26", "27"],
        ["28", "29", "30"],
    ]


def test_what_is_passed_on_names_no_child_and_marks_the_code(texts: Texts) -> None:
    shown = forwarded(ISSUED, SCHOOL, TODAY, texts)
    (mark,) = shown.marks

    assert "Пётр" not in shown.text
    assert "Иванов" not in shown.text
    assert shown.text[mark.offset : mark.offset + mark.length] == ISSUED.code
    assert ISSUED.link in shown.text


def test_without_a_bots_name_the_code_alone_is_passed_on(texts: Texts) -> None:
    shown = forwarded(replace(ISSUED, link=""), SCHOOL, TODAY, texts)

    assert "https" not in shown.text
    assert ISSUED.code in shown.text


def test_the_picture_leads_to_the_link() -> None:
    (found,) = zxingcpp.read_barcodes(pixels_of(picture(ISSUED.link)))

    assert found.text == ISSUED.link


def pixels_of(png: bytes) -> memoryview:
    """Return the pixels of a black and white PNG, a byte each."""
    width, height, depth = struct.unpack(">IIB", png[16:25])
    assert depth == 1
    chunks, at = b"", 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        chunks += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    raw, stride = zlib.decompress(chunks), 1 + (width + 7) // 8
    pixels, above = b"", bytes(stride - 1)
    for start in range(0, height * stride, stride):
        # a row stands as it is, or as what differs from the one above
        row = raw[start + 1 : start + stride]
        above = row if raw[start] == 0 else bytes(map(add_byte, row, above))
        pixels += bytes(255 * (above[column // 8] >> (7 - column % 8) & 1) for column in range(width))
    return memoryview(pixels).cast("B", (height, width))


def test_a_trusted_person_is_welcomed_with_what_is_open_to_them(texts: Texts) -> None:
    grant = Grant(scope=replace(TUTOR.scope, may_write=False), until=OCTOBER, subjects={ALGEBRA: "Алгебра"})
    linked = Linked(role=Role.TRUSTED, student=PETR, grant=grant)

    said = welcome_said(linked, SCHOOL, TODAY, texts).splitlines()

    russian = (
        "Вам открыто: оценки, домашнее задание, контрольные: Алгебра · до 14 октября · писать учителям нельзя"
    )
    english = "Open to you: grades, homework, tests: Алгебра · until 14 October · not for writing to teachers"
    assert said[1] == (russian if texts.locale == "ru" else english)


def test_every_notice_names_the_child(texts: Texts) -> None:
    for notice in drawn_notices():
        told = draw(notice, texts=texts)
        assert told.text.startswith("Пётр Иванов, 7Б")
        assert all(len(button.callback_data.encode()) <= 64 for row in told.rows for button in row)


def add_byte(one: int, other: int) -> int:
    return (one + other) % 256
