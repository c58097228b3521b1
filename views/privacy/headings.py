"""What the parts of an export are called."""

from collections.abc import Mapping
from datetime import datetime

from diary.models.entries import Json, Kind
from diary.models.people import Role
from diary.models.school import School
from views.naming import role_said
from views.notifications.kinds import kind_said
from views.texts import Texts


def section_said(name: str, texts: Texts) -> str:
    said = {
        "person": texts("You"),
        "accounts": texts("Telegram accounts"),
        "chats": texts("Chats and their settings"),
        "consents": texts("Consents"),
        "links": texts("Your access to diaries"),
        "trusted": texts("Whom you trusted with a child"),
        "roles": texts("Roles at school"),
        "codes": texts("Access codes, without the codes themselves"),
        "signatures": texts("Your signatures"),
        "letters": texts("Letters"),
        "requests": texts("Your requests to the school"),
        "orders": texts("Orders that keep you from a diary"),
        "names": texts("What you call the children"),
        "notices": texts("What the bot told you"),
        "messages": texts("Messages in your chats: numbers and times"),
        "tries": texts("Failed tries at codes"),
        "dialogues": texts("Dialogues under way"),
        "log": texts("The log: what you did, and what of the diary you were shown"),
        "student": texts("In the roster"),
        "classes": texts("Classes"),
        "groups": texts("Groups"),
        "entries": texts("The diary, with all versions"),
    }
    return said.get(name, name)


def column_said(name: str, texts: Texts) -> str:
    said = {
        "family_name": texts("family name"),
        "given_name": texts("given name"),
        "created_at": texts("since"),
        "ended_at": texts("until"),
        "valid_from": texts("since"),
        "valid_to": texts("until"),
        "valid_until": texts("until"),
        "version": texts("version"),
        "given_at": texts("given"),
        "withdrawn_at": texts("withdrawn"),
        "revoked_at": texts("revoked"),
        "role": texts("role"),
        "sender_role": texts("written as"),
        "label": texts("called"),
        "kinds": texts("kinds of entries"),
        "kind": texts("kind"),
        "date": texts("date"),
        "subject": texts("subject"),
        "lesson": texts("lesson"),
        "revision": texts("version"),
        "signed_at": texts("signed"),
        "answer": texts("answer"),
        "text": texts("text"),
        "content": texts("content"),
        "sent_at": texts("sent"),
        "recorded_at": texts("recorded"),
        "at": texts("when"),
        "action": texts("what"),
        "what": texts("what"),
        "name": texts("name"),
        "birth_date": texts("birth date"),
        "telegram_user_id": texts("account number"),
        "chat_id": texts("chat number"),
        "locale": texts("language"),
        "claims": texts("what you said"),
        "reason": texts("reason"),
        "state": texts("state"),
        "short_name": texts("short name"),
        "colour": texts("colour"),
    }
    return said.get(name, name.replace("_", " "))


def value_said(column: str, value: Json, school: School, texts: Texts) -> str:
    """Return a cell; what is not known here stands as it is stored."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return texts("yes") if value else texts("no")
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {value_said(key, one, school, texts)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(value_said(column, one, school, texts) for one in value)
    return _word_said(column, str(value), school, texts)


def _word_said(column: str, text: str, school: School, texts: Texts) -> str:
    if column in {"role", "sender_role"} and text in set(Role):
        return role_said(Role(text), texts)
    if column in {"kind", "kinds"} and text in set(Kind):
        return kind_said(Kind(text), texts)
    if column == "at" or column.endswith("_at") or column == "valid_until":
        return _moment(text, school)
    return text


def _moment(text: str, school: School) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{moment.astimezone(school.timezone):%Y-%m-%d %H:%M}" if moment.tzinfo else text
