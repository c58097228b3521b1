"""Why a row of a roster file is doubtful or not taken, and why a whole file is not."""

from collections.abc import Callable, Mapping

from diary.models.found_roster import Doubt, Place, Reason, Rejection
from diary.models.roster_refusals import Refusal, RosterFileError
from views.texts import Texts

Values = Mapping[str, str]
Words = Callable[[Texts, Values], str]

DOUBTS: Mapping[Doubt, Words] = {
    Doubt.BIRTH_DATE_UNREADABLE: lambda texts, v: texts("“{value}” is no date: taken without one", **v),
    Doubt.BIRTH_DATE_UNLIKELY: lambda texts, v: texts("too young or too old for a school: {value}", **v),
    Doubt.BIRTH_DATE_ORDER: lambda texts, v: texts("read with the month first: {value}", **v),
    Doubt.NAME_ORDER: lambda texts, v: texts("the given name seems to stand first: {value}", **v),
    Doubt.NAME_PARTS: lambda texts, v: texts("which word is the family name is a guess: {value}", **v),
    Doubt.NAME_INITIALS: lambda texts, v: texts("only initials", **v),
    Doubt.NAME_ALPHABET: lambda texts, v: texts("Russian and Latin letters are mixed: {value}", **v),
    Doubt.CLASS_LETTER: lambda texts, v: texts("Latin letter in {value}, read as {name}", **v),
    Doubt.CLASS_UNUSUAL: lambda texts, v: texts("an unusual class: {value}", **v),
    Doubt.CLASS_FROM_ABOVE: lambda texts, v: texts("class {name}, from the row above", **v),
    Doubt.SAME_NAME: lambda texts, v: texts("the name stands in row {row} too, and no birth date", **v),
    Doubt.TWO_CLASSES: lambda texts, v: texts("stands in row {row} too, in class {name}", **v),
    Doubt.POSITION_UNKNOWN: lambda texts, v: texts("position {value}: taken as a teacher", **v),
    Doubt.LED_CLASS_UNREADABLE: lambda texts, v: texts("the class they lead is not clear", **v),
    Doubt.LED_CLASS_TAKEN: lambda texts, v: texts("row {row} leads class {name} already", **v),
    Doubt.FORMULA: lambda texts, v: texts("begins like a formula, left out: {value}", **v),
    Doubt.TEXT_TOO_LONG: lambda texts, v: texts("a text is too long, left out", **v),
    Doubt.RENAMED: lambda texts, v: texts("known until now as {was}?", **v),
    Doubt.BIRTH_DATE_CHANGED: lambda texts, v: texts("known with the birth date {was}", **v),
    Doubt.MOVED_PERHAPS: lambda texts, v: texts("one of that name is in {was}: the same child?", **v),
    Doubt.SEVERAL_KNOWN: lambda texts, v: texts("several of that name are known: which one?", **v),
}
REJECTIONS: Mapping[Rejection, Words] = {
    Rejection.NAME_MISSING: lambda texts, v: texts("no name", **v),
    Rejection.NAME_INCOMPLETE: lambda texts, v: texts("only half of a name: {value}", **v),
    Rejection.NAME_UNREADABLE: lambda texts, v: texts("this is no name", **v),
    Rejection.CLASS_MISSING: lambda texts, v: texts("no class", **v),
    Rejection.CLASS_UNREADABLE: lambda texts, v: texts("this is no class", **v),
    Rejection.DUPLICATE: lambda texts, v: texts("the same child as in row {row}", **v),
    Rejection.ID_REPEATED: lambda texts, v: texts("row {row} has the same number {value}", **v),
    Rejection.ID_TOO_LONG: lambda texts, v: texts("the number is too long", **v),
    Rejection.FORMULA: lambda texts, v: texts("begins like a formula", **v),
    Rejection.TEXT_TOO_LONG: lambda texts, v: texts("a text is too long", **v),
}
REFUSALS: Mapping[Refusal, Words] = {
    Refusal.EMPTY: lambda texts, v: texts("The file is empty.", **v),
    Refusal.NO_TABLE: lambda texts, v: texts(
        "I found no table of names in the file. The empty template shows what is needed.", **v
    ),
    Refusal.TOO_LARGE: lambda texts, v: texts(
        "The file is larger than 5 MB. Please send only the list, without pictures.", **v
    ),
    Refusal.TOO_MANY_ROWS: lambda texts, v: texts(
        "More than 20,000 rows: that is no list of a school. Please send the list alone.", **v
    ),
    Refusal.TOO_MANY_COLUMNS: lambda texts, v: texts(
        "More than 60 columns. Name, class and birth date are enough.", **v
    ),
    Refusal.TOO_MANY_SHEETS: lambda texts, v: texts(
        "More than 100 sheets. Please send the sheets with the classes alone.", **v
    ),
    Refusal.TOO_DEMANDING: lambda texts, v: texts(
        "The file is too large inside to be read. Please copy the list into a new file and send that.", **v
    ),
    Refusal.ENCRYPTED: lambda texts, v: texts(
        "The file has a password. Please save a copy without one and send that.", **v
    ),
    Refusal.DAMAGED: lambda texts, v: texts(
        "The file cannot be opened, it seems damaged. Please save it as XLSX again.", **v
    ),
    Refusal.UNSUPPORTED: lambda texts, v: texts(
        "I do not read files of this kind. Please save the list as XLSX or CSV.", **v
    ),
    Refusal.WEB_PAGE: lambda texts, v: texts(
        "This is a web page in truth. Please open it in Excel, save it as XLSX, and send that.", **v
    ),
    Refusal.WRONG_EXTENSION: lambda texts, v: texts(
        "The file is not what its name says ({extension}). Please save it as XLSX and send that.", **v
    ),
    Refusal.UNKNOWN_ENCODING: lambda texts, v: texts(
        "The letters of this text cannot be read. Please save it as CSV UTF-8, or as XLSX.", **v
    ),
}
NAMED = ("value", "name", "row", "was", "extension")


def reason_said(reason: Reason, texts: Texts) -> str:
    values = _values(reason.values)
    if isinstance(reason.code, Doubt):
        return DOUBTS[reason.code](texts, values)
    return REJECTIONS[reason.code](texts, values)


def file_refused(error: RosterFileError, texts: Texts) -> str:
    return REFUSALS[error.code](texts, _values(error.values))


def place_said(place: Place, texts: Texts) -> str:
    if place.sheet:
        return texts("sheet “{sheet}”, row {row}", sheet=place.sheet, row=place.row)
    return texts("row {row}", row=place.row)


def _values(values: Values) -> dict[str, str]:
    return {name: values.get(name, "") for name in NAMED}
