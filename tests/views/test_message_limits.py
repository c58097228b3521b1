from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from diary.models.deliveries import Lane
from diary.models.entries import Kind
from diary.models.ids import StudentId
from diary.models.notifications import Layout
from diary.models.people import Name
from tests.views.drafts import PETR, attendance, drawn, entry, grade, item
from views.markup import utf16_length
from views.notifications.render import TEXT_LIMIT

WORDS = st.text(alphabet=st.sampled_from("аб\n 😀👩‍👧«»{}*_"), max_size=40).map(lambda text: text * 200)
KINDS = st.sampled_from(list(Kind))
LAYOUTS = st.sampled_from([Layout.FRESH, Layout.CORRECTION, Layout.WITHDRAWAL])
FIELDS = ("value", "work", "comment", "text", "title", "agenda", "place", "term")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(KINDS, WORDS), min_size=1, max_size=8), LAYOUTS)
def test_whatever_people_write_fits_a_message(contents: list[tuple[Kind, str]], layout: Layout) -> None:
    items = [
        item(
            entry(
                kind,
                dict.fromkeys(FIELDS, words),
                was=dict.fromkeys(FIELDS, words + "!"),
                subject=words[:200],
                teacher=Name(family_name=words[:200], given_name=words[:200]),
            ),
            lane=Lane.URGENT,
        )
        for kind, words in contents
    ]
    rendered = drawn(*items, layout=layout, again=True)

    length = utf16_length(rendered.text)
    assert length <= TEXT_LIMIT
    rendered.text.encode()
    for entity in rendered.entities:
        assert 0 <= entity.offset < entity.offset + entity.length <= length
    for span in rendered.spans:
        assert 0 <= span.start <= span.end <= length


def test_a_long_homework_is_cut_at_a_word_and_says_where_it_is_whole() -> None:
    rendered = drawn(item(entry(Kind.HOMEWORK, {"text": "упражнение " * 900})))

    lines = rendered.text.splitlines()
    assert utf16_length(rendered.text) > TEXT_LIMIT - 40
    assert lines[2].endswith("упражнение…")
    assert lines[-2:] == ["Смирнова А. В. · 14 сентября, урок 2", "Целиком: /homework"]


def test_only_the_longest_texts_give_way() -> None:
    rendered = drawn(item(grade("5", "контрольная", "да " * 2000)))

    assert rendered.text.splitlines()[1] == "5 · контрольная"
    assert rendered.text.splitlines()[-1] == "Целиком: /grades"


def test_even_eight_children_with_endless_names_fit() -> None:
    shared = attendance()
    endless: dict[str, Any] = {"family_name": "😀" * 200, "given_name": "я" * 200}
    students = [
        replace(PETR, id=StudentId(number), name=Name(**endless), class_name="ы" * 200)
        for number in range(200)
    ]
    rendered = drawn(*(item(shared, student, lane=Lane.URGENT) for student in students))

    assert utf16_length(rendered.text) <= TEXT_LIMIT


def test_a_text_that_just_fits_is_left_alone() -> None:
    empty = utf16_length(drawn(item(entry(Kind.HOMEWORK, {"text": "я"}))).text)
    rendered = drawn(item(entry(Kind.HOMEWORK, {"text": "я" * (TEXT_LIMIT - empty + 1)})))

    assert utf16_length(rendered.text) == TEXT_LIMIT
    assert "…" not in rendered.text
