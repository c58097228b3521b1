"""Names as people see them: what is pasted or pushed may hold what nobody sees."""

import unicodedata


def one_line(text: str) -> str:
    """Return it in one line, accents joined to their letters, without what is invisible.

    A line break in a name would begin a line of its own in a message, and a mark of writing direction
    (Unicode Standard Annex 9) would turn round whatever stands after the name.
    """
    joined = unicodedata.normalize("NFC", text)
    return " ".join("".join(one for one in joined if unicodedata.category(one) != "Cf").split())
