"""The letter for a code that was just handed out."""

from diary.models.handing_out import HandedOut
from diary.models.people import Name
from diary.models.school import School
from views.letters.letter import Letter

NOBODY = Name(family_name="", given_name="")


def letter_of(handed: HandedOut, school: School) -> Letter:
    wanted, student, member = handed.wanted, handed.wanted.student, handed.wanted.member
    holder = student or member
    return Letter(
        role=wanted.role,
        name=holder.name if holder else NOBODY,
        class_name=student.class_name if student else "",
        label=wanted.label or "",
        code=handed.code,
        link=handed.link,
        valid_until=handed.expires_at.astimezone(school.timezone).date(),
    )
