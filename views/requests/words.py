"""What the things of requests are called."""

from datetime import date

from diary.errors import ClaimFlaw
from diary.models.requests import ClaimField, Claims, Refusal, RequestKind, Who
from views.texts import Texts


def kind_said(kind: RequestKind, texts: Texts) -> str:
    return {
        RequestKind.GUARDIAN: texts("a parent asks for access"),
        RequestKind.STAFF: texts("a staff member asks for access"),
        RequestKind.SECOND_CODE: texts("a code for the second parent"),
        RequestKind.RECOVERY: texts("access lost with an old account"),
        RequestKind.CORRECTION: texts("something is wrong in the list"),
    }[kind]


def who_said(who: Who, texts: Texts) -> str:
    return {
        Who.MOTHER: texts("Mother"),
        Who.FATHER: texts("Father"),
        Who.REPRESENTATIVE: texts("Official representative"),
    }[who]


def label_of(claims: Claims, texts: Texts) -> str:
    """Return what tells one guardian of a child from another."""
    said = {
        Who.MOTHER.value: texts("mother"),
        Who.FATHER.value: texts("father"),
        Who.REPRESENTATIVE.value: texts("official representative"),
    }
    return said.get(claims.get(ClaimField.WHO, ""), "")


def refusal_said(reason: str, texts: Texts) -> str:
    """Return the chosen reason, or what was written."""
    said = {
        Refusal.NOT_SHOWN.value: texts("No document was shown at the school office."),
        Refusal.DIFFERS.value: texts("What you wrote differs from the school's list."),
    }
    return said.get(reason, reason)


def field_said(field: ClaimField, texts: Texts) -> str:
    return {
        ClaimField.WHO: texts("Who you are"),
        ClaimField.FAMILY_NAME: texts("Family name"),
        ClaimField.GIVEN_NAME: texts("Given name"),
        ClaimField.BIRTH_DATE: texts("Birth date"),
        ClaimField.CLASS_NAME: texts("Class"),
        ClaimField.POSITION: texts("Position"),
    }[field]


def claim_said(field: ClaimField, claims: Claims, texts: Texts) -> str:
    """Return what is claimed, as people read it."""
    value = claims.get(field, "")
    if field is ClaimField.WHO:
        return who_said(Who(value), texts)
    if field is ClaimField.BIRTH_DATE and value:
        day = date.fromisoformat(value)
        return f"{texts.date(day)} {day.year}"
    return value


def flaw_said(flaw: ClaimFlaw, texts: Texts) -> str:
    """Return what is wrong with what was written, and how to mend it."""
    return {
        ClaimFlaw.EMPTY: texts("Please write it in words."),
        ClaimFlaw.TOO_LONG: texts("That is too long: please write it shorter."),
        ClaimFlaw.NOT_A_NAME: texts("A name is letters, spaces and hyphens only. Please write it once more."),
        ClaimFlaw.DATE_UNREADABLE: texts(
            "I cannot read that as a date. Write day, month and year, such as 01.05.2013."
        ),
        ClaimFlaw.DATE_UNLIKELY: texts(
            "A schoolchild cannot have been born on that day. Please check the year."
        ),
        ClaimFlaw.CLASS_UNREADABLE: texts("A class is a number up to 13, mostly with a letter, such as 7B."),
        ClaimFlaw.NOT_A_CHOICE: texts("Please tap one of the buttons."),
    }[flaw]
