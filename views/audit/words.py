"""Each line of the audit in words: who, what, about whom."""

from datetime import date

from diary.models.auditing import AuditLine, Called, EntryNamed
from diary.models.people import Role, Student
from views import naming
from views.naming import role_said
from views.notifications.kinds import kind_said
from views.texts import Texts


def line_said(line: AuditLine, texts: Texts, *, child: bool) -> str:
    """Return the line without its time; `child`: with whom it is about."""
    whom = line.person if line.person and (line.actor is None or line.person.id != line.actor.id) else None
    who = called_said(line.actor, texts) if line.actor else ""
    parts = [
        who,
        done_said(line, texts),
        called_said(whom, texts) if whom else "",
        student_said(line.student, texts) if child and line.student else "",
    ]
    return " · ".join(part for part in parts if part)


def called_said(called: Called | None, texts: Texts) -> str:
    """Return e.g. "мама (parent)", a member of staff's name, or a bare number."""
    if called is None:
        return ""
    if called.name is not None:
        return texts.name_short(called.name)
    if called.erased:
        return texts("erased no. {number}", number=called.id)
    role = role_said(called.role, texts).lower() if called.role else ""
    if called.label:
        return f"{naming.called(called.label, texts)} ({role})"
    return f"{role or texts('person')} № {called.id}"


def student_said(student: Student, texts: Texts) -> str:
    return ", ".join(part for part in (texts.name_full(student.name), student.class_name) if part)


def entry_said(entry: EntryNamed, texts: Texts) -> str:
    day = texts.date(entry.day) if entry.day else ""
    return ", ".join(part for part in (kind_said(entry.kind, texts), entry.subject, day) if part)


def done_said(line: AuditLine, texts: Texts) -> str:
    """Return what was done; an action that has no words here stands as it is stored."""
    said = actions(texts).get(line.action, line.action.replace("_", " "))
    more = _more(line, texts)
    return f"{said}: {more}" if more else said


def _more(line: AuditLine, texts: Texts) -> str:
    if line.entry is not None:
        return entry_said(line.entry, texts)
    role, page = line.detail.get("role"), line.detail.get("page")
    if isinstance(role, str) and role in set(Role):
        return role_said(Role(role), texts).lower()
    if isinstance(page, str):
        return f"{page_said(page, texts)} {_days_said(line, texts)}".strip()
    version = line.detail.get("version")
    return str(version) if version else ""


def _days_said(line: AuditLine, texts: Texts) -> str:
    since, until = line.detail.get("since"), line.detail.get("until")
    if not isinstance(since, str) or not isinstance(until, str):
        return ""
    days = [texts.date(date.fromisoformat(one)) for one in dict.fromkeys((since, until))]
    return f"({' – '.join(days)})"


def page_said(page: str, texts: Texts) -> str:
    said = {
        "day": texts("the day"),
        "week": texts("the week"),
        "homework": texts("homework"),
        "grades": texts("grades"),
        "absences": texts("absences"),
        "schedule": texts("the timetable"),
        "accesses": texts("who has access"),
        "request": texts("a request"),
    }
    return said.get(page, page)


def actions(texts: Texts) -> dict[str, str]:
    return {
        "disclosed": texts("sent in chat"),
        "read": texts("opened the diary"),
        "signed": texts("signed"),
        "wrote": texts("wrote a letter"),
        "linked": texts("chat linked"),
        "link_revoked": texts("access ended"),
        "group_linked": texts("family group linked"),
        "group_unlinked": texts("family group unlinked"),
        "barred": texts("an order entered: no access"),
        "bar_lifted": texts("the order lifted"),
        "link_changed": texts("access changed"),
        "role_revoked": texts("role at school ended"),
        "code_issued": texts("code issued"),
        "code_revoked": texts("code revoked"),
        "code_redeemed": texts("code entered"),
        "code_refused": texts("a code was refused"),
        "code_burned": texts("code burned after wrong tries"),
        "code_alarm": texts("alarm: codes are being guessed"),
        "consent_given": texts("consent given"),
        "consent_refused": texts("consent refused"),
        "consent_withdrawn": texts("consent withdrawn"),
        "consent_asked": texts("asked for the changed consent"),
        "consent_shown": texts("changed consent shown"),
        "consent_replaced": texts("text of the consent replaced"),
        "account_moved": texts("moved to a new account"),
        "account_cut_off": texts("account cut off"),
        "account_recovered": texts("recovered on a new account"),
        "persons_merged": texts("known twice, now one person"),
        "person_erased": texts("everything about the person erased"),
        "data_exported": texts("took their data along"),
        "audit_exported": texts("log saved as a file"),
        "entries_recorded": texts("entries came from the journal"),
        "roster_changed": texts("roster changed"),
        "api_key_issued": texts("key of the journal issued"),
        "api_key_revoked": texts("key of the journal revoked"),
        "request_sent": texts("request sent to the school"),
        "request_answered": texts("question about a request answered"),
        "request_asked_back": texts("request sent back with a question"),
        "request_seen": texts("noted as seen in person"),
        "request_unseen": texts("no longer noted as seen in person"),
        "request_approved": texts("request approved"),
        "request_refused": texts("request refused"),
        "request_dropped": texts("request taken back"),
    }
