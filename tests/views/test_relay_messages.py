from typing import Any

import pytest

from diary.models.ids import RelayId
from diary.models.notifications import Layout, NoticeContent, RelayContent
from diary.models.people import Role
from tests.views.drafts import MARKED_AT, PETR, SMIRNOVA, drawn, grade, item, pieces
from views.notices import draw
from views.notifications.relay import LONGEST_CAPTION, LONGEST_TEXT
from views.rendered import Rendered
from views.texts import load_texts


def relay(text: str = "Спасибо!", **changes: Any) -> RelayContent:
    parts: dict[str, Any] = {
        "id": RelayId(5),
        "sender_role": Role.GUARDIAN,
        "sender": None,
        "label": "мама",
        "content": "text",
        "text": text,
        "entities": (),
        "file_id": None,
        "album": None,
        "about": None,
        "answer_to": None,
        "created_at": MARKED_AT,
        "retracted": False,
    }
    return RelayContent(**parts | changes)


def told(content: RelayContent, *, locale: str = "ru", student: Any = PETR) -> Rendered:
    return drawn(item(None, student, relay=content), layout=Layout.RELAY, locale=locale)


def test_a_teacher_reads_whose_parent_writes_and_about_what() -> None:
    rendered = told(relay(about=grade("5", "контрольная")))

    assert rendered.text == (
        "Родитель: Пётр Иванов, 7Б (мама)\nО записи: Алгебра · 5 · контрольная · 14 сентября\nСпасибо!"
    )
    assert pieces(rendered) == [
        ("bold", "Родитель: Пётр Иванов, 7Б (мама)"),
        ("italic", "О записи: Алгебра · 5 · контрольная · 14 сентября"),
    ]
    assert rendered.keyboard is None


@pytest.mark.parametrize(
    ("changes", "heading"),
    [
        ({"label": ""}, "Родитель: Пётр Иванов, 7Б"),
        ({"sender_role": Role.TRUSTED, "label": "няня"}, "Доверенное лицо: Пётр Иванов, 7Б (няня)"),
        ({"sender_role": Role.STUDENT, "label": ""}, "Ученик: Пётр Иванов, 7Б"),
        ({"sender_role": Role.TEACHER, "sender": SMIRNOVA}, "Смирнова А. В. · Пётр Иванов, 7Б"),
        ({"sender_role": Role.OFFICE}, "Администрация школы · Пётр Иванов, 7Б"),
    ],
)
def test_a_message_names_who_wrote_it_and_the_child(changes: dict[str, Any], heading: str) -> None:
    assert told(relay(**changes)).text.splitlines()[0] == heading


def test_a_message_about_no_child_still_says_who_wrote() -> None:
    assert told(relay(label=""), student=None).text == "Родитель\nСпасибо!"


def test_formatting_of_the_words_moves_along_in_utf16() -> None:
    entities = (
        {"type": "bold", "offset": 3, "length": 5},
        {"type": "text_link", "offset": 0, "length": 2, "url": "https://x.ru"},
    )
    rendered = told(relay("😀 важно", entities=entities))

    assert pieces(rendered)[1:] == [("bold", "важно"), ("text_link", "😀")]
    assert rendered.entities[-1].url == "https://x.ru"


@pytest.mark.parametrize("kind", ["text_mention", "custom_emoji", "phone_number", None])
def test_formatting_that_would_show_an_account_is_dropped(kind: str | None) -> None:
    entities = ({"type": kind, "offset": 0, "length": 3},)

    assert len(told(relay(entities=entities)).entities) == 1


def test_broken_formatting_is_dropped() -> None:
    entities = (
        {"type": "bold", "offset": "0", "length": 3},
        {"type": "bold", "offset": 100, "length": 3},
        {"type": "bold", "offset": -1, "length": 3},
    )

    assert len(told(relay(entities=entities)).entities) == 1


def test_what_may_be_written_is_passed_on_whole() -> None:
    about = grade("5", "контрольная " * 20)
    letter = told(relay("я" * LONGEST_TEXT, about=about))
    caption = told(relay("я" * LONGEST_CAPTION, about=about, content="photo", file_id="f"))

    assert "…" not in letter.text.splitlines()[-1]
    assert "…" not in caption.text.splitlines()[-1]


def test_a_caption_that_is_longer_still_is_cut_with_its_formatting() -> None:
    entities = ({"type": "bold", "offset": 0, "length": 1024},)
    rendered = told(relay("Слово " * 170, content="photo", file_id="f", entities=entities))

    assert len(rendered.text) <= 1024
    assert rendered.text.endswith("Слово…")
    assert pieces(rendered)[1][1].startswith("Слово")
    assert "…" not in pieces(rendered)[1][1]


def test_a_photo_without_words_has_the_heading_alone() -> None:
    assert told(relay("", content="photo", file_id="f")).text == "Родитель: Пётр Иванов, 7Б (мама)"


def test_a_message_taken_back_has_no_words_left() -> None:
    rendered = told(relay(retracted=True))

    assert rendered.text.splitlines()[1:] == ["Отправитель взял сообщение назад."]


def test_a_notice_is_drawn_by_its_own_words() -> None:
    notice = NoticeContent(what="missed_summary", data={}, created_at=MARKED_AT)
    rendered = drawn(item(None, None, notice=notice), layout=Layout.NOTICE, again=True)

    assert rendered.text == "(повторно) " + draw(notice, texts=load_texts("ru")).text
    assert rendered.keyboard is None


@pytest.mark.parametrize("layout", [Layout.RELAY, Layout.NOTICE])
def test_a_draft_without_its_content_draws_nothing(layout: Layout) -> None:
    assert drawn(item(None), layout=layout).text == ""
