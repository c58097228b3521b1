"""What the diary's things and roles are called."""

from diary.models.entries import Kind
from diary.models.people import Role
from views.texts import Texts


def role_said(role: Role, texts: Texts) -> str:
    return {
        Role.GUARDIAN: texts("Parent"),
        Role.TRUSTED: texts("Trusted person"),
        Role.STUDENT: texts("Student"),
        Role.TEACHER: texts("Teacher"),
        Role.OFFICE: texts("School office"),
    }[role]


def kind_said(kind: Kind, texts: Texts) -> str:
    return {
        Kind.GRADE: texts("grade"),
        Kind.TERM_GRADE: texts("term grade"),
        Kind.ATTENDANCE: texts("absence"),
        Kind.HOMEWORK: texts("homework"),
        Kind.TEST: texts("test"),
        Kind.REMARK: texts("remark"),
        Kind.ANNOUNCEMENT: texts("announcement"),
        Kind.MEETING: texts("meeting"),
        Kind.TIMETABLE_CHANGE: texts("timetable change"),
    }.get(kind, texts("entry"))
