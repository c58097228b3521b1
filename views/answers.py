"""Short answers of the bot to what a person has just done."""

from collections.abc import Sequence

from diary.models.acknowledgements import AbsenceAnswer, AbsenceAnswered, ShownEntry, Signed
from diary.models.codes import Linked
from diary.models.people import LINK_ROLES, STAFF_ROLES, Name, Role
from diary.models.talk import Addressee, Conversation, LetterKind, Sent
from views.addressees import addressee_said
from views.naming import child_called, role_said, student_said
from views.notifications.kinds import kind_said
from views.texts import Texts

SNIPPET = 80


def signed_said(signed: Signed, texts: Texts) -> str:
    """Return e.g. "Signed: grade 5, Pyotr Ivanov"."""
    names = ", ".join(child_called(student, texts) for student in signed.students)
    if len(signed.entries) == 1:
        return texts("Signed: {what}, {child}", what=_entry_said(signed.entries[0], texts), child=names)
    count = len(signed.entries)
    return texts.plural("Signed: {n} entry, {child}", "Signed: {n} entries, {child}", count, child=names)


def _entry_said(entry: ShownEntry, texts: Texts) -> str:
    return f"{kind_said(entry.kind, texts)} {entry.value}".strip()


def absence_said(answered: AbsenceAnswered, texts: Texts) -> str:
    """Return who at school has got the answer, or plainly that nobody has."""
    if answered.answer is AbsenceAnswer.FINE:
        return texts("Thank you, noted.")
    if not answered.told:
        return texts("Noted, but nobody at school reads this chat yet: please call the school.")
    lines = [texts("The school has got it: {names}", names=_names(answered.told, texts))]
    if answered.answer is AbsenceAnswer.CALL:
        lines.append(texts("They will call you. If nobody does within minutes, call the school."))
    if answered.unlinked:
        lines.append(texts("Not linked to this chat yet: {names}", names=_names(answered.unlinked, texts)))
    return "\n".join(lines)


def _names(names: Sequence[Name | None], texts: Texts) -> str:
    said = (texts.name_short(name) if name else role_said(Role.OFFICE, texts) for name in names)
    return ", ".join(dict.fromkeys(said))


def sent_said(sent: Sent, texts: Texts) -> str:
    name = addressee_said(sent.addressee, texts)
    if sent.reachable:
        return texts("Sent: {name}", name=name)
    return texts(
        "{name} has not linked a chat yet. Your message is kept and will arrive as soon as that happens.",
        name=name,
    )


def nobody_said(roles: frozenset[Role], texts: Texts, *, may_write: bool) -> str:
    """Say that a letter went nowhere; to a student or a trusted person who only reads, why."""
    if _only_reads(roles, may_write=may_write):
        return texts("Not sent: you read the diary here, and the parents write to the teachers.")
    return texts("There is nobody for you to write to here. To answer a message, reply to it.")


def _only_reads(roles: frozenset[Role], *, may_write: bool) -> bool:
    return bool(roles & LINK_ROLES) and not roles & STAFF_ROLES and not may_write


def invitation(addressee: Addressee, texts: Texts) -> str:
    """Return the request to write, which says to whom and about whom."""
    name = addressee_said(addressee, texts)
    if addressee.role in {Role.TEACHER, Role.OFFICE}:
        name = f"{name} · {student_said(addressee.student, texts)}"
    return texts("Write your message: text, a photo or a file.\n{name}", name=name)


def linked_said(linked: Linked, texts: Texts, *, asked_before: bool = False) -> str:
    """`asked_before`: the chat was asked when grades should come, at an earlier child."""
    if linked.moved:
        return texts("Done: the diary is in this chat from now on, with all your settings.")
    if linked.student is not None:
        child = student_said(linked.student, texts)
        if asked_before:
            return texts("Done: {child}. Grades come at the same time as before: /settings", child=child)
        return texts("Done: {child}. When should grades come?", child=child)
    name = _in_full(linked.staff) or role_said(linked.role, texts)
    return (
        texts("Done: {name}.", name=name)
        + "\n"
        + texts(
            "What families write to you arrives here. To answer, reply to their message; /help says more."
        )
    )


def _in_full(name: Name | None) -> str:
    parts = (name.family_name, name.given_name, name.patronymic) if name else ()
    return " ".join(part for part in parts if part)


def conversations_said(
    conversations: Sequence[Conversation], roles: frozenset[Role], texts: Texts, *, may_write: bool
) -> str:
    """Return the newest letter of each conversation, in a line or two."""
    if not conversations and not roles & LINK_ROLES:
        return texts("No messages yet. What families write arrives here: reply to it to answer.")
    if not conversations and _only_reads(roles, may_write=may_write):
        return texts("No messages: you read the diary here, and the parents write to the teachers.")
    if not conversations:
        return texts("No messages yet. To write, reply to an entry or tap 💬 under it.")
    return "\n\n".join(_conversation_said(one, texts) for one in conversations)


def _conversation_said(conversation: Conversation, texts: Texts) -> str:
    addressee, letter = conversation.addressee, conversation.letter
    name = addressee_said(addressee, texts)
    if addressee.role in {Role.TEACHER, Role.OFFICE}:
        name = f"{name} · {student_said(addressee.student, texts)}"
    kinds = {LetterKind.PHOTO: texts("photo"), LetterKind.DOCUMENT: texts("document")}
    said = " ".join(letter.text.split()) or kinds.get(letter.kind, "")
    said = said if len(said) <= SNIPPET else said[:SNIPPET].rstrip() + "…"
    return f"{name}\n{texts('You: {text}', text=said) if letter.mine else said}"
