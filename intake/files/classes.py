"""Names of classes: 7Б, 7 Б, 7-б, 7 «Б», 7b and "7Б класс" are one."""

import re
from dataclasses import dataclass

from diary.models.found_roster import Doubt
from diary.rules.alphabets import LATIN_LOOKS, has_cyrillic, has_latin, one_alphabet
from intake.files.sheets import Cell, text_of

HIGHEST_GRADE = 12
LONGEST_LETTER = 2
LONGEST_UNUSUAL = 30
NOISE = re.compile(r"\b(?:класс|класса|кл|class|grade|year|form)\b\.?:?|№", re.IGNORECASE)
PARENTHESES = re.compile(r"\([^()]*\)$")
SHAPE = re.compile(r"(\d{1,2})(?!\d)(.*)")
SEPARATORS = re.compile(r"[\s_./\\«»\"“”„'’`-]+")
NUMBERED = re.compile(r"-\d{1,2}")
PROFILE = re.compile(r"[^\W\d_]\w{0,11}")
IN_A_TITLE = re.compile(
    r"(?<![\w.,/-])(\d{1,2}\s*[-–—]?\s*[«\"“„]?\s*[^\W\d_]?[»\"”]?)\s*[-–—]?\s*(?:класс|кл\b|class)",
    re.IGNORECASE,
)
LIST_WORDS = re.compile(
    r"\b(?:спис(?:ок|ки|ком)|учени(?:ки|ков)|уча?щи(?:еся|хся)|обучающи(?:еся|хся)|дет(?:и|ей)|состав|на|list|students|pupils"
    r"|20\d\d(?:\s*[-–/]\s*(?:20)?\d\d)?|уч(?:ебный)?\.?\s*год)\b",
    re.IGNORECASE,
)
SOUNDS = {"b": "Б", "B": "В", "v": "В", "V": "В", "G": "Г", "D": "Д", "Z": "З", "I": "И", "L": "Л", "F": "Ф"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadClass:
    name: str
    doubt: Doubt | None = None


def read_class(cell: Cell, *, latin: bool = False) -> ReadClass | None:
    """Return the class in its usual spelling, Latin letters made Cyrillic unless the list itself is Latin."""
    usual = read_usual_class(cell, latin=latin)
    if usual:
        return usual
    text = text_of(cell).strip()
    shortened = PARENTHESES.sub("", text).strip()
    base = read_usual_class(shortened, latin=latin) if shortened != text else None
    if base:
        return ReadClass(name=base.name, doubt=Doubt.CLASS_UNUSUAL)
    if not any(letter.isalpha() for letter in text) or len(text) > LONGEST_UNUSUAL or text[0] in "=+@-":
        return None
    return ReadClass(name=text, doubt=Doubt.CLASS_UNUSUAL)


def read_usual_class(cell: Cell, *, latin: bool = False) -> ReadClass | None:
    """Return what is a grade with or without a letter or profile, and nothing else."""
    text = NOISE.sub(" ", text_of(cell)).strip(" .,:;-–—«»\"'")
    match = SHAPE.fullmatch(text.replace("–", "-").replace("—", "-"))
    if match is None or int(match[1]) > HIGHEST_GRADE:
        return None
    grade, tail = int(match[1]), match[2].strip()
    if NUMBERED.fullmatch(tail):
        return ReadClass(name=f"{grade}{tail}")
    letters = SEPARATORS.sub("", tail)
    if letters and not PROFILE.fullmatch(letters):
        return None
    if len(letters) > LONGEST_LETTER:
        return ReadClass(name=f"{grade} {' '.join(SEPARATORS.sub(' ', tail).split())}")
    letter, doubt = _one_alphabet(letters, latin=latin)
    return ReadClass(name=f"{grade}{letter.upper()}", doubt=doubt)


def class_in_title(text: str) -> ReadClass | None:
    """Find the class in a line such as "Список учащихся 7 «Б» класса"."""
    match = IN_A_TITLE.search(text)
    return read_usual_class(match[1]) if match else None


def class_in_list_name(text: str) -> ReadClass | None:
    """Return the class that a sheet or file is called by: "7Б", "Список 7Б", "7 «Б» класс (27 чел.)".

    Nothing but words of lists and a school year may stand beside it: "Выгрузка 1С" is no class.
    """
    rest = LIST_WORDS.sub(" ", PARENTHESES.sub("", text.replace("_", " ")).strip())
    named = None if rest.strip().isdecimal() else read_usual_class(rest)
    return named or class_in_title(text)


def _one_alphabet(tail: str, *, latin: bool) -> tuple[str, Doubt | None]:
    if latin:
        return one_alphabet(tail, latin=not has_cyrillic(one_alphabet(tail, latin=True))), None
    if not has_latin(tail):
        return tail, None
    if tail == "b":
        return "Б", None
    sure = tail not in {"B", "V"} and all(letter in LATIN_LOOKS or has_cyrillic(letter) for letter in tail)
    if sure:
        return one_alphabet(tail, latin=False), None
    if len(tail) == 1:
        return SOUNDS.get(tail, SOUNDS.get(tail.upper(), tail)), Doubt.CLASS_LETTER
    return tail, Doubt.CLASS_UNUSUAL
