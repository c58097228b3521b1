"""What has happened around a chat: a link, an answer, a block, something lost or missed."""

from diary.models.acknowledgements import AbsenceAnswer
from diary.models.deliveries import Topic
from diary.models.entries import Kind
from diary.models.people import Role
from views.naming import called, role_said
from views.notifications.kinds import kind_said
from views.office.callbacks import CodesCallback, CodesStep
from views.rendered import Button
from views.texts import Texts
from views.told import Data, Drawings, Told, child_said

MOST_LINES = 20


def _linked(data: Data, texts: Texts) -> str:
    who = {
        Role.STUDENT.value: texts("the student's own chat"),
        Role.TRUSTED.value: texts("a trusted person's chat"),
    }.get(data["role"], texts("another parent's chat"))
    label = f" ({called(data['label'], texts)})" if data["label"] else ""
    return "\n".join(
        [
            texts("{child}: one more chat is linked", child=child_said(data, texts)),
            texts("It is {who}, by a code from the school.", who=who + label),
            texts("If that surprises you, tell the school office."),
        ]
    )


def _absence_answer(data: Data, texts: Texts) -> str:
    said = {
        AbsenceAnswer.LATE.value: texts("Running late."),
        AbsenceAnswer.AWAY.value: texts("Not coming today."),
        AbsenceAnswer.CALL.value: texts("Does not know where the child is: please call them now."),
    }[data["answer"]]
    urgent = "❗ " if data["answer"] == AbsenceAnswer.CALL.value else ""
    label = called(data["label"], texts)
    parent = texts("Parent ({label})", label=label) if label else texts("Parent")
    lesson = texts("lesson {number}", number=data["lesson"]) if data.get("lesson") else ""
    heading = " · ".join(part for part in (child_said(data, texts), lesson) if part)
    return "\n".join(
        [
            f"{urgent}{heading}",
            f"{parent}: {said}",
            texts("To answer, reply to this message."),
        ]
    )


def _code_alarm(data: Data, texts: Texts) -> str:
    return texts(
        "❗ Someone may be guessing access codes: {count} failed tries within an hour. "
        "The codes are protected; if this goes on, tell whoever runs the bot.",
        count=data["tries"],
    )


def _chat_blocked(data: Data, texts: Texts) -> str:
    who = "\n".join(f"· {_holder(one, texts)}" for one in data["who"])
    return texts("This chat has blocked the bot and hears nothing of the diary any more:") + "\n" + who


def _holder(one: Data, texts: Texts) -> str:
    label = called(one["label"], texts) or role_said(Role(one["role"]), texts).lower()
    return f"{child_said(one, texts)} ({label})"


def _undelivered(data: Data, texts: Texts) -> str:
    things = [_thing(one, texts) for one in data["things"][:MOST_LINES]]
    if len(data["things"]) > MOST_LINES:
        things.append("…")
    return (
        texts("❗ This could not be delivered, please tell the family yourselves:") + "\n" + "\n".join(things)
    )


def _thing(one: Data, texts: Texts) -> str:
    what = kind_said(Kind(one["kind"]), texts) if one["kind"] else texts("a message")
    child = child_said(one, texts) if "student" in one else ""
    return "· " + ": ".join(part for part in (child, what) if part)


def _letters_lost(data: Data, texts: Texts) -> Told:
    text = "\n".join(
        [
            texts("❗ {name}: the letters may not have reached you, the bot was stopped.", name=data["name"]),
            texts.plural(
                "If the file is not in this chat, nobody holds its {n} code: make the letters again.",
                "If the file is not in this chat, nobody holds its {n} codes: make the letters again.",
                data["codes"],
            ),
        ]
    )
    # those in no class have no button of their own
    step = CodesStep.REPLACE if data["whose"] else CodesStep.CLASSES
    callback = CodesCallback(step=step, id=data["whose"])
    return Told(text=text, rows=[[Button(text=texts("Make them again"), callback_data=callback.pack())]])


def _missed(data: Data, texts: Texts) -> str:
    entries, letters = data.get(Topic.ENTRY.value, 0), data.get(Topic.RELAY.value, 0)
    missed = []
    if entries:
        missed.append(texts.plural("{n} entry of the diary", "{n} entries of the diary", entries))
    if letters:
        missed.append(texts.plural("{n} message", "{n} messages", letters))
    parts = [texts("Good to have you back!")]
    if missed and data.get("away"):
        parts.append(texts("While your access was closed you missed: {missed}.", missed=", ".join(missed)))
    elif missed:
        parts.append(texts("While the bot was blocked you missed: {missed}.", missed=", ".join(missed)))
    return " ".join([*parts, texts("The diary is here: /week, messages: /messages")])


DRAWINGS: Drawings = {
    "linked": _linked,
    "absence_answer": _absence_answer,
    "code_alarm": _code_alarm,
    "chat_blocked": _chat_blocked,
    "undelivered": _undelivered,
    "letters_lost": _letters_lost,
    "missed_summary": _missed,
}
