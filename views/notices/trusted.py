"""What happens to rights that guardians have passed on."""

from collections.abc import Sequence
from datetime import date, timedelta

from diary.models.delegation import Ending
from diary.models.entries import Kind
from diary.models.people import Role, Scope
from views.naming import called, role_said
from views.notifications.drawing import capitalised, dotted
from views.rendered import Button
from views.texts import Texts
from views.told import Data, Drawings, Told, child_said
from views.trusted.callbacks import TrustedCardCallback, TrustedDayCallback
from views.trusted.scope import described, writes_said

WEEK, MONTH = timedelta(days=7), timedelta(days=30)


def _linked(data: Data, texts: Texts) -> Told:
    who = _who(data, texts)
    giver = data["giver"]
    if giver is None:
        by = texts("By the code that you gave out.")
    elif giver:
        by = texts("By a code from another parent ({label}).", label=called(giver, texts))
    else:
        by = texts("By a code from another parent.")
    lines = [
        texts("{child}: the diary is now open — {who}", child=child_said(data, texts), who=who),
        capitalised(
            dotted(_sees(data["scope"], texts), _until(data["until"], texts), _writes(data["scope"], texts))
        ),
        by,
        texts("Whom you all trust, and how to take it back: /trusted"),
    ]
    return Told(text="\n".join(lines), rows=[[_open(data["link"], texts)]])


def _changed(data: Data, texts: Texts) -> str:
    lines = [
        texts("{child}: what is open to you has changed", child=child_said(data, texts)),
        capitalised(dotted(_sees(data["scope"], texts), _until(data["until"], texts))),
        texts("You may write to the teachers.")
        if data["scope"]["may_write"]
        else texts("Writing to the teachers is not open to you."),
    ]
    return "\n".join(lines)


def _ending(data: Data, texts: Texts) -> str:
    day = texts.date(date.fromisoformat(data["until"]))
    return "\n".join(
        [
            texts("{child}: your access ends on {day}", child=child_said(data, texts), day=day),
            texts("If you need it longer, ask the parent who gave it to you."),
        ]
    )


def _ending_soon(data: Data, texts: Texts) -> Told:
    last = date.fromisoformat(data["until"])
    who = _who(data, texts)
    text = texts(
        "{child}: the access ends on {day} — {who}",
        child=child_said(data, texts),
        who=who,
        day=texts.date(last),
    )

    def longer(text: str, span: timedelta) -> Button:
        day = (last + span).toordinal()
        return Button(text=text, callback_data=TrustedDayCallback(link=data["link"], day=day).pack())

    rows = [[longer(texts("A week more"), WEEK), longer(texts("A month more"), MONTH)]]
    return Told(text=text, rows=[*rows, [_open(data["link"], texts)]])


def _ended(data: Data, texts: Texts) -> str:
    child = child_said(data, texts)
    if data["why"] == Ending.OVER:
        said = texts("{child}: your access has ended, as it was agreed", child=child)
    else:
        said = texts("{child}: your access was taken back", child=child)
    return "\n".join([said, texts("Nothing more is sent to you. Questions? Ask the child's parents.")])


def _revoked(data: Data, texts: Texts) -> str:
    who = _who(data, texts)
    label = called(data["by"], texts)
    by = texts("another parent ({label})", label=label) if label else texts("another parent")
    heading = texts("{child}: the access was taken back — {who}", child=child_said(data, texts), who=who)
    return "\n".join([heading, texts("By {who}.", who=by)])


def _sees(scope: Data, texts: Texts) -> str:
    kinds = scope["kinds"]
    read = Scope(kinds=None if kinds is None else frozenset(Kind(kind) for kind in kinds))
    subjects: Sequence[str] | None = scope["subjects"]
    return described(read, subjects, texts)


def _writes(scope: Data, texts: Texts) -> str:
    return writes_said(Scope(may_write=scope["may_write"]), texts)


def _who(data: Data, texts: Texts) -> str:
    return called(data["label"], texts) or role_said(Role.TRUSTED, texts).lower()


def _until(day: str | None, texts: Texts) -> str:
    return texts("until {day}", day=texts.date(date.fromisoformat(day))) if day else ""


def _open(link: int, texts: Texts) -> Button:
    data = TrustedCardCallback(link=link, apart=True).pack()
    return Button(text=texts("See and change"), callback_data=data)


DRAWINGS: Drawings = {
    "trusted_linked": _linked,
    "trusted_changed": _changed,
    "trusted_ending": _ending,
    "trusted_ending_soon": _ending_soon,
    "trusted_ended": _ended,
    "trusted_revoked": _revoked,
}
