"""Which changes of an entry are told, and ask for a new signature."""

from diary.kinds.definition import KindDefinition
from diary.models.entries import Content


def is_told(definition: KindDefinition, old: Content, new: Content) -> bool:
    """Whether people hear of the change; other changes are edited silently into what they have.

    What tells nobody turning into something else that tells nobody is no news either.
    """
    if definition.stored_only(old.details) and definition.stored_only(new.details):
        return False
    if any(old.details.get(name) != new.details.get(name) for name in definition.told):
        return True
    return any(_shared(old, name) != _shared(new, name) for name in definition.told_too)


def _shared(content: Content, name: str) -> object:
    return {
        "subject": content.subject_id,
        "teacher": content.staff_id,
        "date": content.day,
        "lesson": content.lesson,
    }[name]
