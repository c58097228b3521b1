"""Names as secretaries write them: in one cell or three, in any order, all in capitals, in two alphabets."""

import re
from dataclasses import dataclass, replace

from diary.models.found_roster import Doubt, Rejection
from diary.models.people import Name
from diary.rules.alphabets import has_cyrillic, has_latin, is_mixed, is_mostly_latin, one_alphabet
from intake.files.given_names import is_given_name
from intake.files.sheets import looks_like_formula

MAX_PART = 100
MAX_WORDS = 8
WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`-][^\W\d_]+)*\.?")
INITIAL = re.compile(r"[^\W\d_]\.")
TWO_INITIALS = re.compile(r"([^\W\d_]\.)\s*([^\W\d_]\.)")
ORDINAL = re.compile(r"^\d{1,4}\s*[.)]\s*")
PARENTHESES = re.compile(r"\([^()]*\)")
LOOSE_HYPHEN = re.compile(r"\s+[-–—]\s*|\s*[-–—]\s+|[–—]")
PATRONYMIC = re.compile(r"\w{2,}(?:ович|евич|ьич|мич|кич|тич|овна|евна|ична)", re.IGNORECASE)
TURKIC_PATRONYMIC = frozenset(("оглы", "оглу", "угли", "кызы", "кизи", "гызы", "уулу", "улы"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadName:
    name: Name
    doubts: tuple[Doubt, ...] = ()


def is_patronymic(text: str) -> bool:
    match text.casefold().split():
        case [word]:
            return PATRONYMIC.fullmatch(word) is not None or word.rpartition("-")[2] in TURKIC_PATRONYMIC
        case [_, particle]:
            return particle in TURKIC_PATRONYMIC
        case _:
            return False


def is_word(text: str) -> bool:
    return len(text) <= MAX_PART and WORD.fullmatch(text) is not None


def words_of(text: str) -> list[str]:
    """Split a name, with loose hyphens tied up, glued initials set apart and a number in front dropped."""
    text = ORDINAL.sub("", text.strip())
    text = LOOSE_HYPHEN.sub("-", text)
    return TWO_INITIALS.sub(r"\1 \2", text).split()


def tidy(text: str, *, latin: bool | None = None) -> str:
    """Return the words in one alphabet each and in the usual case: МАМИН-CИБИРЯК becomes Мамин-Сибиряк."""
    if latin is None:
        latin = is_mostly_latin(text)
    first, *others = [_usual_case(_in_alphabet(word, latin=latin)) for word in text.split()] or [""]
    return " ".join((first, *(_small_particle(word) for word in others)))


def _in_alphabet(word: str, *, latin: bool) -> str:
    """Convert a word unless it has letters without a twin in the wanted alphabet."""
    converted = one_alphabet(word, latin=latin)
    foreign = has_cyrillic(converted) if latin else has_latin(converted)
    return word if foreign else converted


def _usual_case(word: str) -> str:
    if (word.isupper() and len(word.rstrip(".")) > 1) or word.islower():
        return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)
    return word


def _small_particle(word: str) -> str:
    return word.lower() if word.casefold() in TURKIC_PATRONYMIC else word


def read_full_name(text: str) -> ReadName | Rejection:
    """Read a name in one cell: family name first, unless patronymic or known given name say otherwise."""
    if looks_like_formula(text):
        return Rejection.FORMULA
    without = PARENTHESES.sub(" ", text)
    match [part.strip() for part in without.split(",") if part.strip()]:
        case [family, given] if not has_cyrillic(without):
            read = read_name_columns(family, given, "")
        case parts:
            read = _read_words(words_of(tidy(" ".join(parts))))
    if isinstance(read, ReadName) and without != text:
        return replace(read, doubts=(*read.doubts, Doubt.NAME_PARTS))
    return read


def read_name_columns(family: str, given: str, patronymic: str) -> ReadName | Rejection:
    """Read a name in columns of its own; a whole name in the first of them is read as one cell."""
    if looks_like_formula(family) or looks_like_formula(given):
        return Rejection.FORMULA
    if not given and len(words_of(family)) > 1:
        return read_full_name(f"{family} {patronymic}")
    if not family or not given:
        return Rejection.NAME_INCOMPLETE
    latin = is_mostly_latin(f"{family} {given}")
    parts = [words_of(tidy(part, latin=latin)) for part in (family, given, patronymic)]
    family, given, patronymic = (" ".join(part) for part in _given_split(*parts))
    return _refusal([word for part in parts for word in part]) or _built(family, given, patronymic)


def _given_split(family: list[str], given: list[str], patronymic: list[str]) -> tuple[list[str], ...]:
    """Take the patronymic out of a column of given names and patronymics."""
    if not patronymic and is_patronymic(" ".join(given[1:])):
        return family, given[:1], given[1:]
    return family, given, patronymic


def _refusal(words: list[str]) -> Rejection | None:
    if len(words) > MAX_WORDS or not all(is_word(word) for word in words):
        return Rejection.NAME_UNREADABLE
    return None


def _read_words(words: list[str]) -> ReadName | Rejection:
    if len(words) <= 1:
        return Rejection.NAME_INCOMPLETE
    return _refusal(words) or _ordered(words)


def _ordered(words: list[str]) -> ReadName:
    match words:
        case [first, second]:
            return _two_words(first, second)
        case [given, patronymic, *family] if _is_given_first(words):
            return _built(" ".join(family), given, patronymic)
        case [*family, given, father, particle] if family and is_patronymic(f"{father} {particle}"):
            return _family_first(family, given, f"{father} {particle}")
        case [*family, given, last] if is_patronymic(last) or INITIAL.fullmatch(last):
            return _family_first(family, given, last)
        case [family_name, given, *rest] if has_cyrillic(family_name):
            return _built(family_name, given, " ".join(rest), Doubt.NAME_PARTS)
    return _built(words[-1], " ".join(words[:-1]), "", Doubt.NAME_PARTS)


def _family_first(family: list[str], given: str, patronymic: str) -> ReadName:
    doubts = (Doubt.NAME_PARTS,) if len(family) > 1 else ()
    return _built(" ".join(family), given, patronymic, *doubts)


def _is_given_first(words: list[str]) -> bool:
    """Whether a patronymic stands second, and it is not a family name like Абрамович."""
    if not is_patronymic(words[1]):
        return False
    return not is_patronymic(words[-1]) or is_given_name(words[0])


def _two_words(first: str, second: str) -> ReadName:
    """Cyrillic lists have the family name first, Latin ones the given name, if the names say nothing else."""
    latin = not has_cyrillic(first + second)
    if is_given_name(first) == is_given_name(second):
        return _built(second, first) if latin else _built(first, second)
    if is_given_name(second):
        return _built(first, second)
    return _built(second, first, "", *(() if latin else (Doubt.NAME_ORDER,)))


def _built(family: str, given: str, patronymic: str = "", *doubts: Doubt) -> ReadName:
    parts = (family, given, patronymic)
    if INITIAL.fullmatch(given) or len(given) == 1:
        doubts = (*doubts, Doubt.NAME_INITIALS)
    if any(is_mixed(part) for part in parts):
        doubts = (*doubts, Doubt.NAME_ALPHABET)
    return ReadName(name=Name(family_name=family, given_name=given, patronymic=patronymic), doubts=doubts)
