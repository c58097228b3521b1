"""How the content of a revision stands in `entry_revision.content`.

`{"audience": {"student": 5}, "subject": 1, "teacher": 2, "date": "2026-09-14", "lesson": 2,
"published_at": "2026-09-14T06:10:00+00:00", "details": {"value": "5"}}`: our own row ids, in `details` too
(`new.subject`, `new.teacher`). What is not set is left out; an audience is a student, class, group or school.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from diary.models.entries import Audience, Content
from diary.models.ids import ClassId, GroupId, StaffId, StudentId, SubjectId


def dump(content: Content) -> dict[str, Any]:
    """Return what to store; equal contents give equal results."""
    document: dict[str, Any] = {"audience": _dump_audience(content.audience)}
    if content.subject_id is not None:
        document["subject"] = content.subject_id
    if content.staff_id is not None:
        document["teacher"] = content.staff_id
    if content.day is not None:
        document["date"] = content.day.isoformat()
    if content.lesson is not None:
        document["lesson"] = content.lesson
    if content.published_at is not None:
        document["published_at"] = content.published_at.astimezone(UTC).isoformat()
    document["details"] = dict(content.details)
    return document


def load(document: Mapping[str, Any]) -> Content:
    audience = document["audience"]
    day, published_at = document.get("date"), document.get("published_at")
    subject, teacher = document.get("subject"), document.get("teacher")
    return Content(
        audience=_load_audience(audience),
        subject_id=None if subject is None else SubjectId(subject),
        staff_id=None if teacher is None else StaffId(teacher),
        day=None if day is None else date.fromisoformat(day),
        lesson=document.get("lesson"),
        published_at=None if published_at is None else datetime.fromisoformat(published_at),
        details=document["details"],
    )


def _dump_audience(audience: Audience) -> dict[str, Any]:
    if audience.student_id is not None:
        return {"student": audience.student_id}
    if audience.class_id is not None:
        return {"class": audience.class_id}
    if audience.group_id is not None:
        return {"group": audience.group_id}
    return {"school": True}


def _load_audience(document: Mapping[str, Any]) -> Audience:
    student, klass, group = document.get("student"), document.get("class"), document.get("group")
    return Audience(
        student_id=None if student is None else StudentId(student),
        class_id=None if klass is None else ClassId(klass),
        group_id=None if group is None else GroupId(group),
        school=bool(document.get("school")),
    )
