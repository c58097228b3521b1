"""Names across the alphabets: what "Пётр", "Pyotr", "Petr" and "Piotr" share."""

import re
import unicodedata
from functools import lru_cache

from diary.rules.alphabets import fold

TO_LATIN = str.maketrans("абвгґдеєзиійїклмнопрстуфыэ", "abvggdeeziiiiklmnoprstufye") | str.maketrans(
    {
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ю": "iu",
        "я": "ia",
        "ъ": "",
        "ь": "",
    }
)
"""As in passports (ICAO Doc 9303), but for the signs, which nobody hears."""

ISO_9 = str.maketrans({"č": "ch", "š": "sh", "ž": "zh", "ŝ": "sh", "û": "iu", "â": "ia", "ł": "l"})
SILENT = re.compile(r"['’ʼ`´ʹʺ′″]")
MARKS = re.compile("[\u0300-\u036f]")

SPELLINGS = [
    (re.compile(written), heard)
    for written, heard in (
        (r"shch|sch", "sh"),
        (r"t(?=ch)", ""),
        (r"kh", "h"),
        (r"tz|cz", "ts"),
        (r"c(?=[kq])", ""),
        (r"c(?=t)", "k"),
        (r"c(?!h)", "ts"),
        (r"x", "ks"),
        (r"q", "k"),
        (r"w", "v"),
        (r"ph", "f"),
        (r"[yj]", "i"),
        (r"(.)\1+", r"\1"),
        (r"i[eo]", "e"),
        (r"(.)\1+", r"\1"),
    )
]
"""ISO 9, GOST, passports and custom write one sound in many ways: here each has one."""


@lru_cache(maxsize=1 << 16)
def sounds(name: str) -> str:
    """Return a name as it is heard, more or less: to compare, never to show."""
    said = fold(SILENT.sub("", name)).translate(TO_LATIN).translate(ISO_9)
    said = MARKS.sub("", unicodedata.normalize("NFKD", said))
    for written, heard in SPELLINGS:
        said = written.sub(heard, said)
    return said
