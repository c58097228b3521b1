"""Taking the consent back, and erasing: what it does is said before it is done."""

from diary.models.people import STAFF_ROLES, Role
from diary.models.privacy import Overview
from views.naming import called, role_said
from views.privacy.callbacks import PrivacyStep
from views.privacy.overview import button
from views.rendered import Rendered
from views.texts import Texts
from views.told import Data, Drawings, child_said


def withdraw_screen(overview: Overview, texts: Texts) -> Rendered:
    """Say what a withdrawal ends for this person; a guardian is told all of it."""
    roles = {*overview.roles, *(one.link.role for one in overview.children)}
    if Role.GUARDIAN in roles:
        text = texts(
            "Withdraw your consent?\n"
            "The bot stops writing to you at once, and the diary closes here. Whoever you trusted with a"
            " child loses access too.\n"
            "Your signatures stay with the school. The other parents keep their access; nobody is told why.\n"
            "To come back you need a new code from the school."
        )
    elif roles & STAFF_ROLES:
        text = texts(
            "Withdraw your consent?\n"
            "The bot stops writing to you at once, and what is for staff closes here. What you wrote to"
            " families stays with them.\n"
            "The school office hears that you have left this chat; nobody is told why.\n"
            "To come back you need a new code from the school."
        )
    else:
        text = texts(
            "Withdraw your consent?\n"
            "The bot stops writing to you at once, and the diary closes here.\n"
            "The parents and the school hear that this chat is linked no longer; nobody is told why.\n"
            "To come back you need a new code from whoever gave you this one."
        )
    return Rendered(
        text=_warned(text, overview, texts),
        rows=[
            [button(texts("Yes, withdraw"), PrivacyStep.WITHDRAW_YES)],
            [button(texts("No, leave it as it is"), PrivacyStep.SHOW)],
        ],
    )


def erase_screen(overview: Overview, texts: Texts) -> Rendered:
    text = texts(
        "Erase everything about you? This cannot be undone.\n"
        "Gone: your account's number, what you are called, your letters and files, your requests and"
        " settings. Access closes, as when a consent is withdrawn.\n"
        "Staying, under a bare number instead of you: signatures, the log of who saw what, a court's order.\n"
        "The child's diary is the school's. What stands in this chat only you can delete."
    )
    return Rendered(
        text=_warned(text, overview, texts),
        rows=[
            [button(texts("Yes, erase for good"), PrivacyStep.ERASE_YES)],
            [button(texts("No, leave it as it is"), PrivacyStep.SHOW)],
        ],
    )


def _warned(text: str, overview: Overview, texts: Texts) -> str:
    if not overview.last_of_office:
        return text
    warning = texts(
        "❗ You are the last of the school office here: nobody will be left to issue codes and decide"
        " requests until whoever runs the bot makes a new office code ({command}).",
        command="python -m bot codes office",
    )
    return f"{text}\n\n{warning}"


def withdrawn_said(texts: Texts) -> str:
    return texts(
        "Your consent is withdrawn and this chat is linked no longer. What is still kept about you: /privacy"
    )


def erased_said(roles: frozenset[Role], texts: Texts) -> str:
    """Say it to someone who had these roles until now."""
    if roles == {Role.TRUSTED}:
        return texts(
            "Everything about you is erased. If you come back, whoever gave you the code gives you a new one."
        )
    return texts("Everything about you is erased. If you come back, the school gives you a new code.")


def _chat_unlinked(data: Data, texts: Texts) -> str:
    role = role_said(Role(data["role"]), texts).lower()
    who = f"{called(data['label'], texts)}, {role}" if data["label"] else role
    return texts("{child}: a chat is linked no longer ({who}).", child=child_said(data, texts), who=who)


def _order_blinded(data: Data, texts: Texts) -> str:
    return texts(
        "{child}: somebody whom an order keeps out has had their data erased. The bot will not know them by"
        " their account any more: look twice whom you give a code.",
        child=child_said(data, texts),
    )


def _staff_unlinked(data: Data, texts: Texts) -> str:
    roles = ", ".join(role_said(Role(one), texts).lower() for one in data["roles"])
    return texts("A member of staff has unlinked their chat ({roles}).", roles=roles)


DRAWINGS: Drawings = {
    "chat_unlinked": _chat_unlinked,
    "order_blinded": _order_blinded,
    "staff_unlinked": _staff_unlinked,
}
