"""What is told of requests: to the office that they came, to whoever asked what became of them."""

from diary.models.ids import CodeId
from diary.models.people import Role
from diary.models.requests import APPLICATIONS, RequestKind
from views.naming import called, role_said
from views.rendered import Button
from views.requests.applying import granted_rows, granted_said
from views.requests.callbacks import DeskAct, DeskCallback, DeskListCallback, OwnAct, OwnRequestCallback
from views.requests.words import kind_said, refusal_said
from views.texts import Texts
from views.told import Data, Drawings, Told, child_said


def _sent(data: Data, texts: Texts) -> Told:
    text = texts("New at the office: {what}.", what=_kind(data, texts))
    return Told(text=text, rows=[[_open(data, texts)]])


def _answered(data: Data, texts: Texts) -> Told:
    text = texts("An answer has come: {what}.", what=_kind(data, texts))
    return Told(text=text, rows=[[_open(data, texts)]])


def _waiting(data: Data, texts: Texts) -> Told:
    text = texts.plural(
        "{n} request has waited for three working days.",
        "{n} requests have waited for three working days.",
        data["count"],
    )
    button = Button(text=texts("All requests"), callback_data=DeskListCallback().pack())
    return Told(text=text, rows=[[button]])


def _approved(data: Data, texts: Texts) -> Told:
    rows = granted_rows(CodeId(data["code"]), data["version"], texts)
    return Told(text=granted_said(texts), rows=rows)


def _refused(data: Data, texts: Texts) -> Told:
    reason = refusal_said(data["reason"], texts)
    if RequestKind(data["kind"]) not in APPLICATIONS:
        no = texts("The school has answered no: {what}.", what=_kind(data, texts))
        return Told(text=f"{no}\n{reason}")
    text = texts("The school has answered no to your application.") + f"\n{reason}"
    return Told(text=text, rows=[[_own(texts("Correct and send again"), data, OwnAct.RESUME)]])


def _asked_back(data: Data, texts: Texts) -> Told:
    text = texts("The school asks: {question}", question=texts.quoted(data["question"]))
    return Told(text=text, rows=[[_own(texts("Answer"), data, OwnAct.ANSWER)]])


def _done(data: Data, texts: Texts) -> str:
    del data
    return texts("The school office has put it right. Thank you for telling!")


def _code_at_school(data: Data, texts: Texts) -> str:
    del data
    return texts("The second parent's code is ready: the school office hands it out.")


def _code_in_chat(data: Data, texts: Texts) -> Told:
    text = texts("The school has granted a code for the second parent. It is shown once, when you tap.")
    return Told(text=text, rows=[[_own(texts("Show the code"), data, OwnAct.CODE)]])


def _moved(data: Data, texts: Texts) -> str:
    del data
    return "\n".join(
        [
            texts("The diary has moved to your new account. This chat gets nothing more."),
            texts("If that was not you, tell the school office at once."),
        ]
    )


def _recovered(data: Data, texts: Texts) -> str:
    del data
    return "\n".join(
        [
            texts("The school office has given your access to another account, and closed this one."),
            texts("If that was not you, tell the school office at once."),
        ]
    )


def _cut_off(data: Data, texts: Texts) -> str:
    del data
    return texts(
        "The access from this account was closed: the phone was said to be stolen. "
        "If that is a mistake, the school office gives it back."
    )


def _cut_off_told(data: Data, texts: Texts) -> str:
    who = called(data["label"], texts) or role_said(Role(data["role"]), texts).lower()
    return "\n".join(
        [
            f"{child_said(data, texts)} · {who}",
            texts("This chat was closed: the phone was said to be stolen. The right itself stays."),
            texts("A new account gets it back through /requests."),
        ]
    )


def _kind(data: Data, texts: Texts) -> str:
    return kind_said(RequestKind(data["kind"]), texts)


def _open(data: Data, texts: Texts) -> Button:
    callback = DeskCallback(request=data["request"], act=DeskAct.OPEN)
    return Button(text=texts("Open"), callback_data=callback.pack())


def _own(text: str, data: Data, act: OwnAct) -> Button:
    return Button(text=text, callback_data=OwnRequestCallback(request=data["request"], act=act).pack())


DRAWINGS: Drawings = {
    "request_sent": _sent,
    "request_answered": _answered,
    "request_waiting": _waiting,
    "request_approved": _approved,
    "request_refused": _refused,
    "request_asked_back": _asked_back,
    "request_done": _done,
    "request_code_at_school": _code_at_school,
    "request_code_in_chat": _code_in_chat,
    "account_moved": _moved,
    "account_recovered": _recovered,
    "account_cut_off": _cut_off,
    "cut_off_told": _cut_off_told,
}
