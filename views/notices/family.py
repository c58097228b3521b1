"""What has happened to the rights on children: chats linked to a class."""

from diary.models.farewells import CHILD_LEFT, STAFF_LEFT
from diary.models.people import Name, Role
from views.naming import called, own_name, role_said
from views.texts import Texts
from views.told import OWN_VIEW, Data, Drawings, child_said


def _new_links(data: Data, texts: Texts) -> str:
    counts = data["counts"]
    guardians, trusted, students = (
        counts.get(role.value, 0) for role in (Role.GUARDIAN, Role.TRUSTED, Role.STUDENT)
    )
    parts = []
    if guardians:
        parts.append(texts.plural("{n} parent", "{n} parents", guardians))
    if trusted:
        parts.append(texts.plural("{n} trusted person", "{n} trusted persons", trusted))
    if students:
        parts.append(texts.plural("{n} student", "{n} students", students))
    heading = texts("{name}: newly linked to the diary today", name=data["class"])
    return f"{heading}\n{', '.join(parts)}"


def _group_linked(data: Data, texts: Texts) -> str:
    label = called(data["label"], texts)
    parent = texts("Parent ({label})", label=label) if label else texts("Parent")
    return "\n".join(
        [
            texts("{child}: the diary goes to a family's group chat too", child=child_said(data, texts)),
            texts("Linked by: {who}. Everybody in that group reads it.", who=parent),
        ]
    )


def _group_lost(data: Data, texts: Texts) -> str:
    removed = (
        texts("I was removed from the group {group}.", group=texts.quoted(data["title"]))
        if data["title"]
        else texts("I was removed from a family's group.")
    )
    return removed + " " + texts("The diary goes there no longer. Add me again, and it goes on.")


def _group_back(data: Data, texts: Texts) -> str:
    return texts(
        "I am in the group {group} again, and the diary goes there. To end it: /settings",
        group=texts.quoted(data["title"]),
    )


def _access_revoked(data: Data, texts: Texts) -> str:
    return "\n".join(
        [
            texts("{child}: your access to the diary has ended.", child=child_said(data, texts)),
            texts("It is the school's decision. Please ask the school office about it."),
        ]
    )


def _child_left(data: Data, texts: Texts) -> str:
    child = own_name(texts.name_full(Name(**data["student"])), data.get(OWN_VIEW))
    mend = (
        texts("If that is a mistake, tell the parents: a new code comes from them.")
        if data["trusted"]
        else texts("If that is a mistake, tell the school office: you will need a new code.")
    )
    gone = texts("{child} is not on the school's lists any more, and the diary is closed.", child=child)
    return f"{gone}\n{mend}"


def _staff_left(data: Data, texts: Texts) -> str:
    roles = ", ".join(role_said(Role(one), texts).lower() for one in data["roles"])
    closed = texts("By the school's lists your access as staff is closed ({roles}).", roles=roles)
    mend = texts("If that is a mistake, tell the school office: you will need a new code.")
    return f"{closed}\n{mend}"


def _group_left(_: Data, texts: Texts) -> str:
    return texts("The diary does not come here any more. A parent can link this chat again: /start")


def _group_paused(_: Data, texts: Texts) -> str:
    return texts("The diary does not come here for now.")


DRAWINGS: Drawings = {
    CHILD_LEFT: _child_left,
    STAFF_LEFT: _staff_left,
    "access_revoked": _access_revoked,
    "new_links": _new_links,
    "group_linked": _group_linked,
    "group_lost": _group_lost,
    "group_back": _group_back,
    "group_left": _group_left,
    "group_paused": _group_paused,
}
