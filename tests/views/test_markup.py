import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.markup import Page, Run, bold, cut, plain, strike_out, struck, tidy, utf16_length

TEXTS = st.text(alphabet=st.sampled_from("aя 😀👨‍👩‍👧é\n,."), max_size=300)


@given(TEXTS, st.integers(min_value=0, max_value=200))
def test_a_cut_text_fits_and_is_never_half_a_character(text: str, room: int) -> None:
    short = cut(text, room)

    assert utf16_length(short) <= room
    short.encode("utf-16-le")
    assert short in {text, ""} or short.endswith("…")


@given(
    st.lists(st.lists(st.tuples(TEXTS, st.sampled_from(["", "bold"])), max_size=3), max_size=5),
    st.integers(1, 60),
)
def test_entities_and_spans_lie_within_the_text(lines: list[list[tuple[str, str]]], limit: int) -> None:
    page = Page()
    for number, line in enumerate(lines):
        page.spans[number] = page.add([[Run(*run) for run in line]])
    assert page.length == utf16_length(page.text)

    page.truncate(limit)

    assert page.length == utf16_length(page.text) <= limit
    assert all(0 < entity.length <= page.length - entity.offset for entity in page.entities)
    assert all(0 <= span.start <= span.end <= page.length for span in page.spans.values())


def test_offsets_count_utf16_units() -> None:
    page = Page()

    span = page.add([[Run("😀 "), bold("Пётр")], plain("5")])

    assert page.text == "😀 Пётр\n5"
    assert [(entity.type, entity.offset, entity.length) for entity in page.entities] == [("bold", 3, 4)]
    assert (span.start, span.end) == (0, 9)


def test_words_stay_whole_where_a_space_is_near() -> None:
    assert cut("Выучить правило на странице 34", 20) == "Выучить правило на…"
    assert cut("А" * 50, 10) == "А" * 9 + "…"


@pytest.mark.parametrize("text", ["а\r\nб", "а\u202eб", "а\x00б", "а\ud800б"])
def test_what_telegram_would_drop_is_dropped_before_it_is_measured(text: str) -> None:
    assert tidy(text).replace("\n", "") == "аб"


def test_a_struck_line_is_struck_as_a_whole() -> None:
    assert strike_out([Run("5", "bold"), Run(" · работа")]) == [struck("5 · работа")]
