"""Codes that are shown once: a second parent's, and one that hands over to a new account."""

from diary.models.codes import IssuedCode
from views.texts import Texts


def second_label(texts: Texts) -> str:
    return texts("second parent")


def second_code_said(code: IssuedCode, texts: Texts) -> str:
    return "\n".join(
        [
            texts("The second parent's code: {code}", code=code.code),
            *([code.link] if code.link else []),
            texts("Whoever opens the link or sends the code to this bot is linked to the child."),
            texts("It is shown only now and works once. Valid until {day}.", day=texts.date(code.expires_at)),
        ]
    )


def office_code_said(code: IssuedCode, texts: Texts) -> str:
    return "\n".join(
        [
            texts("The second parent's code, to be handed out: {code}", code=code.code),
            *([code.link] if code.link else []),
            texts("It is shown only now and works once. Valid until {day}.", day=texts.date(code.expires_at)),
        ]
    )


def handover_said(code: IssuedCode, texts: Texts) -> str:
    return "\n".join(
        [
            texts("Your code for the new phone or account: {code}", code=code.code),
            *([code.link] if code.link else []),
            texts("Open the link, or send the code to this bot, from the new account within 24 hours."),
            texts("Everything moves there: children, settings, groups. This chat is closed then."),
            texts("Show the code to nobody: it opens the diary as you."),
        ]
    )
