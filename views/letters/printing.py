"""Letters as a PDF: two to a page, a class on pages of its own, ready to cut and hand out."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from views.letters.letter import Letter
from views.letters.wording import Words, wording
from views.texts import Texts

TEMPLATE = Path(__file__).with_name("letter.typ")
TYPESETTER = Path(__file__).with_name("typesetter.py")
PER_PAGE = 2
LONGEST_SECONDS = 600

Progress = Callable[[int, int], None]


class PrintingError(Exception):
    """The typesetter failed; no PDF was made."""


def print_letters(
    letters: Sequence[Letter], *, texts: Texts, school_name: str, on_progress: Progress | None = None
) -> bytes:
    """Return the PDF. What people and places are called is data for the template, and never its markup.

    Takes some milliseconds a letter, so call it off the loop; `on_progress` hears how many of all are drawn.
    Raises ValueError for no letters.
    """
    if not letters:
        raise ValueError("There is nothing to print")
    drawn = []
    for letter in sorted(letters, key=lambda one: one.order):
        drawn.append(
            wording(letter, texts=texts, school_name=school_name) | {"picture": draw_link(letter.link)}
        )
        if on_progress:
            on_progress(len(drawn), len(letters))
    return _typeset(_pages(drawn, texts), title=school_name, language=texts.locale)


def draw_link(link: str) -> str:
    """Return the link's QR code as SVG, or nothing for no link."""
    import segno  # noqa: PLC0415 # only who prints needs it

    return segno.make(link, error="m", micro=False).svg_inline(omitsize=True, border=0) if link else ""


def _pages(drawn: Sequence[Words], texts: Texts) -> list[Words]:
    pages = []
    for group, members in groupby(drawn, key=itemgetter("group")):
        waiting = list(members)
        count = -(-len(waiting) // PER_PAGE)
        for number in range(count):
            footer = texts("{group} · page {number} of {count}", group=group, number=number + 1, count=count)
            pages.append({"letters": waiting[number * PER_PAGE :][:PER_PAGE], "footer": footer})
    return pages


def _typeset(pages: list[Words], *, title: str, language: str) -> bytes:
    inputs = {"pages": json.dumps(pages), "title": title, "language": language}
    order = json.dumps({"template": TEMPLATE.read_text("utf-8"), "inputs": inputs})
    done = subprocess.run(  # noqa: S603 # our own script, nothing of the letters is in the command
        [sys.executable, "-I", "-X", "utf8", str(TYPESETTER)],
        input=order.encode(),
        capture_output=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    if done.returncode:
        raise PrintingError(f"The typesetter ended with {done.returncode}")
    return done.stdout
