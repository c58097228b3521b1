"""The words of a letter."""

from typing import Any
from urllib.parse import urlsplit

from diary.models.people import STAFF_ROLES, Role
from views.letters.letter import Letter
from views.naming import called
from views.texts import Texts

LONGEST_NAME = 44
LONGEST_SCHOOL = 90
LONGEST_ELSE = 80

Words = dict[str, Any]


def wording(letter: Letter, *, texts: Texts, school_name: str) -> Words:
    """Return all that the page shows but its pictures."""
    return {
        "school": school_name,
        "title": _title(letter, texts),
        "name": _whole_name(letter),
        "about": _about(letter, texts),
        "promise": _promise(letter, texts),
        "code_label": texts("Your code"),
        "code": letter.code,
        "steps": _steps(letter, texts),
        "consent": _consent(letter, texts),
        "terms": [
            texts("Free of charge."),
            texts("The code works once."),
            texts("Please do not pass it on."),
        ],
        "valid": texts(
            "Valid until {day} {year}", day=texts.date(letter.valid_until), year=letter.valid_until.year
        ),
        "group": letter.class_name or texts("Staff"),
        "is_long": _is_long(letter, school_name),
    }


def _is_long(letter: Letter, school_name: str) -> bool:
    """Whether the letter may not fit its half of a page as it is."""
    return (
        len(_whole_name(letter)) > LONGEST_NAME
        or len(school_name) > LONGEST_SCHOOL
        or len(letter.class_name + letter.label + letter.code + _bot(letter.link)) > LONGEST_ELSE
    )


def _whole_name(letter: Letter) -> str:
    name = letter.name
    return " ".join(part for part in (name.family_name, name.given_name, name.patronymic) if part)


def _title(letter: Letter, texts: Texts) -> str:
    match letter.role:
        case Role.STUDENT:
            return texts("Your diary in Telegram")
        case Role.TEACHER | Role.OFFICE:
            return texts("The school diary in Telegram")
        case _:
            return texts("Your child's diary in Telegram")


def _about(letter: Letter, texts: Texts) -> str:
    parts = [texts("class {name}", name=letter.class_name)] if letter.class_name else []
    if letter.label:
        parts.append(texts("for: {label}", label=called(letter.label, texts)))
    return " · ".join(parts)


def _promise(letter: Letter, texts: Texts) -> str:
    match letter.role:
        case Role.STUDENT:
            return texts("Your grades, homework and the timetable come to your chat at once.")
        case Role.TEACHER | Role.OFFICE:
            return texts("Messages from parents and their signatures come to your chat at once.")
        case _:
            return texts("Grades, absences, homework and messages from school come to your chat at once.")


def _steps(letter: Letter, texts: Texts) -> list[str]:
    """Return three steps: in, the code, the consent."""
    if not letter.link:
        return [
            texts("Open the school's bot in Telegram."),
            texts("Send it the code below."),
            texts("Read the consent and tap “I consent”."),
        ]
    return [
        texts("Point the camera of a phone with Telegram at the picture and open the link."),
        texts("Or find {bot} in Telegram and send it the code.", bot=_bot(letter.link)),
        texts("Read the consent and tap “I consent”."),
    ]


def _consent(letter: Letter, texts: Texts) -> str:
    if letter.role in STAFF_ROLES:
        return texts("You will be asked to consent that the school processes your name and account.")
    if letter.role is Role.STUDENT:
        return texts("You will be asked to consent that the school processes your name, account and diary.")
    return texts(
        "You will be asked to consent that the school processes your name, account and your child's diary; "
        "you can withdraw it at any time with /privacy."
    )


def _bot(link: str) -> str:
    """Return the bot's name as one types it into Telegram's search."""
    return f"@{urlsplit(link).path.strip('/').rpartition('/')[2]}"
