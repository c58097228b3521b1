"""/privacy: the consent, who else sees each child, and what a person may do about it."""

from collections.abc import Sequence

from diary.models.consents import GivenConsent
from diary.models.delegation import Subjects
from diary.models.people import STAFF_ROLES, Link, Role
from diary.models.privacy import Overview, Watched
from diary.models.school import School
from views.naming import called, role_said, student_said
from views.notifications.drawing import dotted
from views.privacy.callbacks import PrivacyCallback, PrivacyStep
from views.rendered import Button, Rendered
from views.texts import Texts
from views.trusted.scope import sees_said

MOST_CHILDREN = 4
"""Who has more, or many who see them, finds all of it in the export."""

LONGEST_LINE = 220


def privacy_screen(overview: Overview, school: School, texts: Texts) -> Rendered:
    shown = overview.children[:MOST_CHILDREN]
    lines = [_consent(overview.consent, school, texts)]
    if shown:
        lines.append(texts("Who else sees the diary:"))
        lines += [f"• {_watched(one, overview.subjects, school, texts)}" for one in shown]
        lines.append(
            texts("And the class teacher, the teachers and the school office, as far as their duties go.")
        )
    if overview.roles & STAFF_ROLES:
        lines.append(texts("You are here as staff: your name and roles are in the school's roster."))
    return Rendered(text="\n".join(lines), rows=_rows(overview, texts))


def _consent(given: GivenConsent | None, school: School, texts: Texts) -> str:
    if given is None:
        return texts("You have no consent in force.")
    day = given.given_at.astimezone(school.timezone).date()
    return texts(
        "Your consent: version {version}, given on {date}.",
        version=given.version,
        date=f"{texts.date(day)} {day.year}",
    )


def _watched(one: Watched, subjects: Subjects, school: School, texts: Texts) -> str:
    child = student_said(one.student, texts)
    if one.link.role is Role.TRUSTED:
        return f"{child}: {texts('the parents')}"
    readers = [_holder(each, subjects, school, texts) for each in one.others]
    readers += [_group(label, texts) for label in one.groups]
    others = "; ".join(readers) or texts("nobody but you")
    said = f"{child}: {others}"
    return said if len(said) <= LONGEST_LINE else said[: LONGEST_LINE - 1] + "…"


def _holder(link: Link, subjects: Subjects, school: School, texts: Texts) -> str:
    role = role_said(link.role, texts).lower()
    who = f"{called(link.label, texts)} ({role})" if link.label else role
    narrowed = link.scope.kinds is not None or link.scope.subjects is not None
    sees = sees_said(link.scope, subjects, texts) if narrowed else ""
    return dotted(who, sees, _until(link, school, texts))


def _group(label: str, texts: Texts) -> str:
    said = texts("a family's group chat")
    return f"{said} ({called(label, texts)})" if label else said


def _until(link: Link, school: School, texts: Texts) -> str:
    if link.valid_until is None:
        return ""
    day = link.valid_until.astimezone(school.timezone).date()
    return texts("until {day}", day=texts.date(day))


def _rows(overview: Overview, texts: Texts) -> Sequence[Sequence[Button]]:
    rows = [
        [button(texts("Full text"), PrivacyStep.TEXT)],
        [button(texts("Export my data"), PrivacyStep.EXPORT)],
    ]
    if overview.consent is not None:
        rows.append([button(texts("Withdraw consent"), PrivacyStep.WITHDRAW)])
    rows.append([button(texts("Erase everything about me"), PrivacyStep.ERASE)])
    return rows


def button(text: str, step: PrivacyStep) -> Button:
    return Button(text=text, callback_data=PrivacyCallback(step=step).pack())
