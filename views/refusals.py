"""Why something was not done, in the words of whoever asked."""

from datetime import datetime

from diary.errors import (
    AccessCodeRejectedError,
    AlreadySentError,
    AlreadySignedError,
    BarredError,
    BasisRefusedError,
    CodeNotHeldError,
    ConsentChangedError,
    DayNotOpenError,
    DiaryError,
    GroupGuardiansOnlyError,
    GuardiansOnlyError,
    LetterTooLongError,
    NobodyToWriteToError,
    NothingLeftError,
    OwnCodeError,
    RosterChangedError,
    RosterFileGoneError,
    ShortNameRefusedError,
    ShortNameTakenError,
    StaleRevisionError,
    StudentsAccountError,
    TooLateToRetractError,
    TooManyTriesError,
    TooManyTrustedError,
    UsedCodeError,
)
from diary.models.roster_refusals import RosterFileError
from diary.models.school import School
from views.office.reasons import file_refused
from views.requests.refusals import request_refused
from views.texts import Texts


def refusal(error: DiaryError, texts: Texts, school: School) -> str:
    """Return at most 200 characters: it may be the answer to a tap."""
    if isinstance(error, TooManyTriesError):
        until = _local(error.until, school)
        return texts("Too many tries. You can try again at {time}.", time=texts.time(until.time()))
    if isinstance(error, RosterFileError):
        return file_refused(error, texts)
    said = {
        RosterFileGoneError: texts("The file is not in this chat any more. Please send it again."),
        RosterChangedError: texts(
            "This was done already, or the school's list has changed since. Please send the file again."
        ),
        AccessCodeRejectedError: texts(
            "This code does not work. Check it letter by letter, or ask the school for a new one."
        ),
        CodeNotHeldError: texts(
            "This is done already, or does not work any more: then please ask the school for a new code."
        ),
        OwnCodeError: texts(
            "This code is for another person: pass it on. You see the child's diary already."
        ),
        UsedCodeError: texts("You have used this code already, and what it opened is still open: /help"),
        StudentsAccountError: texts(
            "This account reads as the student, who does not sign. A parent uses their own; if that is you, "
            "the school office puts it right."
        ),
        NothingLeftError: texts("Nothing would be left. To close everything, revoke the access."),
        DayNotOpenError: texts("The last day may be from today on, and within a year."),
        TooManyTrustedError: texts("The list is full. Revoke an access or a code first: /trusted"),
        AlreadySignedError: texts("You have signed this already."),
        StaleRevisionError: texts("This has changed meanwhile: please look at what it says now."),
        ConsentChangedError: texts("The consent has changed meanwhile: please look at its new text."),
        NobodyToWriteToError: texts("You cannot write there, or no longer."),
        LetterTooLongError: texts("This is too long to pass on whole. Please send it in two messages."),
        AlreadySentError: texts("This message has been sent already."),
        BarredError: texts("An order keeps this person from this child. To lift it: /children"),
        BasisRefusedError: texts("Name the order in a line or two: what it is, its number and date."),
        GuardiansOnlyError: texts("Only the child's parents or guardians can do this."),
        GroupGuardiansOnlyError: texts(
            "Only a parent who already gets this diary can decide that: please ask one to tap here."
        ),
        ShortNameRefusedError: texts(
            "A name has letters, and at most 32 characters: no links, no commands. Write another one."
        ),
        ShortNameTakenError: texts(
            "Another child is called so in your chat, and the two would be mixed up. Choose another name."
        ),
        TooLateToRetractError: texts("The minute is over: the message cannot be taken back any more."),
    }
    missing = texts("This is not there any more, or not open to you.")
    return said.get(type(error)) or request_refused(error, texts) or missing


def failure(texts: Texts) -> str:
    return texts("Something went wrong on our side. Please try again in a minute.")


def ask_for_code(texts: Texts) -> str:
    return texts(
        "To begin, send the access code that the school gave you. It looks like this: ABCD-EFGH-JKMN.\n"
        "No code yet? The school office gives them out."
    )


def _local(moment: datetime, school: School) -> datetime:
    return moment.astimezone(school.timezone)


def not_your_command(texts: Texts) -> str:
    return texts("There is no such command for you. What there is: /help")
