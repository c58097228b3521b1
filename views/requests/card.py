"""A request as the office reads it: what is claimed beside what the roster says."""

from diary.models.requests import Candidate, Card, ClaimField, Request, RequestKind
from diary.models.school import School
from diary.rules.claims import FIELDS
from views.naming import called, student_said
from views.requests.child import holder_said
from views.requests.desk import marks, outcome_said
from views.requests.words import claim_said, field_said, kind_said
from views.texts import Texts


def card_said(card: Card, texts: Texts, school: School) -> str:
    request = card.request
    day = texts.date(request.sent_at.astimezone(school.timezone).date())
    lines = [f"№ {request.id} · {kind_said(request.kind, texts)} · {day}"]
    if not request.undecided:
        return "\n".join([*lines, outcome_said(card, texts)])
    lines += _claimed(request, texts)
    lines += _asker(card, texts)
    lines += _talked(request, texts)
    lines += _matches(card, texts)
    if card.barred:
        lines.append(texts("⛔ An order keeps somebody from this child: see /children before you decide."))
    return "\n".join(lines)


def _claimed(request: Request, texts: Texts) -> list[str]:
    claims = request.claims
    if ClaimField.TEXT in claims:
        return [texts.quoted(claims[ClaimField.TEXT])]
    said = [claim_said(field, claims, texts) for field in FIELDS.get(request.kind, ())]
    return [texts("Says: {claims}", claims=" · ".join(said))] if said else []


def _asker(card: Card, texts: Texts) -> list[str]:
    if card.student is None:
        return []
    asker = called(card.asker.label, texts) if card.asker else ""
    lines = [" · ".join(part for part in (student_said(card.student, texts), asker) if part)]
    if card.request.kind is RequestKind.CORRECTION:
        lines.append(
            texts(
                "First correct it in the school's list (access: /children), then tap: the family hears of it."
            )
        )
    if card.request.kind is RequestKind.SECOND_CODE:
        held = "; ".join(holder_said(one, texts) for one in card.holders)
        lines.append(texts("Have access now: {holders}", holders=held))
    return lines


def _talked(request: Request, texts: Texts) -> list[str]:
    if ClaimField.QUESTION not in request.claims:
        return []
    asked = texts("You asked: {text}", text=texts.quoted(request.claims[ClaimField.QUESTION]))
    if ClaimField.ANSWER in request.claims:
        answer = texts("The answer: {text}", text=texts.quoted(request.claims[ClaimField.ANSWER]))
        return [f"{asked} {answer}"]
    return [f"{asked} {texts('There is no answer yet.')}"]


def _matches(card: Card, texts: Texts) -> list[str]:
    if card.student is not None:
        return []
    lines = [_candidate(one, texts) for one in card.candidates]
    lines += [
        f"{texts.name_short(one.employee.name)}: {marks([(texts('full name'), one.name)], texts)}"
        + (" · " + texts("has a chat, which is closed then") if one.employee.reachable else "")
        for one in card.employees
    ]
    if not lines:
        return [texts("Nobody in the school's list is like that.")]
    lines.insert(0, texts("In the school's list:"))
    if not card.request.seen_in_person:
        lines.append(texts("To approve, choose who it is and tick that you have seen the applicant."))
    return lines


def _candidate(one: Candidate, texts: Texts) -> str:
    parts = [
        (texts("full name"), one.name),
        (field_said(ClaimField.BIRTH_DATE, texts).lower(), one.birth_date),
        (field_said(ClaimField.CLASS_NAME, texts).lower(), one.class_name),
    ]
    return f"{student_said(one.student, texts)}: {marks(parts, texts)}"
