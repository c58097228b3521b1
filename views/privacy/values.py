"""What the values of an export are called."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from diary.models.acknowledgements import AbsenceAnswer
from diary.models.deliveries import GradesWhen
from diary.models.entries import Json, Kind
from diary.models.people import Colour, Role
from diary.models.requests import RequestKind, Who
from diary.models.school import School
from views.audit.words import actions, page_said
from views.keyboards import LANGUAGES, when_said
from views.naming import SQUARES, role_said
from views.notifications.absence import answer_said
from views.notifications.kinds import kind_said
from views.notifications.kinds.attendance import justification_said, presence_said
from views.notifications.kinds.remark import tone_said
from views.notifications.kinds.timetable_change import change_said
from views.privacy.headings import column_said
from views.requests.words import kind_said as request_said
from views.requests.words import refusal_said, who_said
from views.texts import Texts

DAYS = frozenset({"date", "birth_date", "valid_from", "valid_to", "due", "since", "until"})


def value_said(column: str, value: Json, school: School, texts: Texts) -> str:
    """Return a cell; what is not known here stands as it is stored."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return texts("yes") if value else texts("no")
    if isinstance(value, Mapping):
        said = {key: value_said(key, one, school, texts) for key, one in value.items()}
        return "; ".join(f"{column_said(key, texts)}: {one}" for key, one in said.items() if one)
    if isinstance(value, list):
        return ", ".join(value_said(column, one, school, texts) for one in value)
    return _word_said(column, str(value), school, texts)


def _word_said(column: str, text: str, school: School, texts: Texts) -> str:
    if column in DAYS or column == "at" or column.endswith(("_at", "_until")):
        return _moment(text, school, texts)
    if column in WORDS:
        return _known(WORDS[column], text, texts)
    return text


def _known(word: Callable[[str, Texts], str], text: str, texts: Texts) -> str:
    try:
        return word(text, texts) or text
    except (ValueError, KeyError):
        return text


def _moment(text: str, school: School, texts: Texts) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is None:
        return texts.date_of_year(date.fromisoformat(text)) if len(text) == len("2026-09-14") else text
    local = moment.astimezone(school.timezone)
    return f"{texts.date_of_year(local.date())}, {texts.time(local.time())}"


def _role(text: str, texts: Texts) -> str:
    return role_said(Role(text), texts).lower()


def _kind(text: str, texts: Texts) -> str:
    return kind_said(Kind(text), texts) if text in set(Kind) else request_said(RequestKind(text), texts)


def _state(text: str, texts: Texts) -> str:
    return {
        "open": texts("open"),
        "blocked": texts("blocked by you"),
        "closed": texts("closed"),
        "offered": texts("not sent"),
        "sent": texts("sent"),
        "retracted": texts("taken back"),
        "asked_back": texts("asked back"),
        "approved": texts("approved"),
        "refused": texts("refused"),
        "dropped": texts("dropped"),
        "upsert": texts("written"),
        "withdraw": texts("withdrawn"),
    }[text]


def _content(text: str, texts: Texts) -> str:
    return {"text": texts("text"), "photo": texts("photo"), "document": texts("document")}[text]


WORDS: Mapping[str, Callable[[str, Texts], str]] = {
    "role": _role,
    "acting_role": _role,
    "sender_role": _role,
    "kind": _kind,
    "kinds": _kind,
    "state": _state,
    "op": _state,
    "content": _content,
    "locale": lambda text, _: LANGUAGES[text],
    "grades_when": lambda text, texts: when_said(GradesWhen(text), texts).lower(),
    "action": lambda text, texts: actions(texts)[text],
    "page": page_said,
    "answer": lambda text, texts: answer_said(AbsenceAnswer(text), texts),
    "tone": lambda text, texts: tone_said(text, texts).lower(),
    "presence": presence_said,
    "justification": justification_said,
    "change": change_said,
    "who": lambda text, texts: who_said(Who(text), texts),
    "reason": refusal_said,
    "colour": lambda text, _: SQUARES[Colour(text)],
}
