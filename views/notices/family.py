"""What has happened to the rights on children: chats linked to a class."""

from diary.models.people import Role
from views.texts import Texts
from views.told import Data, Drawings


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


DRAWINGS: Drawings = {"new_links": _new_links}
