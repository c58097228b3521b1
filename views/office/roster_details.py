"""All that a roster file holds and would change, as a text to read at leisure."""

from collections.abc import Callable, Iterable, Iterator

from diary.models.roster_difference import Step, StudentChange
from diary.models.roster_files import Examined
from views.office.reasons import place_said, reason_said
from views.office.roster_preview import asked, doubt_line, known_said
from views.texts import Texts


def details(examined: Examined, texts: Texts) -> bytes:
    """Return UTF-8 with the mark that programs on Windows know it by."""
    return "\r\n".join(detail_lines(examined, texts)).encode("utf-8-sig")


def detail_lines(examined: Examined, texts: Texts) -> Iterator[str]:
    difference, preview = examined.difference, examined.preview
    yield from _section(texts("To ask about"), (doubt_line(one, texts) for one in asked(difference)))
    yield from _section(
        texts("Not taken"),
        (
            f"{place_said(one.place, texts)}: {reason_said(one.reason, texts)}"
            + (f" ({texts.name_full(one.name)})" if one.name else "")
            for one in preview.rejected
        ),
    )
    yield from _section(texts("Sheets without names"), preview.unread_sheets)
    yield from _section(texts("Left"), (known_said(one, texts) for one in difference.left))
    for step, title in (
        (Step.MOVED, texts("Moved")),
        (Step.CORRECTED, texts("Corrected")),
        (Step.JOINED, texts("Joined")),
        (Step.UNCHANGED, texts("Unchanged")),
    ):
        yield from _section(title, map(_line(texts), (one for one in difference.of(step) if not one.asks)))
    yield from _section(
        texts("Staff"),
        (
            " · ".join([texts.name_full(one.found.name), *one.found.subjects, *one.found.leads])
            for one in difference.staff
            if not one.asks
        ),
    )


def _line(texts: Texts) -> Callable[[StudentChange], str]:
    def line(change: StudentChange) -> str:
        found, was = change.found, change.was
        born = f", {found.birth_date:%d.%m.%Y}" if found.birth_date else ""
        before = f" ← {known_said(was, texts)}" if was and change.step is not Step.UNCHANGED else ""
        return f"{texts.name_full(found.name)}, {found.class_name}{born}{before}"

    return line


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    said = list(lines)
    if said:
        yield f"{title} ({len(said)})"
        yield from (f"- {line}" for line in said)
        yield ""
