"""What stands on printed letters: read from the PDF by programs that know nothing of how it was made."""

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import zxingcpp

SCALE = 2
"""144 dots an inch: what a camera sees from a hand's breadth away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    text: str
    links: list[str]
    """Of the pictures, from above."""


def read_letters(pdf: bytes) -> list[Page]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return list(_pages(document))
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument) -> Iterator[Page]:
    for page in document:
        picture = page.render(scale=SCALE, grayscale=True)
        pixels = memoryview(picture.buffer).cast("B").cast("B", shape=[picture.height, picture.stride])
        found = sorted(zxingcpp.read_barcodes(pixels), key=lambda one: one.position.top_left.y)
        yield Page(text=page.get_textpage().get_text_range(), links=[one.text for one in found])
