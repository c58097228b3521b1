"""When two names are one person's, whatever the spelling."""

from diary.models.people import Name
from diary.rules.alphabets import fold


def name_key(name: Name) -> tuple[str, str]:
    """Return the family and given name as they are compared; the patronymic is often left out."""
    return fold(name.family_name), fold(name.given_name)


def whole_key(name: Name) -> str:
    return " ".join(filter(None, (*name_key(name), fold(name.patronymic))))


def same_person(one: Name, other: Name) -> bool:
    """Whether the names agree; initials agree with what they begin."""
    return (
        fold(one.family_name) == fold(other.family_name)
        and _agree(one.given_name, other.given_name)
        and _agree(one.patronymic, other.patronymic)
    )


def _agree(one: str, other: str) -> bool:
    one, other = fold(one), fold(other)
    if one == other or not one or not other:
        return True
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) == 1 and longer.startswith(shorter)


def whole_name(name: Name) -> str:
    return " ".join(filter(None, (name.family_name, name.given_name, name.patronymic)))
