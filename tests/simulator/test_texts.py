"""Parsing and measuring of texts, without a server."""

from typing import Any

import pytest

from simulator.text.errors import MarkupError
from simulator.text.formatting import UnknownParseModeError, formatted
from simulator.text.utf16 import utf16_find_all, utf16_length, utf16_slice

Entity = dict[str, Any]


def brief(entities: list[Entity]) -> list[tuple[str, int, int]]:
    return [(entity["type"], entity["offset"], entity["length"]) for entity in entities]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>Пётр</b> 5", "Пётр 5", [("bold", 0, 4)]),
        ("<strong>a</strong><em>b</em>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<i>a</i><u>b</u><ins>c</ins>", "abc", [("italic", 0, 1), ("underline", 1, 1), ("underline", 2, 1)]),
        ("<s>2</s> <strike>3</strike> <del>4</del>", "2 3 4", [("strikethrough", n, 1) for n in (0, 2, 4)]),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", 0, 1)]),
        ("<B>a</B>", "a", [("bold", 0, 1)]),
        ("<b>a</>", "a", [("bold", 0, 1)]),
        ("🎓<b>b</b>", "🎓b", [("bold", 2, 1)]),
        ("<b>x<i>y</i></b>", "xy", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<code>a</code> <pre>b</pre>", "a b", [("code", 0, 1), ("pre", 2, 1)]),
        ("<code><b>a</b></code>", "a", [("code", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ('<tg-emoji emoji-id="5">👍</tg-emoji>', "👍", [("custom_emoji", 0, 2)]),
        ('<a href="nonsense">a</a>', "a", []),
        ("<b></b>a", "a", []),
        ("&lt;b&gt; &amp;&quot; &#1078; &#x416;", '<b> &" ж Ж', []),
        ("&nbsp; &unknown & &#0;", "&nbsp; &unknown & &#0;", []),
        ("  <b> a </b>  ", "a", [("bold", 0, 1)]),
    ],
)
def test_html_is_parsed_as_telegram_does(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    found, given = formatted(source, "HTML")

    assert (found, brief(given)) == (text, entities)


def test_html_links_and_languages_keep_what_they_say() -> None:
    assert formatted('<a href="https://school.ru/?a=1&amp;b=2">a</a>', "html")[1][0]["url"] == (
        "https://school.ru/?a=1&b=2"
    )
    assert formatted("<a>school.ru</a>", "html")[1][0]["url"] == "http://school.ru/"
    assert formatted('<pre><code class="language-python">x</code></pre>', "HTML")[1] == [
        {"type": "pre", "offset": 0, "length": 1, "language": "python"}
    ]


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("ё</b>", "Unexpected end tag at byte offset 2"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("5 <3", "Unclosed start tag at byte offset 2"),
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("a<br>b", 'Unsupported start tag "br" at byte offset 1'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ('<a ="x">b</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=a/b>c</a>", "Unexpected end of name token at byte offset 8"),
    ],
)
def test_html_is_refused_in_telegrams_words(source: str, problem: str) -> None:
    with pytest.raises(MarkupError) as refusal:
        formatted(source, "HTML")

    assert str(refusal.value) == problem


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("*a* _b_ __c__ ~d~ ||e||", "a b c d e", ["bold", "italic", "underline", "strikethrough", "spoiler"]),
        ("`a` ```py\nb```", "a b", ["code", "pre"]),
        ("*_a_*", "a", ["bold", "italic"]),
        ("a\\. b\\!", "a. b!", []),
        ("[a](https://school.ru)", "a", ["text_link"]),
        (">a\n>b\nc", "a\nb\nc", ["blockquote"]),
        (">a\n>b||", "a\nb", ["expandable_blockquote"]),
        ("![👍](tg://emoji?id=5)", "👍", ["custom_emoji"]),
        ("`a.b`", "a.b", ["code"]),
    ],
)
def test_markdown_is_parsed_as_telegram_does(source: str, text: str, entities: list[str]) -> None:
    found, given = formatted(source, "MarkdownV2")

    assert (found, [entity["type"] for entity in given]) == (text, entities)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("*a", "Can't find end of Bold entity at byte offset 0"),
        ("ё ___a", "Can't find end of Italic entity at byte offset 5"),
        ("a.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a > b", "Character '>' is reserved and must be escaped with the preceding '\\'"),
        ("[a](b", "Can't find end of a URL at byte offset 4"),
        ("![a]", "Custom emoji entity must contain a tg://emoji URL"),
    ],
)
def test_markdown_is_refused_in_telegrams_words(source: str, problem: str) -> None:
    with pytest.raises(MarkupError) as refusal:
        formatted(source, "MarkdownV2")

    assert str(refusal.value) == problem


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("/start 123", [("bot_command", 0, 6)]),
        ("напиши /help@diary_bot!", [("bot_command", 7, 15)]),
        ("5/10 и/или", []),
        ("см. https://school.ru/a?b=1.", [("url", 4, 23)]),
        ("сайт школа.рф, там", [("url", 5, 8)]),
        ("пишите на office@school.ru", [("email", 10, 16)]),
        ("@anna_i и #7Б #123", [("mention", 0, 7), ("hashtag", 10, 3)]),
        ("А. В. Смирнова 14.09", []),
    ],
)
def test_commands_links_and_names_are_found(text: str, entities: list[tuple[str, int, int]]) -> None:
    assert brief(formatted(text, "")[1]) == entities


def test_nothing_is_found_inside_code_and_links() -> None:
    found = formatted('<code>/start</code> <a href="https://a.ru">b.ru</a>', "HTML")[1]

    assert [entity["type"] for entity in found] == ["code", "text_link"]


def test_given_entities_are_taken_and_trimmed() -> None:
    text, found = formatted("  ab  ", "", [{"type": "bold", "offset": 0, "length": 6}])

    assert (text, brief(found)) == ("ab", [("bold", 0, 2)])


@pytest.mark.parametrize(
    ("entity", "problem"),
    [
        ({"type": "bold", "offset": 0, "length": 9}, "ends after the end of the text"),
        ({"type": "bold", "offset": 1, "length": 1}, "begins in a middle of a UTF-16 symbol"),
        ({"type": "sparkling", "offset": 0, "length": 1}, "Unsupported type specified"),
        ({"type": "bold"}, "must be of type Number"),
        ({"type": "bold", "offset": -1, "length": 1}, "incorrect offset"),
        ("bold", "expected an Object"),
    ],
)
def test_wrong_entities_are_refused(entity: object, problem: str) -> None:
    with pytest.raises(MarkupError, match=problem):
        formatted("🎓a", "", [entity])


def test_entities_must_be_a_list() -> None:
    with pytest.raises(MarkupError):
        formatted("a", "", {"type": "bold"})


def test_an_unknown_parse_mode_is_refused() -> None:
    with pytest.raises(UnknownParseModeError):
        formatted("a", "Markdown")


def test_control_characters_become_spaces() -> None:
    assert formatted("a\x00b\r\nc\td", "")[0] == "a b\nc d"


def test_lengths_and_places_are_counted_in_utf16_units() -> None:
    assert utf16_length("🎓ё") == 3
    assert utf16_slice("🎓ёж", 2, 1) == "ё"
    assert utf16_find_all("🎓ё🎓ё", "ё") == [2, 5]
